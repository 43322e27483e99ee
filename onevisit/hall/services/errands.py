"""Taking in for another county: taken, sent on, and what that county says."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.hall.errors import errands as errors
from onevisit.hall.models import Errand, ErrandStep
from onevisit.hall.queries.errands import errand_offer
from onevisit.hall.rules.errands import (
    ENDS,
    OURS,
    ErrandAct,
    ErrandState,
    checked_note,
    checked_papers,
    moved,
    outside_number,
)
from onevisit.hall.services.holding import point_of
from onevisit.kernel import clock


@transaction.atomic
def take_errand(
    *, target_id: UUID, thing: str, person_id: UUID, seen: Iterable[str], actor: Actor
) -> UUID:
    """Take in what another county decides, once every paper on its list was looked at for its form.
    Returns the errand's id.

    Raises Refused `accounts.not_permitted`, `hall.no_point`; Conflict
    `hall.errand_not_listed`; Invalid `hall.errand_papers`.
    """
    point = point_of(actor, Permission.CASES_INTAKE)
    offer = errand_offer(target_id, thing)
    require(actor, Permission.PEOPLE_REGISTER)
    if offer.target.id == point:
        raise errors.errand_not_listed()
    errand = Errand(
        number=f"DS{clock.today():%Y%m%d}{_next_number():06d}",
        taker_id=point,
        target_id=offer.target.id,
        thing=offer.kind.name,
        papers=list(checked_papers(offer.kind, frozenset(seen))),
        applicant_id=person_id,
        state=moved(None, ErrandAct.TAKE).value,
        taken_at=clock.now(),
    )
    errand.save(force_insert=True)
    _write(errand, ErrandAct.TAKE, "", actor)
    return errand.id


@transaction.atomic
def move_errand(
    *, errand_id: UUID, act: ErrandAct, actor: Actor, note: str = "", number: str = ""
) -> None:
    """The next step: sending on is the window's that took it in, everything else the other one's.
    `number` is the other county's own, kept when it is first told.

    Raises Refused `accounts.not_permitted`, `hall.no_point`; NotFound `hall.no_such_errand`;
    Conflict `hall.errand_moved_on`; Invalid `hall.errand_words`.
    """
    point = point_of(actor, Permission.CASES_INTAKE)
    errand = Errand.objects.select_for_update().filter(id=errand_id).first()
    if errand is None or point not in (errand.taker_id, errand.target_id):
        raise errors.no_such_errand()
    if point != (errand.taker_id if act in OURS else errand.target_id):
        raise errors.errand_moved_on()
    said = checked_note(act, note)
    after = moved(ErrandState(errand.state), act)
    errand.state, errand.ended_at = after.value, clock.now() if after in ENDS else None
    errand.outside_number = errand.outside_number or outside_number(number)
    errand.save(update_fields=["state", "ended_at", "outside_number"])
    _write(errand, act, said, actor)


def _write(errand: Errand, act: ErrandAct, note: str, actor: Actor) -> None:
    ErrandStep.objects.create(
        errand=errand,
        act=act.value,
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        note=note,
    )
    audit.record(
        action=f"hall.errand_{act}",
        target_type="hall.errand",
        target_id=errand.id,
        actor=actor,
        facts={"number": errand.number},
    )


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('hall_errand_number')")
        (number,) = cursor.fetchone() or (0,)
    return int(number)
