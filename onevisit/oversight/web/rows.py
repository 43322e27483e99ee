"""Rows of a list as cells of a spreadsheet."""

from django.utils.translation import gettext as _

from onevisit.kernel import clock
from onevisit.oversight.queries import (
    CARD_LISTS,
    CLOSED_LISTS,
    RATED_LISTS,
    CaseLine,
    ClosedLine,
    RatedLine,
    Trouble,
)
from onevisit.oversight.web.wordings import LEVELS

MOST = 20_000
"""Rows of one file at most."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def heads_of(what: str) -> list[str]:
    """The heads of the columns of that list."""
    if what in CLOSED_LISTS:
        return [
            _("申请号"), _("办什么"), _("申请人"), _("部门"), _("从哪里收件"), _("收件日期"),
            _("办结日期"), _("跑动次数"), _("到窗记录"), _("漏记的到窗环节"),
        ]  # fmt: skip
    if what in RATED_LISTS:
        return [_("评价日期"), _("评价等级"), _("申请号"), _("办什么"), _("地点"), _("窗口")]
    heads = [_("办件号"), _("事项"), _("办什么"), _("申请人"), _("部门"), _("谁在办")]
    if what in CARD_LISTS:
        return [*heads, _("期限")]
    if what in set(Trouble):
        return [*heads, _("期限"), _("等什么")]
    return [
        *heads, _("期限"), _("决定日期"), _("用了几个工作日"), _("承诺"), _("法定"), _("按时"),
    ]  # fmt: skip


def cells_of(row: ClosedLine | CaseLine | RatedLine) -> list[str]:
    """One row; nothing in it starts a formula in a spreadsheet."""
    if isinstance(row, RatedLine):
        cells = _rated(row)
    else:
        cells = _closed(row) if isinstance(row, ClosedLine) else _case(row)
    return [safe("" if cell is None else str(cell)) for cell in cells]


def safe(cell: str) -> str:
    """A cell that a spreadsheet takes for text."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def _closed(row: ClosedLine) -> list[object]:
    return [
        row.number,
        row.thing,
        row.applicant,
        row.departments,
        _("窗口") if row.channel == "window" else _("网上"),
        clock.local_date(row.submitted_at),
        clock.local_date(row.ended_at),
        row.visits,
        row.contacts,
        row.missing,
    ]


def _rated(row: RatedLine) -> list[object]:
    day = clock.local_date(row.given_at)
    return [day, LEVELS[row.level], row.number, row.thing, row.place, row.window]


def _case(row: CaseLine) -> list[object]:
    who = [row.number, row.name, row.thing, row.applicant, row.department, row.holder, row.due]
    if row.decided_at is None:
        return [*who, row.doing]
    kept = "" if row.on_time is None else _("是") if row.on_time else _("否")
    return [
        *who, clock.local_date(row.decided_at), row.used, row.promise, row.legal, kept,
    ]  # fmt: skip
