"""The plan of an offer as bars over working days."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.guidance.rules.plan import PartPlan, Plan, limit_of
from onevisit.guidance.web.things import Thing, days
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.ui.charts import Bar
from onevisit.ui.formatting import local_date


def bars(thing: Thing, plan: Plan, *, dated: bool) -> list[Bar]:
    """One bar per part whose end is known; with `dated` each says the day it is due."""
    return [
        Bar(
            label=each.part.item.short_name or each.part.name,
            note=thing.office(each.part),
            start=each.begins,
            days=each.days,
            text=_text(each, dated=dated),
            critical=each.critical,
        )
        for each in plan.parts
        if each.due_on is not None
    ]


def _text(each: PartPlan, *, dated: bool) -> str:
    limit = days(limit_of(each.part), each.part.item.regime.unit)
    if not dated or each.due_on is None or not each.days:
        return limit
    return _("%(day)s前") % {"day": local_date(each.due_on)}


def finding(plan: Plan) -> str:
    """What the picture shows, in one sentence."""
    count = len(plan.parts)
    if plan.days is None:
        return _("各部门同时办理的工作日")
    if plan.days == 0:
        return _("受理当天办好")
    if count == 1:
        return _("受理后最晚第 %(n)s 个工作日办好") % {"n": plan.days}
    return ngettext(
        "%(count)s 件手续一起办，受理后最晚第 %(n)s 个工作日全部办好",
        "%(count)s 件手续一起办，受理后最晚第 %(n)s 个工作日全部办好",
        count,
    ) % {"count": count, "n": plan.days}


def axis(plan: Plan, calendar: WorkingCalendar, *, dated: bool) -> list[str]:
    """Marks under the bars at even distances; at most five."""
    if not plan.days:
        return []
    steps = next(step for step in (4, 3, 2, 1) if plan.days % step == 0)
    marks = [plan.days * each // steps for each in range(steps + 1)]
    if dated:
        return [_day(calendar, plan.starts_on, mark) for mark in marks]
    return [_("受理当天") if not mark else _("第 %(n)s 天") % {"n": mark} for mark in marks]


def _day(calendar: WorkingCalendar, start: date, mark: int) -> str:
    return local_date(calendar.add_working_days(start, mark).day)
