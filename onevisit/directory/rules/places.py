"""What a place is and when it is open, as pure data.

Region codes are 12 digits (GB/T 2260 for province, city, county; then three for the town, three for
the village). Opening hours are local time in Asia/Shanghai.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from onevisit.directory.errors import bad_hours, bad_region_code
from onevisit.kernel.clock import SHANGHAI


class RegionLevel(StrEnum):
    """Levels of the administrative division, country to village."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class PlaceKind(StrEnum):
    """What a service point is."""

    CENTRE = "centre"  # 政务服务中心
    TOWNSHIP = "township"  # 便民服务中心
    VILLAGE = "village"  # 村级便民服务点
    BANK = "bank"  # 银行网点
    KIOSK = "kiosk"  # 自助终端
    GUEST = "guest"  # 外地窗口: the window of another county that takes in for us 跨区域通办


_REGION = re.compile(r"[0-9]{12}", re.ASCII)
_WIDTHS = (
    (RegionLevel.VILLAGE, 12),
    (RegionLevel.TOWN, 9),
    (RegionLevel.COUNTY, 6),
    (RegionLevel.CITY, 4),
    (RegionLevel.PROVINCE, 2),
)


def region_level(code: str) -> RegionLevel:
    """The level a code stands for, read from its trailing zeros. Raises Invalid
    `directory.bad_region_code`.
    """
    if not _REGION.fullmatch(code):
        raise bad_region_code(code)
    return next(
        (level for level, width in _WIDTHS if code[_below(width) : width].strip("0")),
        RegionLevel.COUNTRY,
    )


def region_parent(code: str) -> str | None:
    """The code one level up, None for the country. Raises Invalid `directory.bad_region_code`."""
    level = region_level(code)
    if level is RegionLevel.COUNTRY:
        return None
    width = dict(_WIDTHS)[level]
    return code[: _below(width)].ljust(12, "0")


def _below(width: int) -> int:
    return {12: 9, 9: 6, 6: 4, 4: 2, 2: 0}[width]


@dataclass(frozen=True, slots=True)
class Opening:
    """Open on these ISO weekdays (1 Monday … 7 Sunday) from `opens` to `closes`, local time.

    `on_holidays`: also on public holidays falling on these weekdays (a kiosk, a police desk).
    """

    days: tuple[int, ...]
    opens: time
    closes: time
    on_holidays: bool = False


def parse_hours(raw: Iterable[Mapping[str, object]]) -> tuple[Opening, ...]:
    """Read hours as stored: `{"days": [1,2], "open": "09:00", "close": "17:30", "holidays":
    false}`.

    "24:00" closes at the end of the day. Raises Invalid `directory.bad_hours`.
    """
    return tuple(_parse_opening(each, position) for position, each in enumerate(raw, start=1))


def _parse_opening(raw: Mapping[str, object], position: int) -> Opening:
    days = raw.get("days")
    if not isinstance(days, list) or not days or not all(d in range(1, 8) for d in days):
        raise bad_hours(position)
    try:
        opens, closes = _clock(raw.get("open")), _clock(raw.get("close"))
    except ValueError:
        raise bad_hours(position) from None
    if closes <= opens:
        raise bad_hours(position)
    return Opening(tuple(sorted(set(days))), opens, closes, raw.get("holidays") is True)


def _clock(text: object) -> time:
    if not isinstance(text, str) or not re.fullmatch(r"\d{2}:\d{2}", text, re.ASCII):
        raise ValueError
    return time.max if text == "24:00" else time.fromisoformat(text)


def open_at(hours: Iterable[Opening], at: datetime, *, working_day: bool | None = None) -> bool:
    """Whether a place with these hours is open at the instant `at` (aware).

    `working_day` is the calendar's word on that day: False on a public holiday closes all but what
    is open on holidays; True on a weekend (a make-up day 调休) opens as on a Monday. None: the
    weekday alone decides.
    """
    local = at.astimezone(SHANGHAI)
    day, moment = local.isoweekday(), local.time()
    makeup = working_day is True and day > 5
    return any(
        opening.opens <= moment < opening.closes
        and (day in opening.days or (makeup and 1 in opening.days))
        and (working_day is not False or day > 5 or opening.on_holidays)
        for opening in hours
    )


@dataclass(frozen=True, slots=True)
class RegionDraft:
    """A region to register; its level and parent follow from the code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DepartmentDraft:
    """A department to register; `code` is our short slug, `aliases` the names people use for it."""

    code: str
    name: str
    short_name: str
    region: str
    uscc: str | None = None
    aliases: tuple[str, ...] = ()
    phone: str = ""
    in_centre: bool = False


@dataclass(frozen=True, slots=True)
class ServicePointDraft:
    """A service point to register; `hours` as `parse_hours` reads them."""

    code: str
    name: str
    kind: PlaceKind
    region: str
    address: str
    latitude: float | None = None
    longitude: float | None = None
    hours: tuple[Mapping[str, object], ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True)
class RegionInfo:
    """A region as other rooms see it."""

    code: str
    name: str
    level: RegionLevel
    parent: str | None


@dataclass(frozen=True, slots=True)
class DepartmentInfo:
    """A department as other rooms see it."""

    id: UUID
    code: str
    name: str
    short_name: str
    region: str
    uscc: str | None
    aliases: tuple[str, ...]
    phone: str
    in_centre: bool


@dataclass(frozen=True, slots=True)
class ServicePointInfo:
    """A service point as other rooms see it; degrees in `latitude`, `longitude`."""

    id: UUID
    code: str
    name: str
    kind: PlaceKind
    region: str
    region_name: str
    address: str
    latitude: float | None
    longitude: float | None
    phone: str
    hours: tuple[Opening, ...] = field(default=())
