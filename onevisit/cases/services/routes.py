"""The list of what is passed upward, and of what is handed over to whoever regulates it."""

from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.cases.errors.routes import bad_route, no_such_route, route_stands
from onevisit.cases.models import Route
from onevisit.cases.rules.routes import RouteDraft
from onevisit.directory import queries as directory
from onevisit.kernel import clock


def set_route(*, draft: RouteDraft, office: str, to: str, actor: Actor) -> UUID:
    """From `office` to another department, both by their codes. Returns the id.

    Raises Refused `accounts.not_permitted`, Invalid `cases.bad_route`, NotFound
    `directory.no_such_department`, Conflict `cases.route_stands`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    checked = draft.checked()
    here, there = directory.department_by_code(office), directory.department_by_code(to)
    if here.id == there.id:
        raise bad_route()
    try:
        with transaction.atomic():
            row = Route.objects.create(
                kind=checked.kind,
                code=checked.code.strip(),
                department_id=here.id,
                to_department_id=there.id,
                days=checked.days,
                basis=checked.basis.strip(),
                since=checked.since,
            )
            _record("cases.set_route", row, actor)
    except IntegrityError:
        raise route_stands() from None
    return row.id


def end_route(*, route_id: UUID, actor: Actor) -> None:
    """From tomorrow on it holds no more; what went over it stays where it is.

    Raises Refused `accounts.not_permitted`, NotFound `cases.no_such_route`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    with transaction.atomic():
        row = Route.objects.select_for_update().filter(id=route_id, until=None).first()
        if row is None:
            raise no_such_route()
        row.until = max(clock.today(), row.since)
        row.save(update_fields=["until"])
        _record("cases.end_route", row, actor)


def _record(action: str, row: Route, actor: Actor) -> None:
    audit.record(
        action=action,
        target_type="cases.route",
        target_id=row.id,
        actor=actor,
        facts={"kind": str(row.kind), "code": row.code},
        department_id=row.department_id,
    )
