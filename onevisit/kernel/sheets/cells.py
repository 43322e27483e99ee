"""What a cell of a workbook holds, as text: dates as dates, numbers without their rounding."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from xml.etree import ElementTree

from onevisit.kernel.sheets.reading import local_name, text_of, unescaped

_DAYS_BUILT_IN: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_OF_A_DATE = re.compile("[ymdhs]", re.IGNORECASE)
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - days of a sheet have no zone
_EXACT: Final = 15
"""So many digits of a number a spreadsheet keeps; the rest it makes up."""
_LAST_DAY: Final = 2_958_465  # 9999-12-31


@dataclass(frozen=True, slots=True)
class Formats:
    """Which styles of cells show a number as a date."""

    dates: frozenset[int] = frozenset()

    @classmethod
    def of(cls, styles: bytes) -> "Formats":
        """As xl/styles.xml says; nothing where there is none."""
        if not styles:
            return cls()
        own: dict[str, str] = {}
        used: list[str] = []
        for node in ElementTree.fromstring(styles).iter():
            name = local_name(node.tag)
            if name == "numFmt":
                own[node.get("numFmtId") or ""] = node.get("formatCode") or ""
            elif name == "cellXfs":
                used = [each.get("numFmtId") or "0" for each in node]
        return cls(frozenset(at for at, each in enumerate(used) if _is_date(each, own)))


def _is_date(number: str, own: dict[str, str]) -> bool:
    if number in own:
        return bool(_OF_A_DATE.search(_QUOTED.sub("", own[number])))
    return number.isdigit() and int(number) in _DAYS_BUILT_IN


def value_of(node: ElementTree.Element, shared: list[str], formats: Formats) -> str | None:
    """The cell's text; None where it holds something that cannot be trusted."""
    kind = node.get("t", "n")
    if kind == "inlineStr":
        return unescaped(text_of(node))
    inner = {local_name(each.tag): each.text or "" for each in node}
    held = inner.get("v", "")
    if kind == "e" or ("f" in inner and not held and kind != "str"):
        return None
    match kind:
        case "s":
            return unescaped(shared[int(held)]) if held else ""
        case "b":
            return "是" if held == "1" else "否"
        case "n":
            return _number(held, dated=int(node.get("s") or 0) in formats.dates)
        case _:
            return unescaped(held)


def _number(held: str, *, dated: bool) -> str | None:
    if not held:
        return ""
    number = float(held)
    if dated and 0 <= number <= _LAST_DAY:
        return _day(number)
    if abs(number) >= 10**_EXACT:
        return None
    return f"{number:.15g}" if "." in held or "E" in held.upper() else held


def _day(number: float) -> str:
    at = _FIRST_DAY + timedelta(seconds=round(number * 86400))
    if number < 1:
        return f"{at:%H:%M}"
    return f"{at:%Y-%m-%d}" if number == int(number) else f"{at:%Y-%m-%d %H:%M}"
