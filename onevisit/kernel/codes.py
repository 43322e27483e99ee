"""The numbers people, organisations, items and cases go by.

Aligned with GB 11643 (resident ID), GB 32100 (unified social credit code), GB 11714
(organisation code) and ISO 7064 MOD 37,36. ``item_codes`` holds the codes of the catalogue.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onevisit.kernel.errors import Invalid
from onevisit.kernel.item_codes import (
    CatalogueCode,
    ItemCode,
    SourceForm,
    case_number,
)
from onevisit.kernel.masks import mask_id, mask_phone
from onevisit.kernel.uscc import Uscc, make_uscc

__all__ = [
    "CatalogueCode",
    "ItemCode",
    "MobileNumber",
    "ResidentId",
    "Sex",
    "SourceForm",
    "Uscc",
    "case_number",
    "iso7064_mod37_36",
    "make_resident_id",
    "make_uscc",
]

_ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
_OLD_ID_FORM = re.compile(r"[0-9]{15}")
_CENTENARIANS = ("996", "997", "998", "999")
"""Serials of fifteen-digit numbers that were kept for people of a hundred years and more."""
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_MOBILE_FORM = re.compile(r"1[3-9][0-9]{9}")
_RESIDENCE_PERMITS = ("81", "82", "83")


class Sex(StrEnum):
    """As the 17th digit of a resident ID tells it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class ResidentId:
    """A resident ID number, or the number of a residence permit for Hong Kong, Macau and Taiwan.

    ``str`` and ``repr`` mask it: the number in clear is only in ``number``.
    """

    number: str

    @classmethod
    def parse(cls, text: str, *, today: date) -> "ResidentId":
        """Check length, characters, birth date (real, not after ``today``) and check character.

        The region isn't judged: counties are founded and dissolved, people keep their number.
        Raises Invalid ``codes.resident_id_length``, ``…_characters``, ``…_birth``, ``…_checksum``.
        """
        number = _one_form(text)
        if len(number) != 18:
            raise Invalid("codes.resident_id_length", length=len(number))
        if not _ID_FORM.fullmatch(number):
            raise Invalid("codes.resident_id_characters")
        try:
            birth = _birth(number)
        except ValueError:
            raise Invalid("codes.resident_id_birth") from None
        if birth > today:
            raise Invalid("codes.resident_id_birth")
        if _resident_check(number[:17]) != number[17]:
            raise Invalid("codes.resident_id_checksum")
        return cls(number)

    @classmethod
    def parse_either(cls, text: str, *, today: date) -> "ResidentId":
        """The same, also from a number as it was given until 1999 (GB 11643-1989): fifteen digits,
        two of them for the year, and no check character. It is the number of eighteen that the
        person has since (GB 11643-1999): born in the 1900s, or as a centenarian's serial says in
        the 1800s. Raises as `parse`.
        """
        number = _one_form(text)
        if _OLD_ID_FORM.fullmatch(number):
            century = "18" if number[12:] in _CENTENARIANS else "19"
            body = f"{number[:6]}{century}{number[6:]}"
            number = body + _resident_check(body)
        return cls.parse(number, today=today)

    @property
    def region(self) -> str:
        """The six digits of the county where the number was given."""
        return self.number[:6]

    @property
    def birth(self) -> date:
        return _birth(self.number)

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    @property
    def is_residence_permit(self) -> bool:
        """Whether it belongs to a resident of Hong Kong (81), Macau (82) or Taiwan (83)."""
        return self.number.startswith(_RESIDENCE_PERMITS)

    def age_on(self, day: date) -> int:
        """Full years lived on that day; one born on 29 February grows older on 1 March."""
        birth = self.birth
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))

    def __str__(self) -> str:
        return mask_id(self.number)

    def __repr__(self) -> str:
        return f"ResidentId({self})"


@dataclass(frozen=True)
class MobileNumber:
    """A mainland mobile number of 11 digits. ``str`` and ``repr`` mask it."""

    number: str

    @classmethod
    def parse(cls, text: str) -> "MobileNumber":
        """Blanks, dashes and +86 are taken off. Raises Invalid ``codes.mobile_number``."""
        number = re.sub(r"[\s-]", "", _one_form(text))
        if len(number) > 11:
            number = re.sub(r"^(\+|00)?86", "", number)
        if not _MOBILE_FORM.fullmatch(number):
            raise Invalid("codes.mobile_number", length=len(number))
        return cls(number)

    def __str__(self) -> str:
        return mask_phone(self.number)

    def __repr__(self) -> str:
        return f"MobileNumber({self})"


def make_resident_id(region6: str, birth: date, serial: int) -> str:
    """A number valid in form, for demonstration data. ``serial`` 0–999; odd is male."""
    if not re.fullmatch(r"[0-9]{6}", region6) or not 0 <= serial <= 999:
        raise ValueError("six digits of region and a serial up to 999")
    body = f"{region6}{birth:%Y%m%d}{serial:03d}"
    return body + _resident_check(body)


def iso7064_mod37_36(text: str) -> str:
    """The check character of ISO 7064 MOD 37,36 over digits and capital letters.

    Raises ValueError for any other character.
    """
    carry = 36
    for character in text:
        total = (carry + _value36(character)) % 36 or 36
        carry = total * 2 % 37
    value = (37 - carry) % 36
    return _DIGITS36[value]


_DIGITS36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _value36(character: str) -> int:
    value = _DIGITS36.find(character)
    if value < 0:
        raise ValueError("only digits and capital letters")
    return value


def _one_form(text: str) -> str:
    """Half-width, upper case, no blanks around."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def _birth(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _resident_check(body: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]
