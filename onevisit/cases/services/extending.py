"""延长办理期限: an officer asks, a head who is somebody else answers, once."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case, Extension
from onevisit.cases.rules.extension import extension_action, require_extendable, who_extends
from onevisit.cases.rules.lifecycle import Action, CaseState, transition
from onevisit.cases.services.holding import Held, hold
from onevisit.cases.services.review import require_hands_free, require_undecided
from onevisit.cases.services.writing import write_opinion


def ask_extension(*, case_id: UUID, reason: str, actor: Actor) -> None:
    """Ask for more time, with the reason the applicant will read; before the legal limit ends.

    Raises Invalid `cases.reason_needed`, `cases.text_too_long`; Refused `cases.not_extendable`,
    `accounts.not_permitted`; Conflict `cases.limit_over`, `cases.extension_asked`,
    `cases.extended_before`, `cases.claimed_by_other`, `cases.already_decided`,
    `cases.not_possible_now`.
    """
    if not reason.strip():
        raise errors.reason_needed()
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_REVIEW, scope_of(case))
        require_undecided(case)
        require_hands_free(held, case)
        transition(CaseState(case.state), Action.EXTEND)
        regime = held.item(case).regime
        require_extendable(regime, case.legal_due, held.today)
        _require_first(case)
        Extension.objects.create(
            case=case,
            state="asked",
            days=regime.extension,
            asked_at=held.at,
            asked_by=actor.user_id,
            asked_by_name=held.actor.name,
            reason=write_opinion(held, case, reason, kind="extension"),
        )
        held.note("ask_extension", case, days=regime.extension)
        held.write()


def _require_first(case: Case) -> None:
    row = case.extensions.exclude(state="declined").first()
    if row is not None:
        raise errors.extension_asked() if row.state == "asked" else errors.extended_before()


def grant_extension(*, case_id: UUID, actor: Actor) -> None:
    """Approve what was asked: the legal limit moves by the days of the regime, the promise too
    unless it had been missed before; the applicant is told why.

    Raises Refused `cases.same_person`, `accounts.not_permitted`; Conflict `cases.limit_over`,
    `cases.extension_answered`, `cases.already_decided`, `cases.not_possible_now`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        row = _asked(held, case)
        require_extendable(held.item(case).regime, case.legal_due, held.today)
        action = extension_action(case.promised_due, held.today)
        held.move(case, action, facts={"days": row.days})
        _answer(held, row, "granted")
        _tell_new_day(held, case)
        held.write()


def decline_extension(*, case_id: UUID, reason: str, actor: Actor) -> None:
    """Say no, with a reason; the officer may ask again with a better one.

    Raises as `grant_extension`, and Invalid `cases.reason_needed`.
    """
    if not reason.strip():
        raise errors.reason_needed()
    with transaction.atomic():
        held, case = hold(case_id, actor)
        row = _asked(held, case)
        row.answer = write_opinion(held, case, reason, kind="declined")
        _answer(held, row, "declined")
        held.note("decline_extension", case)
        held.write()


def _asked(held: Held, case: Case) -> Extension:
    """The request that waits for this very actor."""
    require(held.actor, who_extends(held.item(case).regime), scope_of(case))
    require_undecided(case)
    transition(CaseState(case.state), Action.EXTEND)
    newest = case.extensions.order_by("-asked_at", "-id").first()
    if newest is None or newest.state != "asked":
        raise errors.extension_answered(newest.answered_by_name if newest else "")
    if newest.asked_by == held.actor.user_id:
        raise errors.same_person()
    return newest


def _answer(held: Held, row: Extension, state: str) -> None:
    row.state, row.answered_at = state, held.at
    row.answered_by, row.answered_by_name = held.actor.user_id, held.actor.name
    row.save(update_fields=["state", "answered_at", "answered_by", "answered_by_name", "answer"])


def _tell_new_day(held: Held, case: Case) -> None:
    """The day by which the whole was promised, when this part now ends after it."""
    application, due = held.application, case.promised_due
    if application.promised_on is not None and due is not None and due > application.promised_on:
        application.promised_on, application.promise_provisional = due, case.provisional
        application.save(update_fields=["promised_on", "promise_provisional"])
