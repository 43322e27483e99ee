"""What service points can do: the lists in force, those that wait, and who may take a thing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.catalogue.errors import points as errors
from onevisit.catalogue.models import Bundle, CatalogueEntry, Item, PointList
from onevisit.catalogue.queries.offers import PinnedOffer
from onevisit.catalogue.rules.competence import chain
from onevisit.catalogue.rules.points import (
    BY_KIND,
    EVERYTHING,
    Abilities,
    Competence,
    PointAbility,
    PointAct,
    competent,
    nearest,
    read_abilities,
    within,
)
from onevisit.directory import queries as directory
from onevisit.directory.rules import PlaceKind, ServicePointInfo
from onevisit.kernel import clock
from onevisit.kernel.two_people import WrittenLine, line_of

_NEAREST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PointListView(WrittenLine):
    """One list; `names` are those of the offers it names."""

    point: ServicePointInfo
    since: date
    abilities: Abilities
    why: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeptPoint:
    """A point as its keeper sees it: what it does now, and the list that waits."""

    ability: PointAbility
    waiting: UUID | None


def abilities() -> tuple[PointAbility, ...]:
    """Every point with what it does today, by code; two queries."""
    lists = {row.point_id: row for row in _in_force()}
    return tuple(_ability(point, lists.get(point.id)) for point in directory.service_points())


def ability_of(point_id: UUID) -> PointAbility:
    """What a point does today; two queries. Raises NotFound `directory.no_such_service_point`."""
    point = directory.service_point_by_id(point_id)
    return _ability(point, _in_force().filter(point_id=point_id).first())


def able_points(offer: PinnedOffer, act: PointAct) -> tuple[PointAbility, ...]:
    """The points that do this for the offer; two queries."""
    return tuple(each for each in abilities() if _able(offer, act, each))


def handing_points(offer_code: str) -> tuple[ServicePointInfo, ...]:
    """Where results of the offer can be collected, centres first; two queries."""
    kinds = list(PlaceKind)
    found = [each.point for each in abilities() if each.abilities.gives(offer_code)]
    return tuple(sorted(found, key=lambda point: (kinds.index(point.kind), point.code)))


def in_range(offer: PinnedOffer, region: str) -> bool:
    """Whether every part of the offer may be handed in at a point of that region 通办范围."""
    return all(
        within(part.item.national.area, offer.pins[part.key].region, region)
        for part in offer.offer.parts
        if part.key in offer.pins
    )


def nearest_able(offer: PinnedOffer, act: PointAct, point_id: UUID | None) -> UUID | None:
    """This point if it does it, else the nearest one that does; None if nobody does. At most four
    queries.
    """
    here = ability_of(point_id) if point_id is not None else None
    if here is not None and _able(offer, act, here):
        return here.point.id
    others = nearest(able_points(offer, act), here.point if here else None, 1)
    return others[0].point.id if others else None


def require_able(offer: PinnedOffer, act: PointAct, point_id: UUID) -> None:
    """Raise Conflict `catalogue.not_done_here_…`, `catalogue.done_nowhere_…` or
    `catalogue.out_of_range`, each naming the nearest points that do it, unless this one does.
    """
    found = ability_of(point_id)
    if _able(offer, act, found):
        return
    others = nearest(able_points(offer, act), found.point, _NEAREST)
    names = "、".join(each.point.name for each in others)
    if act is PointAct.TAKE and not in_range(offer, found.point.region):
        raise errors.out_of_range(offer.offer.name, names)
    raise errors.not_done_here(act.value, offer.offer.name, names)


def _able(offer: PinnedOffer, act: PointAct, found: PointAbility) -> bool:
    """What is taken in must be within range; handing out and identifying know no distance."""
    if act is PointAct.TAKE and not in_range(offer, found.point.region):
        return False
    if act is PointAct.HAND_OUT:
        return found.abilities.gives(offer.offer.code)
    return found.abilities.does(act, offer.offer.code)


@dataclass(frozen=True, slots=True)
class Blind:
    """A point whose list says of `codes` that it does `act`, but checks nobody for them: originals
    are not noted there, and results not handed out. `names` are those of the offers.
    """

    point: ServicePointInfo
    act: PointAct
    codes: tuple[str, ...]
    names: tuple[str, ...]


def blind_points() -> tuple[Blind, ...]:
    """Every such point and act, by code of the point; four queries at most."""
    held = [
        (each, act, codes)
        for each in abilities()
        for act in (PointAct.TAKE, PointAct.HAND_OUT)
        if each.since is not None and (codes := each.abilities.unidentified(act))
    ]
    names = offer_names({code for _each, _act, codes in held for code in codes} - {EVERYTHING})
    return tuple(
        Blind(
            each.point,
            act,
            tuple(sorted(codes)),
            tuple(names.get(code, code) for code in sorted(codes - {EVERYTHING})),
        )
        for each, act, codes in held
    )


def kept_points(actor: Actor) -> tuple[KeptPoint, ...]:
    """The points whose lists the actor may write or confirm; three queries."""
    waiting = dict(PointList.objects.filter(state="waiting").values_list("point_id", "id"))
    return tuple(
        KeptPoint(each, waiting.get(each.point.id))
        for each in abilities()
        if keeps(actor, each.point.region)
    )


def keeps(actor: Actor, region: str) -> bool:
    """Whether the actor may look after lists of points in that region."""
    scope = Scope(None, region)
    held = (Permission.CATALOGUE_EDIT, Permission.CATALOGUE_PUBLISH)
    return any(actor.may(permission, scope) for permission in held)


def point_lists(point_id: UUID, *, actor: Actor) -> tuple[PointListView, ...]:
    """All lists of a point, the newest first; four queries. Raises NotFound
    `catalogue.no_such_point_list` outside the actor's reach.
    """
    point = directory.service_point_by_id(point_id)
    if not keeps(actor, point.region):
        raise errors.no_such_point_list()
    rows = list(PointList.objects.filter(point_id=point_id).order_by("-written_at"))
    read = [(row, read_abilities(row.abilities)) for row in rows]
    names = offer_names({code for _row, found in read for code in found.codes})
    return tuple(_view(row, found, point, names, actor) for row, found in read)


def entry_names(codes: Iterable[str]) -> dict[str, str]:
    """What the catalogue calls these 基本编码; no query for none."""
    wanted = set(codes)
    if not wanted:
        return {}
    return dict(CatalogueEntry.objects.filter(code__in=wanted).values_list("code", "name"))


def offer_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of what is published under these codes; others are absent. Two queries."""
    wanted = set(codes)
    found: dict[str, str] = {}
    for model in (Item, Bundle) if wanted else ():
        published = model.objects.filter(code__in=wanted, current__isnull=False)
        found |= dict(published.values_list("code", "name"))
    return found


def competences(item_code: str) -> tuple[Competence, ...]:
    """The items in use that carry the same entry of the basic catalogue, each of its own office:
    which of them is competent depends on where the matter lies. One query.
    """
    own = Item.objects.filter(code=item_code).values("entry_id", "variant")[:1]
    rows = Item.objects.filter(
        entry_id=own.values("entry_id"),
        variant=own.values("variant"),
        entry__isnull=False,
        applicable=True,
        current__isnull=False,
    )
    fields = ("code", "name", "region_id", "region__name", "department__name")
    return tuple(Competence(*row) for row in rows.order_by("region_id").values_list(*fields))


def competent_for(item_code: str, region: str) -> Competence | None:
    """The office competent for a matter that lies in `region`: its own, else the nearest above."""
    return competent(competences(item_code), chain(region))


def _in_force() -> QuerySet[PointList]:
    rows = PointList.objects.filter(state="confirmed", since__lte=clock.today())
    return rows.order_by("point_id", "-since", "-answered_at").distinct("point_id")


def _ability(point: ServicePointInfo, row: PointList | None) -> PointAbility:
    if row is None:
        return PointAbility(point, BY_KIND[point.kind])
    return PointAbility(point, read_abilities(row.abilities), row.since)


def _view(
    row: PointList,
    found: Abilities,
    point: ServicePointInfo,
    names: Mapping[str, str],
    actor: Actor,
) -> PointListView:
    told = line_of(row, actor)
    return PointListView(**told, point=point, abilities=found, why=row.why, names=names)
