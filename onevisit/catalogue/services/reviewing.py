"""From a draft to what holds, by two people: one submits it, another approves it or sends it back.

While it is reviewed the document is frozen. What it takes away from people is flagged, and whoever
approves it says of each flag why it must be; that stays on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    approval_needs_name,
    effective_past,
    flags_unanswered,
    not_as_seen,
    own_draft,
)
from onevisit.catalogue.rules.comparing import Flag
from onevisit.catalogue.rules.versions import VersionMove, moved
from onevisit.catalogue.services.handing_over import require_for_both
from onevisit.catalogue.services.holding import (
    LONGEST_REASON,
    given_reason,
    hold,
    move,
    put_on_trail,
    take_hand,
)
from onevisit.catalogue.services.publishing import make_current, refuse_unfit
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.kernel.types import JsonObject

AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one version among several: `problem` is None where it holds now. `name` is ""
    where it is not there any more, or not theirs to approve.
    """

    version_id: UUID
    name: str
    problem: DomainError | None


@transaction.atomic
def submit_for_review(version_id: UUID, *, note: str = "", actor: Actor) -> None:
    """Hand the draft to somebody else's eyes; nothing in it changes until they have answered.

    `note` says what was changed and why (up to 500 characters). Raises NotFound
    `catalogue.no_such_version`, Refused `accounts.not_permitted`, Conflict
    `catalogue.version_elsewhere`, Invalid as `publish_item` (what blocks is put right first).
    """
    held = hold(version_id)
    require(actor, Permission.CATALOGUE_EDIT, held.scope)
    move(held, VersionMove.SUBMIT, actor=actor, reason=note.strip()[:LONGEST_REASON])
    refuse_unfit(held)
    take_hand(held.version, actor)
    held.version.submitted_at = clock.now()
    held.version.save(update_fields=["state", "hands", "submitted_at"])
    put_on_trail(held, "catalogue.submit_version", actor)


@transaction.atomic
def take_back(version_id: UUID, *, reason: str, actor: Actor) -> None:
    """Make it a draft again, to go on writing; also what is approved and waits for its day.

    Raises NotFound `catalogue.no_such_version`, Refused `accounts.not_permitted`, Conflict
    `catalogue.version_elsewhere`, Invalid `catalogue.review_reason`.
    """
    _to_draft(version_id, VersionMove.TAKE_BACK, Permission.CATALOGUE_EDIT, reason, actor)


@transaction.atomic
def send_back(version_id: UUID, *, reason: str, actor: Actor) -> None:
    """The answer of the reviewer that something must be changed first; raises as `take_back`."""
    _to_draft(version_id, VersionMove.SEND_BACK, Permission.CATALOGUE_PUBLISH, reason, actor)


def _to_draft(
    version_id: UUID, what: VersionMove, right: Permission, reason: str, actor: Actor
) -> None:
    held = hold(version_id)
    require(actor, right, held.scope)
    why = given_reason(reason)
    planned = held.version.effective_on
    facts: JsonObject = {"effective_on": planned.isoformat()} if planned else {}
    move(held, what, actor=actor, reason=why, facts=facts)
    held.version.submitted_at = held.version.approved_by = held.version.effective_on = None
    held.version.save(update_fields=["state", "submitted_at", "approved_by", "effective_on"])
    put_on_trail(held, f"catalogue.{what.value}", actor)


@transaction.atomic
def approve(
    version_id: UUID,
    *,
    note: str = "",
    reasons: Mapping[str, str] | None = None,
    effective_on: date | None = None,
    actor: Actor,
) -> None:
    """Let the version hold, now or from a day ahead (up to a year).

    `reasons`: for each flag of `queries.flags_of`, by the name of its kind, why it must be. Raises
    NotFound `catalogue.no_such_version`, Refused `accounts.not_permitted`, `catalogue.own_draft`
    (whoever had a hand in it), `catalogue.approval_needs_name`, Conflict
    `catalogue.version_elsewhere`, Invalid `catalogue.flags_unanswered`, `catalogue.effective_past`,
    and as `publish_item`.
    """
    held = hold(version_id)
    require(actor, Permission.CATALOGUE_PUBLISH, held.scope)
    require_for_both(held, actor)
    moved(held.version.state, VersionMove.APPROVE)
    if actor.user_id is None or not actor.name.strip():
        raise approval_needs_name()
    if str(actor.user_id) in held.version.hands:
        raise own_draft()
    today = clock.today()
    if effective_on is not None and not today <= effective_on <= today + AHEAD:
        raise effective_past()
    facts: JsonObject = {
        "flags": [*_answered(queries.flags_of(held.row, held.version), reasons or {})]
    }
    why = note.strip()[:LONGEST_REASON]
    if effective_on is None or effective_on == today:
        held.version.approved_by = actor.user_id
        make_current(held, actor=actor, reason=why, facts=facts)
        return
    refuse_unfit(held)
    facts["effective_on"] = effective_on.isoformat()
    move(held, VersionMove.APPROVE, actor=actor, reason=why, facts=facts)
    held.version.approved_by, held.version.effective_on = actor.user_id, effective_on
    held.version.save(update_fields=["state", "approved_by", "effective_on"])
    put_on_trail(held, "catalogue.approve", actor, effective_on=effective_on.isoformat())


def approve_several(
    seen: Mapping[UUID, str], *, note: str = "", actor: Actor
) -> tuple[Answer, ...]:
    """Let several versions hold from now on, each in a transaction of its own: what is refused
    stops no other. `seen`: the digest of the document that was listed to the actor, by version.

    A flag cannot be answered here, so what raises one is refused; so is, as Conflict
    `catalogue.not_as_seen`, what is written otherwise by now, and what `approve` refuses.
    """
    return tuple(_approved(version_id, seen[version_id], note, actor) for version_id in seen)


def _approved(version_id: UUID, digest: str, note: str, actor: Actor) -> Answer:
    name = ""
    try:
        with transaction.atomic():
            held = hold(version_id)
            require(actor, Permission.CATALOGUE_PUBLISH, held.scope)
            name = str(held.version.document["name"])
            if held.version.digest != digest:
                raise not_as_seen()
            approve(version_id, note=note, actor=actor)
    except DomainError as error:
        return Answer(version_id, name, error)
    return Answer(version_id, name, None)


def _answered(found: list[Flag], reasons: Mapping[str, str]) -> list[JsonObject]:
    silent = [flag for flag in found if not reasons.get(flag.kind.value, "").strip()]
    if silent:
        raise flags_unanswered(len(silent), ", ".join(flag.kind.value for flag in silent))
    return [
        {
            "kind": flag.kind.value,
            "was": flag.was,
            "now": flag.now,
            "reason": reasons[flag.kind.value].strip()[:LONGEST_REASON],
        }
        for flag in found
    ]
