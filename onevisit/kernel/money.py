"""Money as whole 分 (1/100 元): never a fraction of one, never a float."""

import re
from decimal import Decimal

Fen = int
"""An amount in 分."""

MOST = 10**13
"""Nothing in a county costs 100 billion 元; more is a slip of the keyboard."""

_TYPED = re.compile(r"(\d{1,11})(?:\.(\d{1,2}))?")


def yuan(amount: Fen) -> str:
    """As people read it, without the unit: ``1,234.50``, and ``80`` for a whole number of 元."""
    sign, whole, rest = "-" if amount < 0 else "", abs(amount) // 100, abs(amount) % 100
    return f"{sign}{whole:,}.{rest:02d}" if rest else f"{sign}{whole:,}"


def plain(amount: Fen) -> str:
    """As files say it, always with two digits and without separators: ``1234.50``."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def parse_yuan(text: str) -> Fen | None:
    """What somebody typed in 元, ``1,234.5`` or ``80 元``; None where it is no such amount."""
    tidy = text.replace(",", "").replace("，", "").replace("元", "").strip()
    found = _TYPED.fullmatch(tidy)
    if found is None or not tidy.isascii():
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def from_number(value: object) -> Fen | None:
    """元 as a form holds them, a number or its text, as 分; None where it is none or finer."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        exact = Decimal(str(value)) * 100
    except ArithmeticError:
        return None
    if not exact.is_finite() or exact != exact.to_integral_value() or abs(exact) > MOST:
        return None
    return int(exact)


def share(amount: Fen, numerator: int, denominator: int) -> Fen:
    """``amount * numerator / denominator`` to the nearest 分, halves up; nothing is negative."""
    return (2 * amount * numerator + denominator) // (2 * denominator)


_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "兆")


def in_words(amount: Fen) -> str:
    """金额大写, as receipts say it: ``壹仟贰佰叁拾肆元伍角整``. A zero within is said once, and the
    amount ends with 整 unless it names 分 (支付结算办法, 附一).
    """
    whole, tenths, cents = amount // 100, amount // 10 % 10, amount % 10
    said = f"{_whole(whole)}元" if whole else ""
    if tenths:
        said += f"{_FIGURES[tenths]}角"
    elif cents and whole:
        said += "零"
    if cents:
        return f"{said}{_FIGURES[cents]}分"
    return f"{said or '零元'}整"


def _whole(number: int) -> str:
    said, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        figure = number // 10**place % 10
        if figure:
            said += ("零" if gap else "") + _FIGURES[figure] + _PLACES[place % 4]
            gap = False
        else:
            gap = True
        if place % 4 == 0 and number // 10**place % 10_000:
            said += _GROUPS[place // 4]
    return said
