"""The codes of the catalogue: 基本编码 (12), 实施编码 (31), 业务办理项 (33), case numbers (43).

Besides the national forms there is a dashed one, as a south-western province writes it; seen
in real data, each dashed part with the characters it had:

* ``511A0138000000-511602000000-000-<organisation>-1-00``: local code of 12 or 14 characters
  (region 2, type 2, then 3+… digits), region 12, serial 3, organisation, number, variant;
* ``G-000007-001-511602000000-000-<organisation>-1-00``: the local code itself is three parts;
* ``1J-5100-00027-511602000000-000-<organisation>-1-00``: likewise, naming a province;
* ``E-000004-001-<organisation>``: nothing but the local code and the organisation.

The organisation is a credit code, or what people typed for one: 17 characters, an old
organisation code of 9 (with its own dash or without), a dummy of equal digits. Such codes are
taken with a warning, never refused.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from onevisit.kernel.errors import Invalid
from onevisit.kernel.uscc import Uscc

CATALOGUE_LENGTH = 12
ITEM_LENGTH = 31
MOST_CASES_A_DAY = 9999

_CATALOGUE = re.compile(r"[0-9]{2}[0-9A-Z]{10}")
_NATIONAL = re.compile(r"([0-9A-Z]{18})([0-9A-Z])([0-9A-Z]{12})([0-9A-Z]{2})?")
_ORGANISATION = r"[0-9A-Z]{1,18}(?:-[0-9X])?"
_TAIL = rf"(?P<region>[0-9]{{12}})-(?P<serial>[0-9]{{3}})-(?P<org>{_ORGANISATION})"
_END = r"-(?P<number>[0-9])-(?P<variant>[0-9]{2})"
_WHOLE = re.compile(rf"(?P<local>[0-9]{{2}}[0-9A-Z]{{10}}(?:[0-9A-Z]{{2}})?)-{_TAIL}{_END}")
_PARTED = re.compile(rf"(?P<local>[0-9A-Z]{{1,2}}-[0-9]{{4,6}}-[0-9]{{3,5}})-{_TAIL}{_END}")
_SHORT = re.compile(rf"(?P<local>[A-Z]-[0-9]{{4,6}}-[0-9]{{3,5}})-(?P<org>{_ORGANISATION})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣", "-"))


class SourceForm(StrEnum):
    """Which way of writing an item code came in."""

    NATIONAL_31 = "national_31"
    NATIONAL_33 = "national_33"
    DASHED = "dashed"
    DASHED_PARTED = "dashed_parted"
    DASHED_SHORT = "dashed_short"


@dataclass(frozen=True)
class CatalogueCode:
    """基本编码: region 2 (00 is the nation), type 2, department 2, main item 3, sub item 3.

    Local ones hold letters anywhere but in the region.
    """

    code: str

    @classmethod
    def parse(cls, text: str) -> "CatalogueCode":
        """Raises Invalid ``codes.catalogue_code_length`` or ``codes.catalogue_code_characters``."""
        code = _one_form(text)
        if len(code) != CATALOGUE_LENGTH:
            raise Invalid("codes.catalogue_code_length", length=len(code))
        if not _CATALOGUE.fullmatch(code):
            raise Invalid("codes.catalogue_code_characters")
        return cls(code)

    @property
    def region(self) -> str:
        return self.code[:2]

    @property
    def is_national(self) -> bool:
        return self.region == "00"

    @property
    def type_code(self) -> str:
        """The source's own type number; numbers differ between provinces."""
        return self.code[2:4]

    @property
    def department(self) -> str:
        return self.code[4:6]

    @property
    def main(self) -> str:
        return self.code[6:9]

    @property
    def sub(self) -> str:
        return self.code[9:12]

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class ItemCode:
    """An implementation code in its parts.

    ``source_form``      which way of writing it came in
    ``text``             the code in its one form (upper case, plain dashes)
    ``department_code``  the organisation as written (18 characters if it is a credit code)
    ``uscc``             the same as a credit code, if it has the form of one
    ``level``            the digit of 国省市县镇村, national forms only
    ``catalogue``        the 12-character catalogue code, if the source has one
    ``local_code``       a dashed source's own catalogue code
    ``type_code``        the source's own type number or letter
    ``variant``          业务办理项, or None
    ``region``           12 digits, dashed forms only
    ``tail``             parts of a dashed code whose meaning isn't published (serial, number)
    ``warnings``         codes of what looks wrong but doesn't refuse the item
    """

    source_form: SourceForm
    text: str
    department_code: str
    uscc: Uscc | None
    level: str | None = None
    catalogue: CatalogueCode | None = None
    local_code: str | None = None
    type_code: str | None = None
    variant: str | None = None
    region: str | None = None
    tail: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "ItemCode":
        """Read any of the forms. Raises Invalid ``codes.item_code_form``.

        Warnings: ``codes.uscc_checksum``, ``codes.uscc_length``, ``codes.uscc_characters``,
        ``codes.item_code_lower_case``, ``codes.item_code_level``, ``codes.item_code_no_region``.
        """
        code = _one_form(text)
        lower = code != unicodedata.normalize("NFKC", text).strip().translate(_DASHES)
        found = _national(code) or _dashed(code)
        if found is None:
            raise Invalid("codes.item_code_form", length=len(code))
        if lower:
            return _warned(found, "codes.item_code_lower_case")
        return found

    @property
    def item(self) -> str:
        """The code of the item itself: without the variant, in its one form."""
        if self.source_form is SourceForm.NATIONAL_33:
            return self.text[:ITEM_LENGTH]
        return self.text

    def __str__(self) -> str:
        return self.text


def case_number(item_code31: str, day: date, n: int) -> str:
    """办件编号, 43 characters: item code 31, day yyyymmdd, ``n``-th case of that day in 4.

    After 9999 the first digit becomes a letter (A000 follows 9999), so that no application is
    turned away for want of a number. Raises Invalid if the item code isn't one of 31
    characters or even the letters are used up.
    """
    code = _one_form(item_code31)
    if len(code) != ITEM_LENGTH or not _NATIONAL.fullmatch(code):
        raise Invalid("codes.item_code_form", length=len(code))
    if not 1 <= n < MOST_CASES_A_DAY + 1 + 26 * 1000:
        raise Invalid("codes.case_number_exhausted", number=n)
    letter, rest = divmod(n - MOST_CASES_A_DAY - 1, 1000)
    serial = f"{n:04d}" if n <= MOST_CASES_A_DAY else f"{chr(ord('A') + letter)}{rest:03d}"
    return f"{code}{day:%Y%m%d}{serial}"


def _one_form(text: str) -> str:
    """Half-width, upper case, plain dashes, no blanks around."""
    return unicodedata.normalize("NFKC", text).strip().translate(_DASHES).upper()


def _national(code: str) -> ItemCode | None:
    found = _NATIONAL.fullmatch(code)
    if found is None or not _CATALOGUE.fullmatch(found[3]):
        return None
    catalogue = CatalogueCode(found[3])
    uscc, warnings = _organisation(found[1])
    if found[2] not in "123456":
        warnings = (*warnings, "codes.item_code_level")
    return ItemCode(
        source_form=SourceForm.NATIONAL_33 if found[4] else SourceForm.NATIONAL_31,
        text=code,
        department_code=found[1],
        uscc=uscc,
        level=found[2],
        catalogue=catalogue,
        type_code=catalogue.type_code,
        variant=found[4],
        warnings=warnings,
    )


def _dashed(code: str) -> ItemCode | None:
    if found := _WHOLE.fullmatch(code):
        local = found["local"]
        catalogue = CatalogueCode(local) if len(local) == CATALOGUE_LENGTH else None
        return _from_dashed(SourceForm.DASHED, code, found, catalogue, local[2:4])
    if found := _PARTED.fullmatch(code):
        return _from_dashed(
            SourceForm.DASHED_PARTED, code, found, None, found["local"].split("-")[0]
        )
    if found := _SHORT.fullmatch(code):
        uscc, warnings = _organisation(found["org"])
        return ItemCode(
            source_form=SourceForm.DASHED_SHORT,
            text=code,
            department_code=found["org"],
            uscc=uscc,
            local_code=found["local"],
            type_code=found["local"][0],
            warnings=(*warnings, "codes.item_code_no_region"),
        )
    return None


def _from_dashed(
    form: SourceForm,
    code: str,
    found: re.Match[str],
    catalogue: CatalogueCode | None,
    type_code: str,
) -> ItemCode:
    uscc, warnings = _organisation(found["org"])
    return ItemCode(
        source_form=form,
        text=code,
        department_code=found["org"],
        uscc=uscc,
        catalogue=catalogue,
        local_code=found["local"],
        type_code=type_code,
        variant=None if found["variant"] == "00" else found["variant"],
        region=found["region"],
        tail=(found["serial"], found["number"]),
        warnings=warnings,
    )


def _organisation(written: str) -> tuple[Uscc | None, tuple[str, ...]]:
    """The credit code if it has the form of one, and what to warn of."""
    try:
        uscc = Uscc.parse(written)
    except Invalid as error:
        return None, (error.code,)
    return uscc, () if uscc.checksum_ok else ("codes.uscc_checksum",)


def _warned(code: ItemCode, warning: str) -> ItemCode:
    return replace(code, warnings=(*code.warnings, warning))
