"""The section of fees 收费: what for, how much from which day on and where, and who is let off."""

from dataclasses import dataclass, replace

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.rules.definition import (
    Fee,
    FeeExemption,
    FeeRate,
)
from onevisit.catalogue.rules.vocabulary import PayWay, VarKind
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.nested import ListBox
from onevisit.catalogue.web.editor.parties import KeysBox
from onevisit.catalogue.web.editor.section import Group, section_of_boxes
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.kernel.conditions import ALWAYS
from onevisit.kernel.money import parse_yuan, plain
from onevisit.ui.fields import FieldView, Text


@dataclass(frozen=True)
class MoneyBox(Box):
    """An amount, typed in 元 and kept in 分; nothing where nothing is counted."""

    def view(self, name: str, value: object, posted: QueryDict | None, error: Text) -> FieldView:
        """In 元, with two digits only where there are 分."""
        shown = plain(value).removesuffix(".00") if isinstance(value, int) else ""
        return replace(super().view(name, shown, posted, error), inputmode="decimal")

    def read(self, name: str, posted: QueryDict) -> object:
        """The amount in 分. Raises ValueError with the words for whoever typed it."""
        text = str(super().read(name, posted))
        amount = parse_yuan(text) if text else None
        if text and amount is None:
            raise ValueError(gettext("金额写成 20 或者 20.50 这样。"))
        return amount


def _number(asked: object) -> bool:
    """Whether a question or a field takes a number."""
    return getattr(asked, "kind", None) is VarKind.NUMBER


def _told(rate: FeeRate) -> FeeRate:
    """Who writes only the amount has said what people read too."""
    if rate.standard or rate.amount is None:
        return rate
    amount = plain(rate.amount).removesuffix(".00")
    return msgspec.structs.replace(rate, standard=f"{amount} 元")


RATES = Rows(
    "rates",
    _("分日期的标准"),
    _("加一个日期"),
    lambda: FeeRate(since=""),
    (
        Box("since", _("从哪天起"), As.DAY, fallback=""),
        Box("standard", _("标准"), help=_("如：20 元。写了下面的金额，可以空着。")),
        Box("unit", _("按什么收"), help=_("如：证、平方米。")),
        MoneyBox(
            "amount",
            _("一个单位多少钱"),
            unit=_("元"),
            help=_("写了，系统就自己算、在线收；不写的，只照标准说给人听。"),
        ),
        WhenBox("when", _("什么情况下是这个标准")),
    ),
    title=lambda row: str(row.since),
    finish=_told,
)
EXEMPTIONS = Rows(
    "exemptions",
    _("免收"),
    _("加一种免收"),
    lambda: FeeExemption(when=ALWAYS, reason=""),
    (
        Box("reason", _("为什么免"), required=True, help=_("如：残疾人免收。")),
        Box("basis", _("免收的依据")),
        WhenBox("when", _("什么情况下免")),
    ),
    title=lambda row: str(row.reason),
)
_FEES = Rows(
    "fees",
    _("收费项目"),
    _("加一个收费项目"),
    lambda: Fee(name=""),
    (
        Box("name", _("名称")),
        Box("standard", _("标准"), help=_("如：每证 10 元。")),
        Box("basis", _("依据"), wide=True),
        Box("ways", _("怎么缴"), As.MANY, choices.options(choices.PAY_WAYS), PayWay),
        KeysBox(
            "quantity",
            _("按哪一项的数量收"),
            As.ONE,
            fallback="",
            help=_("不选的收一份。"),
            of=("questions", "form"),
            only=_number,
        ),
        ListBox(
            "rates",
            _("从哪一天起是多少"),
            wide=True,
            help=_("标准要变的，先写好从哪天起，到那天指南自己换。同一天可以分情况写几条。"),
            inner=RATES,
        ),
        ListBox("exemptions", _("什么情况下免收"), wide=True, inner=EXEMPTIONS),
    ),
    (
        Box("reducible", _("可不可以减免"), As.MAYBE),
        Box("reduction", _("减免的依据"), wide=True),
        Box("remark", _("备注"), wide=True),
    ),
)
FEES = section_of_boxes(
    "fees",
    _("收费"),
    (
        Group(
            _("收不收费"),
            (Box("fee", _("用一句话说"), help=_("不收费的写“不收费”，收费的再列出项目。")),),
        ),
    ),
    (_FEES,),
)
