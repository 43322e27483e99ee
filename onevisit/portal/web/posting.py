"""A parcel in words, for the applicant and for the out-window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from onevisit.cases.queries import ParcelLine
from onevisit.delivery.rules import (
    Carrier,
    Mark,
    MarkLine,
    ParcelInfo,
    ParcelState,
    ReturnReason,
    SignedBy,
)

Text = str | Promise

CARRIERS: dict[str, Text] = {
    Carrier.EMS: gettext_lazy("邮政特快（EMS）"),
    Carrier.POST: gettext_lazy("邮政挂号"),
    Carrier.SF: gettext_lazy("顺丰"),
}
STATES: dict[ParcelState, Text] = {
    ParcelState.PACKED: gettext_lazy("已打包"),
    ParcelState.HANDED_OVER: gettext_lazy("已交给快递"),
    ParcelState.IN_TRANSIT: gettext_lazy("在路上"),
    ParcelState.DELIVERED: gettext_lazy("已签收"),
    ParcelState.RETURNED: gettext_lazy("退回来了"),
    ParcelState.COLLECTED: gettext_lazy("改为当面领走"),
    ParcelState.UNPACKED: gettext_lazy("已拆包，另寄"),
}
TAGS = {
    ParcelState.DELIVERED: "ok",
    ParcelState.COLLECTED: "ok",
    ParcelState.RETURNED: "wait",
    ParcelState.UNPACKED: "",
}
NOTES: dict[str, Text] = {
    SignedBy.SELF: gettext_lazy("本人签收"),
    SignedBy.HOUSEHOLD: gettext_lazy("同住成年家属签收"),
    SignedBy.MAILROOM: gettext_lazy("单位收发室签收"),
    ReturnReason.ABSENT: gettext_lazy("没有人在"),
    ReturnReason.ADDRESS: gettext_lazy("地址查无"),
    ReturnReason.NOT_TAKEN: gettext_lazy("收件人不收"),
    ReturnReason.DAMAGED: gettext_lazy("邮件破损"),
}
_MARKS: dict[Mark, Text] = {
    Mark.PACK: gettext_lazy("窗口打包"),
    Mark.HAND_OVER: gettext_lazy("交给快递"),
    Mark.MOVE: gettext_lazy("在路上"),
    Mark.DELIVER: gettext_lazy("已签收"),
    Mark.RETURN: gettext_lazy("退回窗口"),
    Mark.COLLECT: gettext_lazy("改为当面领走"),
    Mark.UNPACK: gettext_lazy("拆包，另寄"),
}


@dataclass(frozen=True)
class Told:
    """One thing that happened to a parcel."""

    at: datetime
    text: Text
    note: Text
    by: str


@dataclass(frozen=True)
class Sent:
    """A parcel as pages show it."""

    line: ParcelLine
    state: Text
    tag: str
    carrier: Text
    marks: Sequence[Told]

    @property
    def parcel(self) -> ParcelInfo:
        """What the record says."""
        return self.line.parcel

    @property
    def holder(self) -> str:
        """Who has it now."""
        if self.parcel.state in (ParcelState.HANDED_OVER, ParcelState.IN_TRANSIT):
            return str(self.carrier)
        return self.parcel.sender


def sent_of(line: ParcelLine) -> Sent:
    """A parcel in words."""
    parcel = line.parcel
    return Sent(
        line,
        STATES[parcel.state],
        TAGS.get(parcel.state, "now"),
        CARRIERS.get(parcel.carrier, ""),
        [_told(each) for each in reversed(parcel.marks)],
    )


def _told(mark: MarkLine) -> Told:
    return Told(mark.at, _MARKS[mark.mark], NOTES.get(mark.note, ""), mark.by)
