"""The unified social credit code of organisations, aligned with GB 32100."""

import re
import unicodedata
from dataclasses import dataclass

from onevisit.kernel.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(f"[{ALPHABET}]{{18}}")
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_CHECKS = "0X987654321"
_SERIALS = 10**8


@dataclass(frozen=True)
class Uscc:
    """Eighteen characters: registrar 1, kind 1, region 6, organisation code 9, check 1."""

    code: str

    @classmethod
    def parse(cls, text: str) -> "Uscc":
        """Check length and alphabet; a wrong check character is told by ``checksum_ok`` alone,
        since a few real codes have one.

        Raises Invalid ``codes.uscc_length`` or ``codes.uscc_characters``.
        """
        code = unicodedata.normalize("NFKC", text).strip().upper()
        if len(code) != 18:
            raise Invalid("codes.uscc_length", length=len(code))
        if not _FORM.fullmatch(code):
            raise Invalid("codes.uscc_characters")
        return cls(code)

    @property
    def checksum_ok(self) -> bool:
        """Whether the last character is the one the other 17 demand."""
        return check_character(self.code[:17]) == self.code[17]

    @property
    def region(self) -> str:
        """The six digits of the registrar's county."""
        return self.code[2:8]

    @property
    def organisation_code(self) -> str:
        """The nine characters of GB 11714 inside."""
        return self.code[8:17]

    def __str__(self) -> str:
        return self.code


def check_character(body: str) -> str:
    """The 18th character for the first 17; ValueError outside the alphabet."""
    values = (ALPHABET.index(character) for character in body)
    total = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def make_uscc(kind: str, region6: str, serial: int) -> str:
    """A code valid in form, for demonstration data.

    ``kind`` is registrar and kind (``"91"`` company, ``"92"`` self-employed, ``"11"`` office),
    ``serial`` up to 99,999,999.
    """
    if not re.fullmatch(r"[0-9A-Z]{2}", kind) or not re.fullmatch(r"[0-9]{6}", region6):
        raise ValueError("two characters of kind and six digits of region")
    if not 0 <= serial < _SERIALS:
        raise ValueError("a serial has at most eight digits")
    digits = f"{serial:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ORG_WEIGHTS, strict=True))
    body = f"{kind}{region6}{digits}{_ORG_CHECKS[total % 11]}"
    return body + check_character(body)
