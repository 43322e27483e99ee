"""Figures, plan and offices of a draft in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.rules.submission import promise_of
from onevisit.catalogue.rules.composition import OfferPart
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.guidance.rules.figures import figures
from onevisit.guidance.rules.plan import PartPlan, limit_of, plan_of
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit, DueDate, WorkingCalendar
from onevisit.kernel.queries import load_calendar
from onevisit.ui.charts import Bar
from onevisit.ui.formatting import local_date, natural_days, weekday_name, working_days

Text = str | Promise

COLLECTIONS: Mapping[str, Text] = {
    "online": gettext_lazy("网上下载电子件"),
    "window": gettext_lazy("到窗口领"),
    "courier": gettext_lazy("邮寄到家"),
    "locker": gettext_lazy("智能柜自取"),
}


@dataclass(frozen=True)
class Offices:
    """Departments as the pages name them."""

    departments: Mapping[str, UUID]
    by_id: Mapping[UUID, DepartmentInfo]
    by_code: Mapping[str, DepartmentInfo]

    def deciding(self, part: OfferPart) -> str:
        """The short name of who decides a part, or nothing."""
        found = self.by_id.get(self.departments.get(part.key) or UUID(int=0))
        return found.short_name or found.name if found else ""

    def provider(self, code: str) -> str:
        """Who gives a paper: a department by its code, or as the definition names it."""
        found = self.by_code.get(code)
        return found.short_name or found.name if found else code

    def phone(self, draft: DraftView) -> str:
        """Whom to call: what the definition says, else the first department that decides."""
        first = next(iter(draft.checklist.active_parts), None)
        office = self.by_id.get(self.departments.get(first.key) or UUID(int=0)) if first else None
        return draft.offer.texts.consult_phone or (office.phone if office else "")


def offices_of(departments: Mapping[str, UUID]) -> Offices:
    """All departments; one query."""
    every = directory.departments()
    return Offices(departments, {d.id: d for d in every}, {d.code: d for d in every})


@dataclass(frozen=True)
class Sum:
    """One figure: `before` is empty where nothing becomes less; `unit` follows `after`."""

    label: str
    before: str
    after: str
    unit: str


@dataclass(frozen=True)
class Told:
    """What a draft will take: figures before and after, who works when, the day it is done."""

    sums: tuple[Sum, ...]
    bars: tuple[Bar, ...]
    axis: tuple[str, ...]
    finding: str
    due: DueDate | None
    intake: int
    offices: int


def told(draft: DraftView, offices: Offices) -> Told:
    """The figures and the plan of a draft, handed in today."""
    calendar, today = load_calendar(), clock.today()
    plan = plan_of(draft.checklist, calendar, today)
    due = promise_of(draft.checklist, calendar, today)
    parts = draft.checklist.active_parts
    return Told(
        sums=tuple(_sums(draft, due, today)),
        bars=tuple(_bar(each, offices) for each in plan.parts if each.due_on is not None),
        axis=tuple(_axis(plan.days, calendar, plan.starts_on)),
        finding=_finding(len(plan.parts), plan.days),
        due=due,
        intake=max((part.item.regime.intake for part in parts), default=0),
        offices=len({offices.deciding(part) for part in parts}),
    )


def _sums(draft: DraftView, due: DueDate | None, today: date) -> Iterable[Sum]:
    if not draft.checklist.complete:
        return
    both = figures(draft.offer, draft.answers)  # type: ignore[arg-type]
    before, after = both.before, both.after
    yield _pair(_("手续"), pgettext("几件手续", "%(n)s 件"), before.procedures, after.procedures)
    yield _pair(_("材料"), _("%(n)s 份"), before.materials, after.materials)
    if after.visits is not None:
        was = after.visits if before.visits is None else max(before.visits, after.visits)
        yield _pair(_("跑动（声明）"), _("%(n)s 次"), was, after.visits)
    if due is not None and due.day == today:
        yield Sum(_("最晚办好"), "", _("当天"), "")
    elif due is not None:
        note = _("（暂定）") if due.provisional else ""
        yield Sum(_("最晚办好"), "", local_date(due.day), f"{weekday_name(due.day)}{note}")


def _pair(label: str, pattern: str, before: int, after: int) -> Sum:
    unit = (pattern % {"n": ""}).strip()
    return Sum(label, "" if before == after else pattern % {"n": before}, f"{after}", unit)


def _bar(each: PartPlan, offices: Offices) -> Bar:
    limit = limit_of(each.part)
    text = days(limit, each.part.item.regime.unit)
    if each.due_on is not None and each.days:
        text = _("%(day)s前") % {"day": local_date(each.due_on)}
    name = each.part.item.short_name or each.part.name
    return Bar(name, offices.deciding(each.part), each.begins, each.days, text, each.critical)


def days(amount: int | None, unit: DayUnit) -> str:
    """A limit as people say it."""
    if amount is None:
        return _("时限没有写明")
    if unit is DayUnit.NATURAL and amount:
        return natural_days(amount)
    return working_days(amount)


def _axis(amount: int | None, calendar: WorkingCalendar, start: date) -> Iterable[str]:
    """Days under the bars at even distances; at most five."""
    if not amount:
        return
    steps = next(step for step in (4, 3, 2, 1) if amount % step == 0)
    for each in range(steps + 1):
        yield local_date(calendar.add_working_days(start, amount * each // steps).day)


def _finding(count: int, amount: int | None) -> str:
    if amount is None:
        return _("各部门同时办理的工作日")
    if amount == 0:
        return _("受理当天办好")
    if count == 1:
        return _("受理后最晚第 %(n)s 个工作日办好") % {"n": amount}
    return ngettext(
        "%(count)s 件手续一起办，受理后最晚第 %(n)s 个工作日全部办好",
        "%(count)s 件手续一起办，受理后最晚第 %(n)s 个工作日全部办好",
        count,
    ) % {"count": count, "n": amount}
