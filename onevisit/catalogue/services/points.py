"""Lists of what service points can do: one officer writes, another confirms."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.errors import points as errors
from onevisit.catalogue.models import PointList
from onevisit.catalogue.queries.points import offer_names
from onevisit.catalogue.rules.points import LONGEST_WHY, read_abilities
from onevisit.directory import queries as directory
from onevisit.kernel import clock


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
    `…_day`; Conflict `catalogue.point_list_waits`.
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
        proposed_by=actor.user_id,
        proposed_by_name=actor.name,
        proposed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record("catalogue.propose_point_list", row, point.code, actor)
    except IntegrityError:
        raise errors.point_list_waits(point.name) from None
    return row.id


@transaction.atomic
def confirm_point_list(*, list_id: UUID, actor: Actor) -> None:
    """Confirm what another wrote: it holds from its day on. Raises NotFound
    `catalogue.no_such_point_list`; Refused `accounts.not_permitted`, `catalogue.own_point_list`;
    Conflict `catalogue.point_list_answered`.
    """
    row, code = _held(list_id, actor)
    if row.proposed_by is not None and row.proposed_by == actor.user_id:
        raise errors.own_point_list()
    _answer(row, "confirmed", "", actor)
    _record("catalogue.confirm_point_list", row, code, actor)


@transaction.atomic
def return_point_list(*, list_id: UUID, why: str, actor: Actor) -> None:
    """Send a list back, or take one's own back, before it holds. Raises as `confirm_point_list`,
    and Invalid `catalogue.point_list_why`.
    """
    row, code = _held(list_id, actor)
    _answer(row, "returned", _reason(why), actor)
    _record("catalogue.return_point_list", row, code, actor)


def _held(list_id: UUID, actor: Actor) -> tuple[PointList, str]:
    row = PointList.objects.select_for_update().filter(id=list_id).first()
    if row is None:
        raise errors.no_such_point_list()
    point = directory.service_point_by_id(row.point_id)
    require(actor, Permission.CATALOGUE_PUBLISH, Scope(None, point.region))
    if row.state != "waiting":
        raise errors.point_list_answered(row.answered_by_name)
    return row, point.code


def _answer(row: PointList, state: str, answer: str, actor: Actor) -> None:
    row.state, row.answer = state, answer
    row.answered_at, row.answered_by = clock.now(), actor.user_id
    row.answered_by_name = actor.name
    row.save(update_fields=["state", "answer", "answered_at", "answered_by", "answered_by_name"])


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
