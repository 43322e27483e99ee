"""Reading single values of a row; what cannot be used raises Invalid with `field` set."""

import re
import unicodedata
from collections.abc import Mapping

from onevisit.catalogue.rules.checks.shape import MOST_DAYS
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.errors import Invalid

ABSENT = frozenset({"", "无", "null", "none", "-", "—", "/", "暂无"})
LONGEST_TEXT = 20_000
MOST_IN_A_LIST = 500

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffd]")
_UNITS = {
    "工作日": DayUnit.WORKING,
    "个工作日": DayUnit.WORKING,
    "自然日": DayUnit.NATURAL,
    "个自然日": DayUnit.NATURAL,
    "日": DayUnit.NATURAL,
    "天": DayUnit.NATURAL,
}
_UNIT_NAMES = "|".join(_UNITS)
_DAYS = re.compile(
    rf"([+-]?[0-9]{{1,30}})(?:\.0+)? *(?:[(]([^()]{{1,10}})[)]|({_UNIT_NAMES}))?", re.ASCII
)


class Cells:
    """The values of one row. Field names are matched in lower case and told as in the source."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def text(self, field: str, *, longest: int = LONGEST_TEXT, required: bool = False) -> str:
        """The value as text without blanks around, empty for 无 and null.

        Raises Invalid `catalogue.row_missing_field`, `…row_not_text`, `…row_too_long`,
        `…row_control_characters`.
        """
        value = self._values.get(field.lower())
        if value is None:
            found = ""
        elif isinstance(value, bool) or not isinstance(value, (str, int)):
            raise Invalid("catalogue.row_not_text", field=field)
        else:
            found = _clean(str(value), field, longest)
        if found.lower() in ABSENT:
            found = ""
        if required and not found:
            raise Invalid("catalogue.row_missing_field", field=field)
        return found

    def texts(self, field: str, *, longest: int = 500) -> tuple[str, ...]:
        """A list of texts, without those that are absent. Raises Invalid as `text`, and
        `catalogue.row_not_a_list`, `catalogue.row_too_many`.
        """
        value = self._values.get(field.lower())
        if value is None or isinstance(value, str):
            alone = self.text(field, longest=longest)
            return (alone,) if alone else ()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise Invalid("catalogue.row_not_a_list", field=field)
        if len(value) > MOST_IN_A_LIST:
            raise Invalid("catalogue.row_too_many", field=field, most=MOST_IN_A_LIST)
        cleaned = (_clean(str(each), field, longest) for each in value)
        return tuple(each for each in cleaned if each.lower() not in ABSENT)

    def days(self, field: str) -> tuple[int, DayUnit] | None:
        """A limit like `30(工作日)`; None where the source has none.

        Raises Invalid `catalogue.row_bad_limit` for what is no limit, is negative or absurd.
        """
        found = unicodedata.normalize("NFKC", self.text(field, longest=100))
        if not found:
            return None
        match = _DAYS.fullmatch(found)
        unit = _UNITS.get(match[2] or match[3] or "工作日") if match else None
        if match is None or unit is None or not 0 <= int(match[1]) <= MOST_DAYS:
            raise Invalid("catalogue.row_bad_limit", field=field, found=found[:40], most=MOST_DAYS)
        return int(match[1]), unit

    def count(self, field: str, most: int) -> int | None:
        """A small whole number, None where absent. Raises Invalid `catalogue.row_bad_number`."""
        found = self.text(field, longest=100)
        if not found:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", found, re.ASCII) or int(found) > most:
            raise Invalid("catalogue.row_bad_number", field=field, found=found[:40], most=most)
        return int(found)

    def flag(self, field: str) -> bool | None:
        """是/否 in the ways sources write it; None for anything else."""
        found = self.text(field, longest=100)
        if found in ("是", "1", "支持", "true"):
            return True
        return False if found in ("否", "0", "不支持", "false") else None


def _clean(value: str, field: str, longest: int) -> str:
    found = value.strip().strip("\ufeff\u200b").strip()
    if len(found) > longest:
        raise Invalid("catalogue.row_too_long", field=field, length=len(found), most=longest)
    if _CONTROL.search(found.replace("\r\n", "\n").replace("\r", "\n")):
        raise Invalid("catalogue.row_control_characters", field=field)
    return found.replace("\r\n", "\n").replace("\r", "\n")


def phrases(written: str) -> tuple[str, ...]:
    """Everyday names as a source lists them, with any mark between, each once."""
    found = (" ".join(each.split()) for each in re.split(r"[,，、;；\n]+", written))
    fitting = (each for each in found if len(each) <= 100 and any(c.isalnum() for c in each))
    return tuple(dict.fromkeys(each for each in fitting if each not in ABSENT))
