"""Lists that are kept for themselves: powers with duties, negative list, special funds.

What a row of each holds is one table of columns; pages, import and export follow from it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from onevisit.catalogue.rules.vocabulary import TaskType
from onevisit.kernel.errors import Invalid, Problem

MOST_DUTIES = 40
_YES, _NO = {"是", "1", "yes", "true", "y"}, {"", "否", "0", "no", "false", "n"}
_CODE = re.compile(r"[0-9A-Za-z-]{1,40}")
_BETWEEN = re.compile(r"[\s,，;；、]+")


class Register(StrEnum):
    """The lists that are kept."""

    POWERS = "powers"  # 权力清单、责任清单
    NEGATIVE = "negative"  # 企业投资负面清单
    FUNDS = "funds"  # 财政专项资金清单


class Measure(StrEnum):
    """How an investment on the negative list is dealt with."""

    FORBIDDEN = "forbidden"  # 禁止
    APPROVED = "approved"  # 核准


class CellKind(StrEnum):
    """What a column takes."""

    LINE = "line"
    TEXT = "text"
    CODE = "code"
    DEPARTMENT = "department"
    TYPE = "type"
    YES = "yes"
    NUMBER = "number"
    CODES = "codes"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its lasting key and the Chinese head by which a sheet may call it."""

    key: str
    head: str
    kind: CellKind = CellKind.LINE
    required: bool = False
    longest: int = 300


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty that comes with a power, its basis, and what one answers for."""

    name: str
    content: str = ""
    basis: str = ""
    accountability: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is written."""
        return not (self.name or self.content or self.basis or self.accountability)


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One row as it is to be kept; `department` as it was written, to be looked up; `unsaid`: keys
    for which the sheet has no column, so that what is kept already stays.
    """

    values: Mapping[str, object]
    department: str
    codes: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    unsaid: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Group:
    first: int
    cells: dict[str, str]
    duties: list[Duty] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


_HEAD = (
    Column("code", "编码", CellKind.CODE, required=True, longest=40),
    Column("name", "名称", required=True),
    Column("department", "部门", CellKind.DEPARTMENT, required=True, longest=80),
)
COLUMNS: Mapping[Register, tuple[Column, ...]] = {
    Register.POWERS: (
        *_HEAD,
        Column("kind", "类型", CellKind.TYPE, required=True, longest=20),
        Column("basis", "实施依据", CellKind.TEXT, required=True, longest=4000),
        Column("codes", "对应的基本编码", CellKind.CODES, longest=2000),
        Column("reaches_down", "镇街可以行使", CellKind.YES, longest=8),
    ),
    Register.NEGATIVE: (
        *_HEAD,
        Column("sector", "行业", required=True, longest=100),
        Column("measure", "管理方式", CellKind.MEASURE, required=True, longest=10),
        Column("content", "具体内容", CellKind.TEXT, longest=4000),
        Column("basis", "依据", CellKind.TEXT, required=True, longest=4000),
        Column("codes", "对应的基本编码", CellKind.CODES, longest=2000),
    ),
    Register.FUNDS: (
        *_HEAD,
        Column("purpose", "用途", CellKind.TEXT, required=True, longest=2000),
        Column("recipients", "支持对象", CellKind.TEXT, longest=2000),
        Column("standard", "支持标准", CellKind.TEXT, longest=2000),
        Column("year", "年度", CellKind.NUMBER, longest=4),
        Column("amount", "金额（万元）", CellKind.NUMBER, longest=9),
        Column("basis", "依据", CellKind.TEXT, required=True, longest=4000),
        Column("codes", "申报的基本编码", CellKind.CODES, longest=2000),
    ),
}
DUTY_COLUMNS = (
    Column("duty", "责任事项", longest=100),
    Column("duty_content", "责任内容", CellKind.TEXT, longest=2000),
    Column("duty_basis", "责任依据", CellKind.TEXT, longest=2000),
    Column("duty_accountability", "追责情形", CellKind.TEXT, longest=2000),
)
TYPES: Mapping[str, TaskType] = {
    "行政许可": TaskType.PERMIT,
    "行政处罚": TaskType.PENALTY,
    "行政强制": TaskType.COERCION,
    "行政征收": TaskType.LEVY,
    "行政给付": TaskType.PAYMENT,
    "行政检查": TaskType.INSPECTION,
    "行政确认": TaskType.CONFIRMATION,
    "行政奖励": TaskType.REWARD,
    "行政裁决": TaskType.RULING,
    "其他行政权力": TaskType.OTHER,
}
_MEASURES = {"禁止": Measure.FORBIDDEN, "核准": Measure.APPROVED}


def sheet_columns(register: Register) -> tuple[Column, ...]:
    """The columns of its spreadsheet: a power has a row for each of its duties."""
    return (*COLUMNS[register], *(DUTY_COLUMNS if register is Register.POWERS else ()))


def read_row(register: Register, cells: Mapping[str, str], duties: Iterable[Duty] = ()) -> RowDraft:
    """What was typed, typed. Raises Invalid `catalogue.register_refused` with `problems`, each at
    the key of its column.
    """
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for column in COLUMNS[register]:
        text = cells.get(column.key, "").replace("\0", "").strip()
        if column.kind is not CellKind.TEXT:
            text = " ".join(text.split())
        try:
            values[column.key] = _cell(column, text)
        except Invalid as error:
            problems.append(Problem(column.key, error.code, error.facts))
    kept = tuple(duties)
    problems += _duty_problems(kept)
    if problems:
        raise refused(problems)
    codes = values.pop("codes")
    department = values.pop("department")
    assert isinstance(codes, tuple)
    if register is Register.POWERS and not codes:
        codes = (str(values["code"]),)
    return RowDraft(values, str(department), codes, kept)


def refused(problems: Sequence[Problem]) -> Invalid:
    """A row, or a sheet, that cannot be kept; every place named."""
    return Invalid(
        "catalogue.register_refused",
        count=len(problems),
        place=problems[0].place,
        problems=tuple(problems),
    )


def _duty_problems(duties: Sequence[Duty]) -> Iterator[Problem]:
    if len(duties) > MOST_DUTIES:
        yield Problem("duty", "catalogue.cell_too_many", {"most": MOST_DUTIES})
    for each in duties:
        texts = (each.name, each.content, each.basis, each.accountability)
        for column, text in zip(DUTY_COLUMNS, texts, strict=True):
            if len(text) > column.longest:
                yield Problem(column.key, "catalogue.cell_too_long", {"most": column.longest})
        if not each.name:
            yield Problem("duty", "catalogue.cell_missing")


def _cell(column: Column, text: str) -> object:
    if column.required and not text:
        raise Invalid("catalogue.cell_missing")
    if len(text) > column.longest:
        raise Invalid("catalogue.cell_too_long", most=column.longest)
    reader = _READERS.get(column.kind)
    return reader(text) if reader else text


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_code(each) for each in _BETWEEN.split(text) if each))


def _type(text: str) -> str:
    return _known(text, {**TYPES, **{each.value: each for each in TYPES.values()}})


def _measure(text: str) -> str:
    return _known(text, {**_MEASURES, **{each.value: each for each in Measure}})


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise Invalid("catalogue.cell_not_a_code", found=text[:40])
    return text.upper()


def _known(text: str, names: Mapping[str, StrEnum]) -> str:
    if text not in names:
        raise Invalid("catalogue.cell_unknown", found=text[:40])
    return names[text].value


def _yes(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise Invalid("catalogue.cell_unknown", found=text[:40])


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Invalid("catalogue.cell_not_a_number", found=text[:40])
    return int(text)


def read_sheet_rows(
    register: Register, rows: Sequence[tuple[int, Sequence[str]]]
) -> list[tuple[int, RowDraft]]:
    """The drafts of a sheet with heads in its first row, each with the row it begins in.

    Raises Invalid `catalogue.register_refused`: places are `row/column`.
    """
    if not rows:
        raise refused([Problem("1/", "catalogue.sheet_empty")])
    heads = [_column(register, each) for each in rows[0][1]]
    held = {each.key for each in heads if each is not None}
    problems = [
        Problem(f"{rows[0][0]}/{each.head}", "catalogue.column_missing")
        for each in _needed(register, held)
    ]
    if problems:
        raise refused(problems)
    unsaid = frozenset(each.key for each in sheet_columns(register)) - held
    drafts = []
    for group in _groups(register, heads, rows[1:]):
        problems += group.problems
        try:
            draft = read_row(register, group.cells, group.duties)
            drafts.append((group.first, replace(draft, unsaid=unsaid)))
        except Invalid as error:
            heads_of = {each.key: each.head for each in sheet_columns(register)}
            problems += [
                Problem(f"{group.first}/{heads_of[each.place]}", each.code, each.facts)
                for each in error.problems
            ]
    if problems:
        raise refused(problems)
    return drafts


def unread_heads(register: Register, rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[str, ...]:
    """Heads of the sheet that no column has: what stands under them is not taken in."""
    heads = [each.strip() for each in rows[0][1]] if rows else []
    return tuple(each for each in heads if each and _column(register, each) is None)


def _column(register: Register, head: str) -> Column | None:
    found = (each for each in sheet_columns(register) if head.strip() in (each.head, each.key))
    return next(found, None)


def _needed(register: Register, held: Collection[str]) -> list[Column]:
    """The columns that are missing; of the columns of duties all come, or none."""
    missing = [each for each in COLUMNS[register] if each.required and each.key not in held]
    duties = [each for each in sheet_columns(register) if each in DUTY_COLUMNS]
    lacking = [each for each in duties if each.key not in held]
    return missing if len(lacking) == len(duties) else [*missing, *lacking]


def _groups(
    register: Register,
    heads: Sequence[Column | None],
    rows: Sequence[tuple[int, Sequence[str]]],
) -> list[_Group]:
    """Rows with the same code and department are one power with several duties; what a further row
    says of the power itself is empty or the same.
    """
    found: dict[tuple[str, str], _Group] = {}
    for number, cells in rows:
        named = {
            column.key: cell
            for column, cell in zip(heads, cells, strict=False)
            if column is not None
        }
        key = (named.get("code", "").strip(), named.get("department", "").strip())
        if register is not Register.POWERS or not key[0]:
            key = (f"{number}", "")
        group = found.setdefault(key, _Group(number, named))
        group.problems += _differing(register, group, number, named)
        duty = Duty(*(named.get(each.key, "").strip() for each in DUTY_COLUMNS))
        if not duty.empty:
            group.duties.append(duty)
    return list(found.values())


def _differing(
    register: Register, group: _Group, number: int, named: Mapping[str, str]
) -> Iterator[Problem]:
    for column in COLUMNS[register]:
        said = named.get(column.key, "").strip()
        if said and said != group.cells.get(column.key, "").strip():
            facts = {"first": group.first}
            yield Problem(f"{number}/{column.head}", "catalogue.cell_differs", facts)


_READERS: Mapping[CellKind, Callable[[str], object]] = {
    CellKind.CODE: _code,
    CellKind.CODES: _codes,
    CellKind.TYPE: _type,
    CellKind.MEASURE: _measure,
    CellKind.YES: _yes,
    CellKind.NUMBER: _number,
}
