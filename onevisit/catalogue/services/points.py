"""Lists of what service points can do: one officer writes, another confirms."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.errors import points as errors
from onevisit.catalogue.models import PointList
from onevisit.catalogue.queries.points import offer_names
from onevisit.catalogue.rules.points import LONGEST_WHY, read_abilities
from onevisit.directory import queries as directory
from onevisit.kernel import clock, two_people


def propose_point_list(
    *,
    point_id: UUID,
    since: date,
    abilities: Mapping[str, Iterable[str]],
    why: str,
    actor: Actor,
) -> UUID:
    """Write what a point can do from a day on; it waits for another officer. Returns its id.

    `abilities` are codes of offers by `PointAct`, `*` for everything within range; `why` names the
    paper behind it (委托书、协议). Raises NotFound `directory.no_such_service_point`; Refused
    `accounts.not_permitted`; Invalid `catalogue.point_list_empty`, `…_long`, `…_unknown`, `…_why`,
    `…_day`; Conflict `two_people.waits`.
    """
    point = directory.service_point_by_id(point_id)
    require(actor, Permission.CATALOGUE_EDIT, Scope(None, point.region))
    found = read_abilities(abilities)
    unknown = found.codes - offer_names(found.codes).keys()
    if unknown:
        raise errors.point_list_unknown("、".join(sorted(unknown)[:5]))
    if since < clock.today():
        raise errors.point_list_day()
    row = PointList(
        point_id=point_id,
        since=since,
        abilities=found.written(),
        why=_reason(why),
    )
    with two_people.writing(row, actor, PointList.objects.filter(point_id=point_id)):
        _record("catalogue.propose_point_list", row, point.code, actor)
    return row.id


def confirm_point_list(*, list_id: UUID, actor: Actor) -> None:
    """Confirm what another wrote: it holds from its day on. Raises NotFound
    `catalogue.no_such_point_list`; Refused `accounts.not_permitted`, `two_people.own`; Conflict
    `two_people.answered`.
    """
    with _answering(list_id, actor) as row:
        two_people.require_second(row, actor)
        row.state = "confirmed"
        _record("catalogue.confirm_point_list", row, row.point.code, actor)


def return_point_list(*, list_id: UUID, why: str, actor: Actor) -> None:
    """Send a list back, or take one's own back, before it holds. Raises as `confirm_point_list`,
    and Invalid `catalogue.point_list_why`.
    """
    with _answering(list_id, actor) as row:
        row.state, row.reason = "returned", _reason(why)
        _record("catalogue.return_point_list", row, row.point.code, actor)


def _answering(list_id: UUID, actor: Actor) -> AbstractContextManager[PointList]:
    return two_people.answering(
        PointList.objects.select_related("point"),
        list_id,
        actor,
        missing=errors.no_such_point_list,
        allow=lambda row: require(
            actor, Permission.CATALOGUE_PUBLISH, Scope(None, row.point.region_id)
        ),
    )


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_WHY:
        raise errors.point_list_why(LONGEST_WHY)
    return text


def _record(action: str, row: PointList, code: str, actor: Actor) -> None:
    record(
        action=action,
        target_type="catalogue.pointlist",
        target_id=row.id,
        actor=actor,
        facts={"code": code, "since": row.since.isoformat()},
    )
