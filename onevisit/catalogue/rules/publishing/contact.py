"""Where, when and whom to call: precise enough that nobody comes in vain."""

import re
import unicodedata
from collections.abc import Iterator

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.publishing.model import Hit, Items, Kind, Rule, Severity, Subject

Either = ItemDefinition | BundleDefinition

_NUMBER = re.compile(r"[0-9](?:[0-9-]{3,28})[0-9]", re.ASCII)
_GROUPS = re.compile(r"(?<![0-9])([0-9]{4}) ([0-9]{4})(?![0-9])", re.ASCII)
_COUNTRY = re.compile(r"[(][+]?86[ -]?0?([1-9][0-9]{1,2})[)][ -]*(?=[0-9])", re.ASCII)
_AREA = re.compile(r"[(](0[0-9]{2,3})[)][ -]*(?=[0-9])|\b(0[0-9]{2,3})[ -]+(?=[0-9])", re.ASCII)
_HOTLINE = "12345"
_HOURS = re.compile(
    r"工作日|周[一二三四五六日天]|星期|礼拜|双休|节假日|每[天日]|全天|24\s*小时|全年|随时"
)
_NO_WINDOW = re.compile(
    r"无线下|[无没][有设]?(?:实体)?窗口|不设(?:线下)?窗口|(?:只在|在)?网上办理$|全程网办"
)
_WINDOW = re.compile(r"窗|柜台|办公室|[0-9A-Za-z]\s*号?(?:室|房)|接待室|服务台")
_ANYWHERE = re.compile(r"所在地|各(?:县|区|市|地|镇|乡|级|受理)|就近|任何一个.{0,4}窗口$")


def numbers(written: str) -> tuple[str, ...]:
    """The phone numbers in a text, as digits, in order."""
    plain = unicodedata.normalize("NFKC", written).replace("—", "-")
    plain = _AREA.sub(r"\1\2-", _COUNTRY.sub(r"0\1-", plain))
    found = (each[0].replace("-", "") for each in _NUMBER.finditer(_GROUPS.sub(r"\1\2", plain)))
    return tuple(each for each in found if len(each) >= 5)


def _lacks_area(number: str) -> bool:
    """Seven or eight digits alone; short service numbers, mobiles and 400 numbers need none."""
    return 7 <= len(number) <= 8 and not number.startswith("0")


def _consult_missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if not one.texts.consult_phone.strip():
        yield Hit("/texts/consult_phone")


def _complaint_missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if not one.texts.complaint_phone.strip():
        yield Hit("/texts/complaint_phone")


def _phones(one: Either) -> Iterator[tuple[str, str]]:
    for name in ("consult_phone", "complaint_phone"):
        written = getattr(one.texts, name)
        if written.strip():
            yield f"/texts/{name}", written


def _phone_unreadable(one: Either, _: Items | None = None) -> Iterator[Hit]:
    for place, written in _phones(one):
        if not numbers(written):
            yield Hit(place, written[:80])


def _area_missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    for place, written in _phones(one):
        bare = [number for number in numbers(written) if _lacks_area(number)]
        if bare:
            yield Hit(place, "、".join(bare[:3]))


def _phones_same(one: Either, _: Items | None = None) -> Iterator[Hit]:
    """Who complains must not reach the desk complained about; 12345 may serve both."""
    complaint = numbers(one.texts.complaint_phone)
    both = [each for each in numbers(one.texts.consult_phone) if each in complaint]
    if own := [each for each in both if not each.endswith(_HOTLINE)]:
        yield Hit("/texts/complaint_phone", own[0])


def _hours_missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if not one.texts.hours.strip() and not _NO_WINDOW.search(one.texts.location):
        yield Hit("/texts/hours")


def _hours_without_days(one: Either, _: Items | None = None) -> Iterator[Hit]:
    written = unicodedata.normalize("NFKC", one.texts.hours)
    if written.strip() and not _HOURS.search(written):
        yield Hit("/texts/hours", one.texts.hours[:80])


def _location_missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if not one.texts.location.strip():
        yield Hit("/texts/location")


def _location_imprecise(one: Either, _: Items | None = None) -> Iterator[Hit]:
    written = unicodedata.normalize("NFKC", one.texts.location).strip()
    if not written or _NO_WINDOW.search(written):
        return
    if not _WINDOW.search(_ANYWHERE.sub("", written)) or _vague(written):
        yield Hit("/texts/location", one.texts.location[:80])


def _vague(written: str) -> bool:
    """Only "wherever you are", with no street and no number."""
    return bool(_ANYWHERE.search(written)) and not re.search(r"路|街|巷|道|[0-9]", written)


def _no_window_with_visits(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if (one.declared_visits or 0) > 0 and _NO_WINDOW.search(one.texts.location):
        yield Hit("/texts/location", one.texts.location[:80])


_BLOCK = (Subject.CONTACT, Severity.BLOCK, Kind.WRONG)
_SILENT = (Subject.CONTACT, Severity.BLOCK, Kind.MISSING)
_WARN = (Subject.CONTACT, Severity.WARN, Kind.WRONG)
_ABSENT = (Subject.CONTACT, Severity.WARN, Kind.MISSING)
RULES = (
    Rule("consult_phone_missing", *_SILENT, _consult_missing, _consult_missing),
    Rule("complaint_phone_missing", *_SILENT, _complaint_missing, _complaint_missing),
    Rule("phone_unreadable", *_BLOCK, _phone_unreadable, _phone_unreadable),
    Rule("area_code_missing", *_BLOCK, _area_missing, _area_missing),
    Rule("phones_same", *_BLOCK, _phones_same, _phones_same),
    Rule("hours_missing", *_ABSENT, _hours_missing, _hours_missing),
    Rule("hours_without_days", *_BLOCK, _hours_without_days, _hours_without_days),
    Rule("location_missing", *_ABSENT, _location_missing, _location_missing),
    Rule("location_imprecise", *_WARN, _location_imprecise, _location_imprecise),
    Rule("no_window_with_visits", *_BLOCK, _no_window_with_visits, _no_window_with_visits),
)
