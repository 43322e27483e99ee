"""The lists that are kept for themselves: powers with duties, negative list, special funds."""

from collections.abc import Callable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import RegisterRow
from onevisit.catalogue.rules.registers import TYPES, Measure, Register, sheet_columns
from onevisit.guidance.web.lists.model import PAGE, Kind, Line, Names, Text, Wanted
from onevisit.kernel.sheets import Cell

NAMES: dict[Register, tuple[Text, Text, Text]] = {
    Register.POWERS: (
        gettext_lazy("权力清单和责任清单"),
        gettext_lazy("各部门有哪些权力、凭什么法、要尽什么责任、失职怎么追究。"),
        gettext_lazy("清单以外没有权力。点开一项，看它的责任和靠它办的事项。"),
    ),
    Register.NEGATIVE: (
        gettext_lazy("企业投资负面清单"),
        gettext_lazy("禁止投资和要先核准的项目。清单以外，企业自主决定，备案就行。"),
        gettext_lazy("国家和省里的目录有变，以新的为准。"),
    ),
    Register.FUNDS: (
        gettext_lazy("财政专项资金清单"),
        gettext_lazy("每一笔专项资金给谁、做什么用、给多少、凭什么文件。"),
        gettext_lazy("金额是年初预算，以实际下达为准。"),
    ),
}
MEASURES: dict[str, Text] = {
    Measure.FORBIDDEN: gettext_lazy("禁止投资"),
    Measure.APPROVED: gettext_lazy("先核准"),
}
KINDS_OF_POWER: dict[str, Text] = {
    "01": gettext_lazy("行政许可"),
    "02": gettext_lazy("行政处罚"),
    "03": gettext_lazy("行政强制"),
    "04": gettext_lazy("行政征收"),
    "05": gettext_lazy("行政给付"),
    "06": gettext_lazy("行政检查"),
    "07": gettext_lazy("行政确认"),
    "08": gettext_lazy("行政奖励"),
    "09": gettext_lazy("行政裁决"),
    "10": gettext_lazy("其他行政权力"),
}
_SHEET_TYPES = {value.value: name for name, value in TYPES.items()}
_SHEET_MEASURES = {Measure.FORBIDDEN.value: "禁止", Measure.APPROVED.value: "核准"}


def kind_of(register: Register) -> Kind:
    """The list as the pages know it."""
    name, about, note = NAMES[register]
    return Kind(
        slug=register.value,
        name=name,
        about=about,
        note=note,
        departments=lambda: catalogue.register_departments(register),
        lines=lambda wanted, names: _lines(register, wanted, names),
        heads=lambda: [each.head for each in sheet_columns(register)],
        rows=lambda wanted, names: _rows(register, wanted, names),
    )


def _lines(register: Register, wanted: Wanted, names: Names) -> list[Line]:
    found = catalogue.register_list(
        register,
        words=wanted.words,
        department_id=wanted.department_id,
        after=wanted.after,
        limit=PAGE + 1,
    )
    return [_LINES[register](each, names.get(each.department_id, "")) for each in found]


def _key(row: RegisterRow) -> str:
    return f"{row.code}|{row.id}"


def _power(row: RegisterRow, office: str) -> Line:
    return Line(
        key=_key(row),
        name=row.name,
        url=reverse("guidance:power", args=[row.id]),
        notes=[office, row.values["basis"]],
        figure=str(KINDS_OF_POWER[row.values["kind"]]),
        under=_("%(n)s 项责任") % {"n": len(row.duties)},
    )


def _negative(row: RegisterRow, office: str) -> Line:
    return Line(
        key=_key(row),
        name=row.name,
        url="",
        notes=[
            _("%(sector)s，由%(office)s管") % {"sector": row.values["sector"], "office": office},
            *filter(None, [row.values["content"], row.values["basis"]]),
        ],
        figure=str(MEASURES[row.values["measure"]]),
    )


def _fund(row: RegisterRow, office: str) -> Line:
    values = row.values
    told = [
        (_("用途：%(text)s"), values["purpose"]),
        (_("给谁：%(text)s"), values["recipients"]),
        (_("标准：%(text)s"), values["standard"]),
        (_("依据：%(text)s"), values["basis"]),
    ]
    return Line(
        key=_key(row),
        name=row.name,
        url="",
        notes=[office, *(words % {"text": text} for words, text in told if text)],
        figure=_("%(n)s 万元") % {"n": values["amount"]} if values["amount"] is not None else "",
        under=_("%(year)s 年") % {"year": values["year"]} if values["year"] else "",
    )


_LINES: dict[Register, Callable[[RegisterRow, str], Line]] = {
    Register.POWERS: _power,
    Register.NEGATIVE: _negative,
    Register.FUNDS: _fund,
}


def _rows(register: Register, wanted: Wanted, names: Names) -> Iterator[Sequence[Cell]]:
    """As the import reads them: what goes out can be taken in again."""
    found = catalogue.whole_register(
        register, words=wanted.words, department_id=wanted.department_id
    )
    return (cells for row in found for cells in sheet_cells(register, row, names))


def sheet_cells(register: Register, row: RegisterRow, names: Names) -> Iterator[list[Cell]]:
    """The rows of one entry in a spreadsheet: a power has one for each duty."""
    values = {**row.values, "department": names.get(row.department_id, "")}
    values["codes"] = "、".join(row.values["codes"])
    if register is Register.POWERS:
        values["kind"] = _SHEET_TYPES[row.values["kind"]]
        values["reaches_down"] = "是" if row.values["reaches_down"] else "否"
    if register is Register.NEGATIVE:
        values["measure"] = _SHEET_MEASURES[row.values["measure"]]
    for duty in row.duties or (None,):
        told = duty and {
            "duty": duty.name,
            "duty_content": duty.content,
            "duty_basis": duty.basis,
            "duty_accountability": duty.accountability,
        }
        yield [(values | (told or {})).get(each.key, "") for each in sheet_columns(register)]
