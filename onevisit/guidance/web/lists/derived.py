"""The lists that follow from the items."""

from collections.abc import Callable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Derived, FeeLine, ListedItem, PaperLine
from onevisit.catalogue.rules.vocabulary import Need, PayWay, SourceKind
from onevisit.guidance.web.cards import time_text
from onevisit.guidance.web.lists.model import PAGE, Kind, Line, Names, Text, Wanted
from onevisit.kernel.sheets import Cell
from onevisit.ui.formatting import joined

_MANY = 12
_WAYS = {
    PayWay.ONLINE: gettext_lazy("网上缴"),
    PayWay.WINDOW: gettext_lazy("窗口缴"),
    PayWay.BANK: gettext_lazy("银行缴"),
}
_NEEDS = {
    Need.REQUIRED: gettext_lazy("必要"),
    Need.OPTIONAL: gettext_lazy("非必要"),
    Need.MAY_FOLLOW: gettext_lazy("可后补"),
}
_SOURCES = {
    SourceKind.HELD: gettext_lazy("申请人自备"),
    SourceKind.GENERATED: gettext_lazy("填表后自动生成"),
    SourceKind.FETCHED: gettext_lazy("部门核验，不用交"),
    SourceKind.ISSUED: gettext_lazy("别的事项的结果"),
    SourceKind.THIRD_PARTY: gettext_lazy("由别的机构出具"),
    SourceKind.UNKNOWN: gettext_lazy("没有写明"),
}
_NOT_BROUGHT = {SourceKind.GENERATED, SourceKind.FETCHED}
_DECLARED = gettext_lazy("次数是各部门在目录里声明的，不是按流程算出来的。")
_NAMES: dict[Derived, tuple[Text, Text, Text]] = {
    Derived.FEES: (
        gettext_lazy("收费清单"),
        gettext_lazy("要收费的事项，收什么钱、收多少、凭什么收。清单以外不收费。"),
        gettext_lazy("摘自已发布的办事指南，指南改了这里跟着改。"),
    ),
    Derived.NOTICE: (
        gettext_lazy("一次性告知清单"),
        gettext_lazy("每个事项要准备的材料，一次说全。"),
        gettext_lazy("摘自已发布的办事指南。看情况才要的也列在内，回答几个问题就知道您要不要交。"),
    ),
    Derived.ONCE: (
        gettext_lazy("最多跑一次清单"),
        gettext_lazy("材料齐全、符合条件时，从申请到拿到结果最多跑一次的事项。"),
        _DECLARED,
    ),
    Derived.ZERO: (
        gettext_lazy("跑零次清单"),
        gettext_lazy("从申请到拿到结果一次都不用跑的事项。"),
        _DECLARED,
    ),
    Derived.IMMEDIATE: (
        gettext_lazy("即办清单"),
        gettext_lazy("材料齐全，当场就能办好的事项。"),
        gettext_lazy("摘自已发布的办事指南，指南改了这里跟着改。"),
    ),
}


def kind_of(which: Derived) -> Kind:
    """The list as the pages know it."""
    name, about, note = _NAMES[which]
    heads, cells = _SHEETS.get(which, (_visit_heads, _visit_cells))
    return Kind(
        slug=which.value,
        name=name,
        about=about,
        note=note,
        departments=lambda: catalogue.derived_departments(which),
        lines=lambda wanted, names: _lines(which, wanted, names),
        heads=lambda: [_("事项编码"), _("事项名称"), _("部门"), *heads()],
        rows=lambda wanted, names: _rows(which, wanted, names, cells),
    )


def _lines(which: Derived, wanted: Wanted, names: Names) -> list[Line]:
    found = catalogue.derived_list(
        which,
        words=wanted.words,
        department_id=wanted.department_id,
        after=wanted.after,
        limit=PAGE + 1,
    )
    return [_line(which, each, names) for each in found]


def _line(which: Derived, row: ListedItem, names: Names) -> Line:
    return Line(
        key=row.code,
        name=row.name,
        url=reverse("guidance:guide", args=[row.code]),
        notes=[names.get(row.department_id, ""), *_details(which, row)],
        figure=_figure(which, row),
        under=time_text(row.promise, row.promise_unit, applicable=True),
        good=row.visits == 0 and which not in (Derived.FEES, Derived.NOTICE),
    )


def _figure(which: Derived, row: ListedItem) -> str:
    if which is Derived.FEES:
        return ""
    if which is Derived.NOTICE:
        asked = sum(each.source not in _NOT_BROUGHT for each in row.papers)
        return _("要交 %(n)s 份") % {"n": asked} if asked else _("什么都不用交")
    return "" if row.visits is None else _("跑 %(n)s 次") % {"n": row.visits}


def _details(which: Derived, row: ListedItem) -> list[str]:
    if which is Derived.FEES:
        return [_fee(each) for each in row.fees]
    if which is Derived.NOTICE:
        return _papers(row.papers)
    return []


def _fee(fee: FeeLine) -> str:
    head = f"{fee.name}{_('：') if fee.name and fee.standard else ''}{fee.standard}"
    return f"{head}{_('，依据：')}{fee.basis}" if fee.basis else head


def _papers(papers: tuple[PaperLine, ...]) -> list[str]:
    asked = [each for each in papers if each.source not in _NOT_BROUGHT]
    spared = len(papers) - len(asked)
    told = [_paper(each) for each in asked[:_MANY]]
    more = len(asked) - len(told)
    lines = [joined(told)] if told else []
    if more:
        lines.append(_("还有 %(n)s 份，见办事指南") % {"n": more})
    if spared:
        lines.append(_("另有 %(n)s 份由系统生成或部门核验，不用您交") % {"n": spared})
    return lines


def _paper(paper: PaperLine) -> str:
    if paper.depends:
        return _("%(name)s（看情况）") % {"name": paper.name}
    if paper.need == Need.MAY_FOLLOW:
        return _("%(name)s（可后补）") % {"name": paper.name}
    return paper.name


def _rows(
    which: Derived,
    wanted: Wanted,
    names: Names,
    cells: Callable[[ListedItem], list[list[Cell]]],
) -> Iterator[Sequence[Cell]]:
    found = catalogue.whole_derived_list(
        which, words=wanted.words, department_id=wanted.department_id
    )
    for row in found:
        for more in cells(row):
            yield [row.code, row.name, names.get(row.department_id, ""), *more]


def _visit_heads() -> list[str]:
    return [_("到现场次数（声明）"), _("承诺时限")]


def _visit_cells(row: ListedItem) -> list[list[Cell]]:
    return [[row.visits, time_text(row.promise, row.promise_unit, applicable=True)]]


def _fee_heads() -> list[str]:
    return [_("收费项目"), _("收费标准"), _("收费依据"), _("缴费方式")]


def _fee_cells(row: ListedItem) -> list[list[Cell]]:
    return [
        [each.name, each.standard, each.basis, joined(str(_WAYS[PayWay(w)]) for w in each.ways)]
        for each in row.fees
    ]


def _paper_heads() -> list[str]:
    return [_("材料"), _("必要性"), _("来源"), _("看情况")]


def _paper_cells(row: ListedItem) -> list[list[Cell]]:
    return [
        [
            each.name,
            str(_NEEDS[Need(each.need)]),
            str(_SOURCES[SourceKind(each.source)]),
            _("是") if each.depends else _("否"),
        ]
        for each in row.papers
    ]


_SHEETS: dict[Derived, tuple[Callable[[], list[str]], Callable[[ListedItem], list[list[Cell]]]]] = {
    Derived.FEES: (_fee_heads, _fee_cells),
    Derived.NOTICE: (_paper_heads, _paper_cells),
}
