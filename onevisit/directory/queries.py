"""Reads of the directory: frozen dataclasses, never rows."""

from collections.abc import Iterable
from uuid import UUID

from onevisit.directory.errors import no_such_department, no_such_service_point
from onevisit.directory.models import Department, Region, ServicePoint
from onevisit.directory.rules import (
    DepartmentInfo,
    PlaceKind,
    RegionInfo,
    RegionLevel,
    ServicePointInfo,
    parse_hours,
)
from onevisit.kernel import rows

_DEPARTMENTS = rows.Joined(Department)
_POINTS = rows.Joined(ServicePoint, "region")


def regions(*, within: str | None = None) -> tuple[RegionInfo, ...]:
    """All regions by code, or those whose parent is `within`."""
    found = Region.objects.order_by("code")
    if within is not None:
        found = found.filter(parent_id=within)
    return tuple(RegionInfo(r.code, r.name, RegionLevel(r.level), r.parent_id) for r in found)


def departments(ids: Iterable[UUID] | None = None) -> tuple[DepartmentInfo, ...]:
    """All departments by code, or those with these ids."""
    wanted, params = "true", []
    if ids is not None:
        wanted, params = "t0.id = ANY(%s::uuid[])", [list(ids)]
    found = _DEPARTMENTS.fetch(f"{wanted} ORDER BY t0.code", params)
    return tuple(_department(row) for row in found)


def department_by_id(department_id: UUID) -> DepartmentInfo:
    """Raises NotFound `directory.no_such_department`."""
    row = Department.objects.filter(id=department_id).first()
    if row is None:
        raise no_such_department()
    return _department(row)


def department_by_code(code: str) -> DepartmentInfo:
    """Raises NotFound `directory.no_such_department`."""
    row = Department.objects.filter(code=code).first()
    if row is None:
        raise no_such_department()
    return _department(row)


def department_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Short names by id, for lists."""
    found = Department.objects.filter(id__in=set(ids)).values_list("id", "short_name")
    return dict(found)


def service_points(
    *, region: str | None = None, kind: PlaceKind | None = None
) -> tuple[ServicePointInfo, ...]:
    """All service points by code, or those of one region or kind."""
    found = _POINTS.fetch(
        "t0.region_id = COALESCE(%s, t0.region_id) AND t0.kind = COALESCE(%s, t0.kind)"
        " ORDER BY t0.code",
        [region, kind.value if kind else None],
    )
    return tuple(_point(row) for row in found)


def service_point_by_id(service_point_id: UUID) -> ServicePointInfo:
    """Raises NotFound `directory.no_such_service_point`."""
    row = ServicePoint.objects.select_related("region").filter(id=service_point_id).first()
    if row is None:
        raise no_such_service_point()
    return _point(row)


def service_point_by_code(code: str) -> ServicePointInfo:
    """Raises NotFound `directory.no_such_service_point`."""
    row = ServicePoint.objects.select_related("region").filter(code=code).first()
    if row is None:
        raise no_such_service_point()
    return _point(row)


def _department(row: Department) -> DepartmentInfo:
    return DepartmentInfo(
        id=row.id,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        region=row.region_id,
        uscc=row.uscc,
        aliases=tuple(row.aliases),
        phone=row.phone,
        in_centre=row.in_centre,
    )


def _point(row: ServicePoint) -> ServicePointInfo:
    return ServicePointInfo(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=PlaceKind(row.kind),
        region=row.region_id,
        region_name=row.region.name,
        address=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        phone=row.phone,
        hours=parse_hours(row.hours),
    )
