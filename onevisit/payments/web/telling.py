"""An order as it is read: how each line comes about, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onevisit.kernel.clock import parse_day
from onevisit.kernel.money import Fen, yuan
from onevisit.payments.queries import LineView, OrderView, RefundView
from onevisit.payments.rules.charges import ChargeKind
from onevisit.payments.web.wordings import REFUNDS, SIDES, STATES, WAYS
from onevisit.ui.formatting import local_date

Text = str | Promise


@dataclass(frozen=True)
class LineTold:
    """One line, its derivation and whose it is."""

    line: LineView
    how: str
    side: Text
    amount: str


@dataclass(frozen=True)
class OrderTold:
    """An order with its words."""

    view: OrderView
    state: Text
    tag: str
    total: str
    lines: tuple[LineTold, ...]
    way: Text
    refunds: tuple[tuple[RefundView, str, Text, str], ...]

    @property
    def due(self) -> bool:
        """Whether something is to be paid now."""
        return self.view.state == "due"


def told(view: OrderView) -> OrderTold:
    """The order in words."""
    state, tag = STATES[view.state]
    return OrderTold(
        view=view,
        state=state,
        tag=tag,
        total=yuan(view.total),
        lines=tuple(_line(each) for each in view.lines),
        way=WAYS[view.paid.way] if view.paid else "",
        refunds=tuple((each, yuan(each.amount), *REFUNDS[each.state]) for each in view.refunds),
    )


def _line(line: LineView) -> LineTold:
    how = _tax(line.how, line.full) if line.kind == ChargeKind.TAX else _fee(line.how, line.full)
    amount = yuan(line.amount) if line.amount is not None else ""
    return LineTold(line, how, SIDES.get(line.owed_by, ""), amount)


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
