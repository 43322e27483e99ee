"""Rows of a case as they are kept, in their order: one written-out statement each."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model

from onevisit.cases.models import Application, Case, CaseEvent, CaseMaterial, Opinion, Task
from onevisit.kernel import rows


def _select(model: type[Model], condition: str) -> str:
    table = model._meta.db_table
    return f"SELECT {rows.columns(model)} FROM {table} WHERE {condition}"  # noqa: S608


_EVENTS = _select(CaseEvent, "case_id = ANY(%s) ORDER BY case_id, seq")
_IN_TIME = _select(CaseEvent, "case_id = ANY(%s) ORDER BY effective_at, id")
_TASKS = _select(Task, "case_id = ANY(%s) ORDER BY opened_at, id")
_MATERIALS = _select(CaseMaterial, "case_id = %s ORDER BY id")
_OPINIONS = _select(Opinion, 'case_id = %s ORDER BY "at", id')
_CASES = rows.Joined(Case, "department")


def events_of(case_ids: Iterable[UUID]) -> list[CaseEvent]:
    """What happened to these cases, case by case, in order."""
    return rows.fetch(CaseEvent, _EVENTS, [list(case_ids)])


def events_in_time(case_ids: Iterable[UUID]) -> list[CaseEvent]:
    """The same in the order in which it counted."""
    return rows.fetch(CaseEvent, _IN_TIME, [list(case_ids)])


def tasks_of(case_ids: Iterable[UUID]) -> list[Task]:
    """Their tasks in the order in which they were opened."""
    return rows.fetch(Task, _TASKS, [list(case_ids)])


def materials_of(case_id: UUID) -> list[CaseMaterial]:
    """What a case requires, each with its verdict."""
    return rows.fetch(CaseMaterial, _MATERIALS, [case_id])


def opinions_of(case_id: UUID) -> list[Opinion]:
    """What officers wrote about a case."""
    return rows.fetch(Opinion, _OPINIONS, [case_id])


def cases_of(application: Application) -> list[Case]:
    """The cases of an application with their departments; each knows the application at hand."""
    found: list[Case] = _CASES.fetch("t0.application_id = %s ORDER BY t0.id", [application.id])
    for case in found:
        case.application = application
    return found
