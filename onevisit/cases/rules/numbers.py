"""Numbers people quote: of applications, cases and results."""

from datetime import date

from onevisit.kernel.codes import case_number
from onevisit.kernel.item_codes import ITEM_LENGTH


def application_number(prefix: str, day: date, n: int) -> str:
    """`AL20261118-00372`: prefix, day, and a number of five or more digits that never repeats."""
    return f"{prefix}{day:%Y%m%d}-{n:05d}"


def number_of_case(item_code: str, day: date, n: int) -> str:
    """办件编号: 31 + yyyymmdd + 4 (43 characters), the `n`-th of that item and day.

    An item whose source has a code of another form keeps it in place of the 31 characters.
    """
    if len(item_code) == ITEM_LENGTH and item_code.isascii() and item_code.isalnum():
        return case_number(item_code, day, n)
    return f"{item_code}{day:%Y%m%d}{n:04d}"


def result_series(prefix: str, day: date) -> str:
    """`安澜准〔2026〕`: what is counted from 1 each year."""
    return f"{prefix}〔{day.year}〕"


def result_number(prefix: str, day: date, n: int) -> str:
    """发文字号 `安澜准〔2026〕123号`: 机关代字, year, number without zeros before it (GB/T
    9704-2012, 7.2.5). Whatever the words are, two numbers are equal only within one series.
    """
    return f"{result_series(prefix, day)}{n}号"
