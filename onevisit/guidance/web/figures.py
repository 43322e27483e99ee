"""The line of figures under a title: before → after."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from onevisit.guidance.rules.figures import Figures
from onevisit.guidance.rules.plan import Plan
from onevisit.guidance.rules.survey import Range, Survey
from onevisit.ui.formatting import local_date, weekday_name, working_days


@dataclass(frozen=True)
class Told:
    """One figure: `before` is empty where nothing becomes less; `unit` follows `after`."""

    label: str
    before: str
    after: str
    unit: str


def _pair(label: str, pattern: str, before: str, after: str) -> Told:
    """`pattern` like "%(n)s 件": the unit is what follows the number."""
    unit = (pattern % {"n": ""}).strip()
    return Told(label, "" if before == after else pattern % {"n": before}, after, unit)


def told(both: Figures, plan: Plan | None) -> list[Told]:
    """The figures of one situation, and the day it is done at the latest."""
    before, after = both.before, both.after
    found = [
        _pair(
            _("手续"),
            pgettext("几件手续", "%(n)s 件"),
            str(before.procedures),
            str(after.procedures),
        ),
        _pair(_("材料"), _("%(n)s 份"), str(before.materials), str(after.materials)),
    ]
    if after.visits is not None:
        was = after.visits if before.visits is None else before.visits
        found.append(
            _pair(_("跑动（声明）"), _("%(n)s 次"), str(max(was, after.visits)), str(after.visits))
        )
    if plan is not None and plan.due_on is not None:
        found.append(_due(plan.due_on, plan))
    return found


def _due(due: date, plan: Plan) -> Told:
    if due == plan.starts_on:
        return Told(_("最晚办好"), "", _("当天"), "")
    note = _("（暂定）") if plan.provisional else ""
    return Told(_("最晚办好"), "", local_date(due), f"{weekday_name(due)}{note}")


def surveyed(found: Survey, promise: int | None) -> list[Told]:
    """The figures over all situations, from … to."""
    before, after = found.before, found.after
    told_figures = [
        _pair(
            _("手续"),
            pgettext("几件手续", "%(n)s 件"),
            _span(before.procedures),
            _span(after.procedures),
        ),
        _pair(_("材料"), _("%(n)s 份"), _span(before.materials), _span(after.materials)),
    ]
    if after.visits.high is not None:
        was = before.visits if (before.visits.high or 0) > after.visits.high else after.visits
        now = _span(after.visits)
        told_figures.append(_pair(_("跑动（声明）"), _("%(n)s 次"), _span(was), now))
    longest = promise if after.days.high is None else after.days.high
    if longest is not None:
        told_figures.append(Told(_("最长"), "", working_days(longest), ""))
    return told_figures


@dataclass(frozen=True)
class Compared:
    """One row of the table: each thing filed by itself, and all as one."""

    label: str
    apart: str
    together: str


def compared(found: Survey) -> list[Compared]:
    """Every figure of both sides, over all situations; what no source states is left out."""
    before, after = found.before, found.after
    rows = (
        (_("手续"), _procedures, before.procedures, after.procedures),
        (_("材料"), _papers, before.materials, after.materials),
        (_("填写"), _fields, before.fields, after.fields),
        (_("用时"), _days, before.days, after.days),
        (_("跑动"), _trips, before.visits, after.visits),
    )
    return [
        Compared(
            label,
            pattern(apart.high) % {"n": _span(apart)},
            pattern(together.high) % {"n": _span(together)},
        )
        for label, pattern, apart, together in rows
        if apart.high is not None and together.high is not None
    ]


def _procedures(_most: int) -> str:
    return pgettext("几件手续", "%(n)s 件")


def _papers(_most: int) -> str:
    return _("%(n)s 份")


def _fields(most: int) -> str:
    return ngettext("%(n)s 项", "%(n)s 项", most)


def _days(most: int) -> str:
    return ngettext("%(n)s 天", "%(n)s 天", most)


def _trips(_most: int) -> str:
    return _("%(n)s 次")


def _span(amount: Range) -> str:
    if amount.same:
        return str(amount.low)
    return _("%(low)s–%(high)s") % {"low": amount.low, "high": amount.high}
