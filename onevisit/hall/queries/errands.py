"""What was taken in for other counties, as the two windows and the applicant see it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.points import ErrandKind
from onevisit.directory.rules import ServicePointInfo
from onevisit.hall.errors.errands import errand_not_listed, no_such_errand
from onevisit.hall.models import Errand, ErrandStep
from onevisit.hall.rules.errands import ErrandAct, ErrandInfo, ErrandState, ErrandStepInfo
from onevisit.kernel import masks

_MOST = 100


@dataclass(frozen=True, slots=True)
class ErrandOffer:
    """What the window of another county has on its list."""

    target: ServicePointInfo
    kind: ErrandKind


def errand_offers() -> tuple[ErrandOffer, ...]:
    """What may be taken in for other counties today; two queries."""
    return tuple(
        ErrandOffer(each.point, kind)
        for each in catalogue.abilities()
        for kind in each.abilities.errands
    )


def errand_offer(target_id: UUID, thing: str) -> ErrandOffer:
    """One of them. Raises Conflict `hall.errand_not_listed`."""
    for each in errand_offers():
        if (each.target.id, each.kind.name) == (target_id, thing):
            return each
    raise errand_not_listed()


def errands(*, actor: Actor) -> tuple[ErrandInfo, ...]:
    """What was taken in at the actor's window or is meant for it, the newest first; two queries."""
    if actor.service_point_id is None:
        return ()
    here = Q(taker_id=actor.service_point_id) | Q(target_id=actor.service_point_id)
    return tuple(_info(row) for row in _rows().filter(here).order_by("-taken_at", "-id")[:_MOST])


def errand_of(*, errand_id: UUID, actor: Actor) -> ErrandInfo:
    """One of them. Raises NotFound `hall.no_such_errand`, also for other windows."""
    row = _rows().filter(id=errand_id).first()
    if row is None or actor.service_point_id not in (row.taker_id, row.target_id):
        raise no_such_errand()
    return _info(row)


def errands_of_person(person_id: UUID) -> tuple[ErrandInfo, ...]:
    """What was taken in of one person, the newest first; nobody's rights are asked."""
    rows = _rows().filter(applicant_id=person_id).order_by("-taken_at", "-id")
    return tuple(_info(row) for row in rows[:_MOST])


def _rows() -> QuerySet[Errand]:
    steps = Prefetch("steps", queryset=ErrandStep.objects.order_by("at", "id"))
    return Errand.objects.select_related("taker", "target", "applicant").prefetch_related(steps)


def _info(row: Errand) -> ErrandInfo:
    return ErrandInfo(
        id=row.id,
        number=row.number,
        thing=row.thing,
        papers=tuple(row.papers),
        state=ErrandState(row.state),
        taker_id=row.taker_id,
        taker=row.taker.name,
        target_id=row.target_id,
        target=row.target.name,
        applicant_id=row.applicant_id,
        applicant=masks.mask_name(row.applicant.name),
        outside_number=row.outside_number,
        taken_at=row.taken_at,
        steps=tuple(
            ErrandStepInfo(ErrandAct(each.act), each.at, each.actor_name, each.note)
            for each in row.steps.all()
        ),
    )
