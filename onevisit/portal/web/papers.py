"""Words around papers between offices, for their owner and for the windows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.delivery.rules.consignments import (
    BagState,
    CarriedBy,
    Found,
    PaperInfo,
    PaperKind,
    Settled,
    Where,
)
from onevisit.ui.formatting import joined, local_date

Text = str | Promise

KINDS: Mapping[str, Text] = {
    PaperKind.ORIGINAL: gettext_lazy("原件"),
    PaperKind.RESULT: gettext_lazy("结果"),
}
BAG_STATES: Mapping[BagState, tuple[Text, str]] = {
    BagState.PACKED: (gettext_lazy("已封袋"), "wait"),
    BagState.SENT: (gettext_lazy("在路上"), "now"),
    BagState.RECEIVED: (gettext_lazy("已签收"), "ok"),
    BagState.UNPACKED: (gettext_lazy("已拆袋"), ""),
}
CARRYING: Mapping[str, Text] = {
    CarriedBy.MESSENGER: gettext_lazy("本单位交通员"),
    CarriedBy.POST: gettext_lazy("邮政"),
}
FOUNDS: Mapping[str, Text] = {
    Found.WHOLE: gettext_lazy("完好"),
    Found.DAMAGED: gettext_lazy("有损坏"),
    Found.MISSING: gettext_lazy("没有"),
}
SETTLED: Mapping[str, Text] = {
    Settled.FOUND: gettext_lazy("找到了"),
    Settled.REPLACED: gettext_lazy("由责任单位补办"),
    Settled.ACCEPTED: gettext_lazy("已告知本人，按现状收下"),
}


@dataclass(frozen=True)
class PaperShown:
    """One paper: what it is, and where it is in one sentence."""

    name: str
    number: str
    kind: Text
    where: str
    tag: str
    since: datetime


_TAGS: Mapping[Where, str] = {Where.OFFICE: "", Where.BAG: "now", Where.MISSING: "bad",
                              Where.OWNER: "ok"}  # fmt: skip


def papers_shown(found: Iterable[PaperInfo]) -> list[PaperShown]:
    """Each paper with the sentence that says where it is."""
    return [
        PaperShown(
            each.name, each.number, KINDS[each.kind], _where(each), _TAGS[each.where], each.since
        )
        for each in found
    ]


def to_take_back(found: Iterable[PaperInfo], office: str) -> list[str]:
    """What is to be had again where the result is collected, in one sentence; none for nothing."""
    names = [
        each.name
        for each in found
        if (each.kind, each.where, each.office) == (PaperKind.ORIGINAL, Where.OFFICE, office)
    ]
    return [_("%(names)s的原件也在那里，一起取回。") % {"names": joined(names)}] if names else []


def _where(paper: PaperInfo) -> str:
    facts = {"office": paper.office, "to": paper.to, "bag": paper.bag}
    if paper.where is Where.OFFICE:
        said = _("现在在%(office)s") % facts
        return f"{said}{_('，有损坏')}" if paper.damaged else said
    if paper.where is Where.BAG and paper.due_on is None:
        return _("在%(office)s，已封袋（%(bag)s），要送到%(to)s") % facts
    if paper.where is Where.BAG:
        facts["day"] = local_date(paper.due_on) if paper.due_on else ""
        return _("从%(office)s送往%(to)s的路上（%(bag)s），%(day)s前到") % facts
    if paper.where is Where.MISSING:
        return _("从%(office)s送到%(to)s时没有找到，两边正在查，会告诉您结果") % facts
    if paper.kind is PaperKind.RESULT:
        return _("已在%(office)s领走") % facts
    return _("已在%(office)s退还本人") % facts
