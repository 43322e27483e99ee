"""A helper or an agent takes up the name of who gave them authority, and puts it down again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onevisit.accounts.errors import no_such_authority, real_name_first, unknown_met
from onevisit.accounts.models import Authority
from onevisit.accounts.queries.authorities import authority_for
from onevisit.accounts.queries.mandates import mandate_for
from onevisit.accounts.rules import Actor, AssuranceLevel, Met, Permission, require
from onevisit.accounts.rules.events import HelperLeft
from onevisit.audit.services import record, record_access
from onevisit.kernel import clock
from onevisit.kernel.events import publish


@dataclass(frozen=True, slots=True)
class FirstUse:
    """Where an authority was given in person, and when: the trip the person made for it."""

    service_point_id: UUID
    window: str
    at: datetime
    recorded_by: UUID


def begin_helping(*, authority_id: UUID, met: str, actor: Actor) -> dict[str, str]:
    """Take up the name of the person who gave this authority; returns what the session is to hold.

    `met` is a value of `rules.Met`. Raises Refused `accounts.not_permitted`, NotFound
    `accounts.no_such_authority`, Invalid `accounts.unknown_met`.
    """
    require(actor, Permission.PEOPLE_HELP)
    if met not in set(Met):
        raise unknown_met()
    with transaction.atomic():
        line = authority_for(authority_id, UUID(str(actor.user_id)))
        record(
            action="accounts.begin_helping",
            target_type="accounts.person",
            target_id=line.principal_id,
            actor=actor,
            facts={"authority": line.number, "met": met},
        )
        record_access(
            what="person.helped",
            actor=actor,
            subjects=[line.principal_id],
            target_type="accounts.authority",
            target_id=line.number,
        )
    return {"authority": str(line.id), "met": met, "since": clock.now().isoformat()}


def begin_acting(*, authority_id: UUID, actor: Actor) -> dict[str, str]:
    """Take up the name of who gave this mandate, or of a ward; returns what the session is to hold.
    `actor` is the agent in their own name.

    Raises NotFound `accounts.no_such_authority`, Refused `accounts.real_name_first`.
    """
    if actor.person_id is None or actor.acting is not None:
        raise no_such_authority()
    if actor.assurance < AssuranceLevel.REAL_NAME:
        raise real_name_first()
    with transaction.atomic():
        line = mandate_for(authority_id, actor.person_id)
        target = line.principal_id or line.organisation_id
        record(
            action="accounts.begin_acting",
            target_type="accounts.person" if line.principal_id else "accounts.organisation",
            target_id=str(target),
            actor=actor,
            facts={"authority": line.number},
        )
        record_access(
            what="person.acted_for",
            actor=actor,
            subjects=[line.principal_id] if line.principal_id else [],
            target_type="accounts.authority",
            target_id=line.number,
        )
    return {
        "authority": str(line.id),
        "met": Met.ABSENT.value,
        "since": clock.now().isoformat(),
    }


def end_helping(*, actor: Actor) -> None:
    """Put the name down again; nothing to record for whoever had taken up none. Whoever came to
    the helper's place and has nothing handed in came in vain: the rooms above hear of it.
    """
    acting = actor.acting
    if acting is None or actor.person_id is None or actor.user_id is None:
        return
    with transaction.atomic():
        record(
            action="accounts.end_helping",
            target_type="accounts.person",
            target_id=actor.person_id,
            actor=actor,
        )
        if actor.service_point_id is not None:
            came = acting.met is Met.PLACE
            publish(
                HelperLeft(
                    actor.person_id, actor.user_id, actor.service_point_id, came, acting.since
                )
            )


def first_use(authority_id: UUID) -> FirstUse | None:
    """Mark the authority as used, once; the first time, of one that was given at a window, the
    trip that was made for it. Inside the transaction that holds it.
    """
    row = Authority.objects.get(id=authority_id)
    if row.used_at is not None:
        return None
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    if row.point_id is None:
        return None
    return FirstUse(row.point_id, row.window, row.given_at, row.recorded_by)
