"""What a place is, when it is open and how far away: pure data."""

from onevisit.directory.rules.opening import OpenState, open_state
from onevisit.directory.rules.places import (
    DepartmentDraft,
    DepartmentInfo,
    Opening,
    PlaceKind,
    RegionDraft,
    RegionInfo,
    RegionLevel,
    ServicePointDraft,
    ServicePointInfo,
    open_at,
    parse_hours,
    region_level,
    region_parent,
)

__all__ = [
    "DepartmentDraft",
    "DepartmentInfo",
    "OpenState",
    "Opening",
    "PlaceKind",
    "RegionDraft",
    "RegionInfo",
    "RegionLevel",
    "ServicePointDraft",
    "ServicePointInfo",
    "open_at",
    "open_state",
    "parse_hours",
    "region_level",
    "region_parent",
]
