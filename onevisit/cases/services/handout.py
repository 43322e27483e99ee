"""出件: results handed over at the unified out-window, to somebody identified, with a receipt."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, MandateLine, Permission
from onevisit.cases import errors
from onevisit.cases.access import require_here, sees_case
from onevisit.cases.models import Application, Case, Evidence, HandOut
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.rules.submission import Identified
from onevisit.cases.services.contacts import publish_contact
from onevisit.cases.services.holding import Held, facts_of, hold_cases
from onevisit.cases.services.identifying import require_identifying
from onevisit.cases.services.papers import give_results
from onevisit.cases.services.posting import take_out
from onevisit.cases.services.receiving import receiving_under
from onevisit.cases.services.results import keep_document, write_results
from onevisit.kernel.clock import local_date


def hand_out(
    *,
    case_ids: Iterable[UUID],
    receiver_id: UUID,
    identified_by: str,
    actor: Actor,
    originals_seen: bool = False,
) -> None:
    """Hand over the results of these cases at one window in one visit, all or none.

    The receiver is the applicant or, for an organisation, somebody who acts for it now; or whose
    mandate says that they collect.
    `originals_seen` says that originals due at collection (一次核验) were shown. Raises NotFound
    `cases.no_such_case`, Refused `cases.window_needed`, `cases.wrong_receiver`, Invalid
    `cases.identification_needed`, Conflict `cases.originals_not_seen`, `cases.nothing_to_hand_out`,
    `cases.in_the_post`, `cases.result_revoked`, `cases.not_possible_now`,
    `delivery.paper_not_here`, and as `catalogue.queries.require_able` where that point identifies
    nobody for this.
    """
    wanted = set(case_ids)
    if identified_by not in set(Identified):
        raise errors.identification_needed()
    if actor.service_point_id is None:
        raise errors.window_needed()
    if not wanted:
        raise errors.nothing_to_hand_out()
    with transaction.atomic():
        applications = list(
            Application.objects.select_for_update(of=("self",))
            .filter(id__in=Case.objects.filter(id__in=wanted).values("application_id"))
            .order_by("id")
        )
        handed: set[UUID] = set()
        for application in applications:
            held = hold_cases(application, actor)
            handed |= _hand_out(held, wanted, receiver_id, identified_by, originals_seen)
        if handed != wanted:
            raise errors.no_such_case()


def _hand_out(
    held: Held, wanted: set[UUID], receiver_id: UUID, identified_by: str, originals_seen: bool
) -> set[UUID]:
    """The wanted cases of one application; returns their ids."""
    cases = [case for case in held.cases if case.id in wanted]
    for case in cases:
        if not sees_case(held.actor, case, held.application):
            raise errors.no_such_case()
        require_here(held.actor, Permission.CASES_HAND_OUT, held.application)
        if case.state == CaseState.REVOKED and case.ended_at is not None:
            raise errors.result_revoked(local_date(case.ended_at))
    under = receiving_under(held.application, receiver_id, [case.part for case in cases])
    require_identifying(held.application, held.actor)
    _see_originals(held, originals_seen)
    take_out(held, cases, held.actor)
    give_results(cases, held.actor)
    facts = facts_of(under) if under else {}
    for case in cases:
        how = {"how": "window", "identified_by": identified_by}
        held.move(case, Action.DELIVER, facts={**how, **facts})
    record_hand_out(held, cases, Received(receiver_id, identified_by, under))
    held.write()
    publish_contact(held.application, held.actor, ContactKind.HAND_OUT, receiver_id)
    return {case.id for case in cases}


@dataclass(frozen=True, slots=True)
class Received:
    """Who took the results, identified how, and under which mandate; None: on their own side."""

    receiver_id: UUID
    identified_by: str
    under: MandateLine | None = None


def record_hand_out(held: Held, cases: list[Case], received: Received) -> None:
    """送达回证: the proof, one row a case; the document is made now if nobody has asked for it
    before.
    """
    clerk, point = held.actor.user_id, held.actor.service_point_id
    if clerk is None or point is None:
        raise errors.window_needed()
    HandOut.objects.bulk_create(
        HandOut(
            case=case,
            receiver_id=received.receiver_id,
            identified_by=received.identified_by,
            authority_id=received.under.id if received.under else None,
            service_point_id=point,
            window=held.actor.window,
            clerk_id=clerk,
            at=held.at,
        )
        for case in cases
    )
    write_results(held)
    for case in cases:
        keep_document(case.id, held.actor)


def _see_originals(held: Held, seen: bool) -> None:
    pending = Evidence.objects.filter(application=held.application, original_pending=True)
    if seen:
        pending.update(original_pending=False)
    elif pending.exists():
        raise errors.originals_not_seen(pending.values_list("material", flat=True))
