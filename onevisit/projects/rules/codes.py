"""投资项目代码: one code from the first idea to the last acceptance.

Aligned with the codes of the national investment project platform (固定资产投资项目代码,
发改投资〔2016〕2 号文): year and month, region, who registers, nature of the works, serial number.
"""

import re
from datetime import date
from enum import StrEnum

PATTERN = r"^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}$"
_FORM = re.compile(PATTERN)
_LOCAL = "04"  # registered on the platform of a county
SERIALS = 1_000_000


class Nature(StrEnum):
    """What is built 建设性质; the digits stand in the code."""

    NEW = "01"  # 基本建设
    RENEWAL = "02"  # 技术改造


def project_code(day: date, region: str, nature: Nature, serial: int) -> str:
    """`2611-339921-04-01-000123`; `region` is the region's code, `serial` counts on for ever."""
    return f"{day:%y%m}-{region[:6]}-{_LOCAL}-{nature}-{serial % SERIALS:06d}"


def is_project_code(text: str) -> bool:
    """Whether a text has the form of a code."""
    return _FORM.fullmatch(text) is not None
