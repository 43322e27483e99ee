"""An order as it is read: how each line comes about, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise

from onevisit.kernel.money import yuan
from onevisit.payments.queries import (
    DemandLine,
    LineView,
    OrderView,
    RefundView,
    derivation,
    side_of,
)
from onevisit.payments.web.wordings import DEMANDS, REFUNDS, STATES, WAYS

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
    demands: tuple[tuple[DemandLine, str, Text, str], ...]

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
        demands=tuple((each, yuan(each.total), *DEMANDS[each.state]) for each in view.demands),
    )


def _line(line: LineView) -> LineTold:
    how = derivation(line.kind, line.how, line.full)
    amount = yuan(line.amount) if line.amount is not None else ""
    return LineTold(line, how, side_of(line.owed_by), amount)
