"""Regions, departments and service points for tests, made through the services."""

from itertools import count

from onevisit.accounts.rules import SYSTEM
from onevisit.directory import queries, services
from onevisit.directory.rules import (
    DepartmentDraft,
    DepartmentInfo,
    PlaceKind,
    RegionDraft,
    RegionInfo,
    ServicePointDraft,
    ServicePointInfo,
)

COUNTY = "339921000000"
WEEKDAYS = {"days": [1, 2, 3, 4, 5], "open": "09:00", "close": "17:30"}

_numbers = count(1)


def make_region(code: str = COUNTY, name: str = "安澜县") -> RegionInfo:
    """A region; the demonstration county unless another is named."""
    services.register_regions([RegionDraft(code, name)], actor=SYSTEM)
    return next(region for region in queries.regions() if region.code == code)


def make_department(
    code: str = "", name: str = "", *, region: str = COUNTY, **more: object
) -> DepartmentInfo:
    """A department of the county; a fresh one unless a code is given."""
    make_region(region)
    number = next(_numbers)
    code = code or f"dept-{number}"
    name = name or f"第{number}局"
    draft = DepartmentDraft(code, name, more.pop("short_name", name), region, **more)  # type: ignore[arg-type]
    services.register_department(draft, actor=SYSTEM)
    return queries.department_by_code(code)


def make_service_point(
    code: str = "", name: str = "", *, kind: PlaceKind = PlaceKind.CENTRE, region: str = COUNTY
) -> ServicePointInfo:
    """A service point open on weekdays from 9:00 to 17:30."""
    make_region(region)
    number = next(_numbers)
    code = code or f"place-{number}"
    draft = ServicePointDraft(
        code,
        name or f"第{number}网点",
        kind,
        region,
        "安澜县清溪路 1 号",
        30.1,
        120.2,
        (WEEKDAYS,),
        "0570-12345",
    )
    services.register_service_point(draft, actor=SYSTEM)
    return queries.service_point_by_code(code)
