"""The register of enablers: one kept, or changed, each time with a reason."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.errors import enabler_twice, no_such_enabler, row_moved_on
from onevisit.catalogue.models import Enabler, EnablerChange
from onevisit.catalogue.rules.enablers import EnablerDraft, read_enabler
from onevisit.catalogue.rules.events import EnablerChanged
from onevisit.catalogue.rules.registers import refused
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel import clock, events
from onevisit.kernel.errors import Problem

_KEPT = ("code", "name", "name_en", "once", "yearly", "planned_by")


@transaction.atomic
def save_enabler(
    *,
    cells: Mapping[str, str],
    regions: Sequence[str] = (),
    enabler_id: UUID | None = None,
    seen: int = 0,
    actor: Actor,
) -> UUID:
    """Register an enabler, or change `enabler_id` if it is still at revision `seen`; its id.

    `cells` as `read_enabler` takes them, `why` among them; `regions` are codes. A form that changes
    nothing leaves no trace. Raises Invalid `catalogue.register_refused` (with `problems` by field),
    NotFound `catalogue.no_such_enabler`, Conflict `catalogue.row_moved_on`,
    `catalogue.enabler_twice`, Refused `accounts.not_permitted`.
    """
    draft = read_enabler(cells, regions)
    office = _office(draft)
    require(actor, Permission.ENABLERS_KEEP, Scope(office.id, office.region))
    row = Enabler() if enabler_id is None else _held(enabler_id, seen, actor)
    if enabler_id is not None and _says(row, draft, office):
        return row.id
    if row.state != draft.state.value:
        row.since = clock.today()
    for name in _KEPT:
        setattr(row, name, getattr(draft, name))
    row.kind, row.state = draft.kind.value, draft.state.value
    row.department_id = office.id
    row.revision = 1 if enabler_id is None else row.revision + 1
    row.changed_at, row.changed_by_name = clock.now(), (actor.name or "system")[:100]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as wrong:
        raise enabler_twice(draft.code) from wrong
    row.regions.set(draft.regions)
    _put_down(row, draft, actor)
    return row.id


def _put_down(row: Enabler, draft: EnablerDraft, actor: Actor) -> None:
    EnablerChange.objects.create(
        enabler=row,
        at=row.changed_at,
        by=actor.user_id,
        by_name=row.changed_by_name,
        state=row.state,
        planned_by=row.planned_by,
        once=row.once,
        yearly=row.yearly,
        why=draft.why,
    )
    record(
        action="catalogue.save_enabler",
        target_type="catalogue.enabler",
        target_id=row.id,
        actor=actor,
        facts={"code": row.code, "version": row.revision, "state": row.state},
        department_id=row.department_id,
    )
    events.publish(EnablerChanged(row.code))


def _office(draft: EnablerDraft) -> DepartmentInfo:
    offices = {each.code: each for each in directory.departments()}
    known = {each.code for each in directory.regions()}
    problems = [
        Problem("regions", "catalogue.cell_unknown", {"found": each[:40]})
        for each in draft.regions
        if each not in known
    ]
    office = offices.get(draft.department)
    if office is None:
        found = {"found": draft.department[:40]}
        problems.append(Problem("department", "catalogue.cell_unknown", found))
    if problems or office is None:
        raise refused(problems)
    return office


def _held(enabler_id: UUID, seen: int, actor: Actor) -> Enabler:
    row = (
        Enabler.objects.select_for_update(of=("self",))
        .select_related("department")
        .filter(id=enabler_id)
        .first()
    )
    if row is None:
        raise no_such_enabler()
    held = directory.department_by_id(row.department_id)
    require(actor, Permission.ENABLERS_KEEP, Scope(held.id, held.region))
    if row.revision != seen:
        raise row_moved_on(row.changed_by_name)
    return row


def _says(row: Enabler, draft: EnablerDraft, office: DepartmentInfo) -> bool:
    same = all(getattr(row, name) == getattr(draft, name) for name in _KEPT)
    kept = (row.kind, row.state, row.department_id)
    regions = tuple(row.regions.order_by("code").values_list("code", flat=True))
    return (
        same
        and kept == (draft.kind.value, draft.state.value, office.id)
        and (regions == draft.regions)
    )
