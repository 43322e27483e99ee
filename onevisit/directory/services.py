"""Writes of the directory: register by code, in bulk; doing it again changes only what differs."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from onevisit.audit.rules import Act, Doer
from onevisit.audit.services import record_many
from onevisit.directory.errors import system_only, unknown_region
from onevisit.directory.models import Department, Region, ServicePoint
from onevisit.directory.rules import (
    DepartmentDraft,
    RegionDraft,
    ServicePointDraft,
    parse_hours,
    region_level,
    region_parent,
)
from onevisit.directory.rules.book import Places

M = TypeVar("M", Region, Department, ServicePoint)
Values = dict[str, object]


@transaction.atomic
def register_regions(drafts: Iterable[RegionDraft], *, actor: Doer) -> None:
    """Register regions; each hangs under the nearest one above it that is known.

    Raises Invalid `directory.bad_region_code`.
    """
    _require_system(actor)
    ordered = sorted(drafts, key=lambda draft: draft.code)
    levels = {draft.code: region_level(draft.code) for draft in ordered}
    known = set(Region.objects.values_list("code", flat=True)) | levels.keys()
    wanted: dict[str, Values] = {
        draft.code: {
            "name": draft.name,
            "level": levels[draft.code].value,
            "parent_id": _nearest(region_parent(draft.code), known),
        }
        for draft in ordered
    }
    _save(Region, wanted, actor)


@transaction.atomic
def register_departments(drafts: Iterable[DepartmentDraft], *, actor: Doer) -> dict[str, UUID]:
    """Register departments and tell the id of each code. Raises Invalid
    `directory.unknown_region`.
    """
    _require_system(actor)
    listed = list(drafts)
    _require_regions(draft.region for draft in listed)
    wanted: dict[str, Values] = {
        draft.code: {
            "name": draft.name,
            "short_name": draft.short_name,
            "uscc": draft.uscc,
            "region_id": draft.region,
            "aliases": list(draft.aliases),
            "phone": draft.phone,
            "in_centre": draft.in_centre,
        }
        for draft in listed
    }
    _save(Department, wanted, actor)
    return dict(Department.objects.filter(code__in=wanted).values_list("code", "id"))


@transaction.atomic
def register_service_points(drafts: Iterable[ServicePointDraft], *, actor: Doer) -> dict[str, UUID]:
    """Register service points and tell the id of each code.

    Raises Invalid `directory.unknown_region` or `directory.bad_hours`.
    """
    _require_system(actor)
    listed = list(drafts)
    _require_regions(draft.region for draft in listed)
    wanted: dict[str, Values] = {}
    for draft in listed:
        parse_hours(draft.hours)
        wanted[draft.code] = {
            "name": draft.name,
            "kind": draft.kind.value,
            "region_id": draft.region,
            "address": draft.address,
            "latitude": draft.latitude,
            "longitude": draft.longitude,
            "hours": [dict(each) for each in draft.hours],
            "phone": draft.phone,
        }
    _save(ServicePoint, wanted, actor)
    return dict(ServicePoint.objects.filter(code__in=wanted).values_list("code", "id"))


@transaction.atomic
def register_places(places: Places, *, actor: Doer) -> None:
    """Register all of a workbook that was read without problems, or nothing. Raises as the
    functions above.
    """
    if places.regions:
        register_regions(places.regions, actor=actor)
    if places.departments:
        register_departments(places.departments, actor=actor)
    if places.points:
        register_service_points(places.points, actor=actor)


def register_department(draft: DepartmentDraft, *, actor: Doer) -> UUID:
    """Register one department; see `register_departments`."""
    return register_departments([draft], actor=actor)[draft.code]


def register_service_point(draft: ServicePointDraft, *, actor: Doer) -> UUID:
    """Register one service point; see `register_service_points`."""
    return register_service_points([draft], actor=actor)[draft.code]


def _require_system(actor: Doer) -> None:
    if not actor.is_system:
        raise system_only()


def _require_regions(codes: Iterable[str]) -> None:
    wanted = set(codes)
    missing = wanted - set(Region.objects.filter(code__in=wanted).values_list("code", flat=True))
    if missing:
        raise unknown_region(min(missing))


def _nearest(code: str | None, known: set[str]) -> str | None:
    while code is not None and code not in known:
        code = region_parent(code)
    return code


def _save(model: type[M], wanted: dict[str, Values], actor: Doer) -> None:
    """Create what is new and update what differs, with an audit entry for each."""
    manager = model._default_manager
    held = {row.code: row for row in manager.select_for_update().filter(code__in=wanted)}
    new: list[M] = [
        model(code=code, **values) for code, values in wanted.items() if code not in held
    ]
    changed: list[M] = []
    for code, row in held.items():
        differing = {k: v for k, v in wanted[code].items() if getattr(row, k) != v}
        for name, value in differing.items():
            setattr(row, name, value)
        if differing:
            changed.append(row)
    manager.bulk_create(new)
    if changed:
        manager.bulk_update(changed, _field_names(wanted))
    record_many((*_acts("register", model, new), *_acts("change", model, changed)), actor=actor)


def _field_names(wanted: dict[str, Values]) -> list[str]:
    return [name.removesuffix("_id") for name in next(iter(wanted.values()))]


def _acts(verb: str, model: type[M], rows: Sequence[M]) -> list[Act]:
    kind = f"directory.{model._meta.model_name}"
    return [Act(f"directory.{verb}", kind, str(row.pk)) for row in rows]
