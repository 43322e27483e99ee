"""How a line of an order comes about, in words: for pages, and for papers in Chinese."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from onevisit.kernel.clock import parse_day
from onevisit.kernel.money import Fen, yuan
from onevisit.payments.rules.charges import ChargeKind
from onevisit.ui.formatting import local_date


def derivation(kind: str, how: Mapping[str, Any], full: Fen) -> str:
    """From which dated rate an amount comes, or what an officer found out."""
    return _tax(how, full) if kind == ChargeKind.TAX else _fee(how, full)


def side_of(owed_by: str) -> str:
    """Who owes it by law; "" for the applicant."""
    return {"buyer": _("买方"), "seller": _("卖方")}.get(owed_by, "")


def _fee(how: Mapping[str, Any], full: Fen) -> str:
    """2 本 × 10 元 = 20 元（2024年1月1日起的标准）."""
    if "each" not in how:
        return str(how.get("assessed", ""))
    text = _("%(count)s%(unit)s × %(each)s 元 = %(full)s 元（%(since)s起的标准）")
    unit = how.get("unit") or _("件")
    return text % {
        "count": f"{how['count']} ",
        "unit": unit,
        "each": yuan(how["each"]),
        "full": yuan(full),
        "since": _day(how.get("since")),
    }


def _tax(how: Mapping[str, Any], full: Fen) -> str:
    """1,200,000 元 × 1% = 12,000 元, and why this rate."""
    if how.get("assessed"):
        return _("税务部门核定：%(why)s") % {"why": how["assessed"]}
    if "rate" not in how:
        return str(how.get("says", ""))
    facts = {
        "base": yuan(how["base"]),
        "rate": _percent(how["rate"]),
        "full": yuan(full),
        "since": _day(how.get("since")),
        "says": how.get("says", ""),
    }
    if how["of"] == "price_within_rate":
        text = _(
            "成交价 %(base)s 元 ÷（1 + %(rate)s）× %(rate)s = %(full)s 元；"
            "%(says)s（%(since)s起的税率）"
        )
    elif how.get("vat"):
        text = _(
            "成交价减去增值税 %(base)s 元 × %(rate)s = %(full)s 元；%(says)s（%(since)s起的税率）"
        )
    else:
        text = _("成交价 %(base)s 元 × %(rate)s = %(full)s 元；%(says)s（%(since)s起的税率）")
    return text % facts


def _percent(rate: int) -> str:
    whole, rest = divmod(rate, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def _day(text: object) -> str:
    day = parse_day(str(text or ""))
    return local_date(day) if day else ""
