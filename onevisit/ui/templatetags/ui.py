"""``{% load ui %}``: icons, QR, the line, clocks, bars, dates and masks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onevisit.kernel import clock, masks
from onevisit.ui import addresses, charts, formatting, icons, problems, qr
from onevisit.ui.site import Site
from onevisit.ui.site import site as this_site

register = template.Library()

Text = str | Promise


@register.simple_tag
def icon(name: str, size: int = 20, stroke: float = 2) -> SafeString:
    """``{% icon "camera" size=20 %}``: an inline SVG, silent to screen readers."""
    return icons.icon(str(name), size, stroke)


@register.filter
def at(key: UUID, name: str) -> str:
    """``{{ row.id|at:"portal:desk-case" }}``: the address of a row's page, for long lists."""
    return addresses.address_of(name, key)


@register.simple_tag(name="qr")
def qr_tag(text: str, title: str = "") -> SafeString:
    """``{% qr url title="扫码查进度" %}``: a QR code as inline SVG."""
    return qr.qr_svg(str(text), str(title) or _("二维码"))


@register.simple_tag
def site() -> Site:
    """``{% site as s %}``: who runs this site, also where no request is at hand."""
    return this_site()


@register.simple_tag
def problem_for(status: int) -> problems.Problem:
    """``{% problem_for 404 as problem %}``: the words of an error page."""
    return problems.problem_for(status)


@dataclass(frozen=True)
class RailStep:
    """One station of the line as drawn."""

    label: Text
    state: str
    note: Text
    spoken: str
    current: bool


@register.inclusion_tag("ui/partials/rail.html")
def rail(steps: Iterable[object], label: str = "") -> dict[str, object]:
    """``{% rail steps %}``: stations ``(label, state)`` or ``(label, state, note)``.

    State is ``done``, ``now``, ``todo``, ``wait`` (needs the reader) or ``bad`` (refused).
    Objects with ``label``, ``state`` and perhaps ``note`` do as well.
    """
    return {"steps": [_rail_step(step) for step in steps], "label": label or _("办理进度")}


def _rail_step(step: object) -> RailStep:
    if isinstance(step, Sequence) and not isinstance(step, str):
        label, state, *rest = step
        note = rest[0] if rest else ""
    else:
        label, state = step.label, step.state  # type: ignore[attr-defined]
        note = getattr(step, "note", "")
    spoken = {
        "done": _("已完成"),
        "now": _("正在办"),
        "todo": _("还没到"),
        "wait": _("等您办"),
        "bad": _("没有通过"),
    }
    return RailStep(label, state, note, spoken[state], state in {"now", "wait", "bad"})


@register.inclusion_tag("ui/partials/timeline.html")
def timeline(
    bars: Sequence[charts.Bar], finding: str = "", axis: Sequence[str] = ()
) -> dict[str, object]:
    """``{% timeline bars finding="五件事同时办，最晚 5 个工作日" axis=dates %}``.

    ``bars`` are ``ui.charts.Bar``; ``finding`` is what the picture shows, in one sentence.
    """
    return {
        "bars": charts.draw(bars),
        "finding": finding or _("提交后各部门同时办理的工作日"),
        "axis": axis,
    }


@register.inclusion_tag("ui/partials/progress.html")
def progress(done: int, total: int) -> dict[str, object]:
    """``{% progress 3 6 %}``: question 3 of about 6."""
    share = 100 * done / total if total else 0
    return {"done": done, "total": total, "width": f"{min(share, 100):.0f}%"}


@register.simple_tag
def clock_badge(
    left: int | None = None,
    due: date | None = None,
    paused: bool = False,
    ended: bool = False,
    provisional: bool = False,
) -> SafeString:
    """``{% clock_badge left=3 due=case.due %}``: working days left, and until when. A desk draws
    fifty: no template of its own.

    ``left`` negative is overdue; ``paused`` says so instead; ``ended`` draws a finished clock.
    ``provisional`` adds that the calendar of that year is not published yet. A last day that is
    over, though no other has been counted since, is not called today: Friday's, on a Sunday.
    """
    today = clock.today()
    spent = left == 0 and due is not None and due < today
    return _badge(left, due, paused, ended, provisional, spent, get_language() or "", today.year)


@lru_cache(maxsize=4096)
def _badge(
    left: int | None,
    due: date | None,
    paused: bool,
    ended: bool,
    provisional: bool,
    spent: bool,
    _language: str,
    _year: int,
) -> SafeString:
    """Drawn once: the same few badges stand on every desk. A day of this year is shown without
    it, so the year counts.
    """
    if left is None and due and not (paused or ended):  # a day was named, no days are counted
        until = _("到%(day)s") % {"day": formatting.local_date(due)}
        return format_html('<span class="tag">{}{}</span>', icons.icon("clock", 14, 2), until)
    state, text = _clock_words(left, paused, ended, spent)
    tag = format_html('<span class="tag {}">{}{}</span>', state, icons.icon("clock", 14, 2), text)
    if not due:
        return tag
    until = _("%(day)s前") % {"day": formatting.local_date(due)}
    doubt = _("（暂定）") if provisional else ""
    return format_html('{} <span class="meta num">{}{}</span>', tag, until, doubt)


def _clock_words(left: int | None, paused: bool, ended: bool, spent: bool) -> tuple[str, str]:
    if ended:
        return "ok", _("已办结")
    if paused:
        return "", _("时限暂停")
    if left is None:
        return "", _("未起算")
    if spent:
        return "wait", _("期限已到")
    state = "bad" if left < 0 else "wait" if left <= 1 else "now"
    return state, formatting.time_left(left)


@register.filter
def local_date(value: date | datetime | None, option: str = "") -> str:
    """``11月20日``; ``|local_date:"weekday"`` adds ``周五``."""
    return formatting.local_date(value, weekday=option == "weekday")


@register.filter
def spoken_day(text: str) -> str:
    """``11月20日`` for a field's ``2026-11-20``, anything else as it was typed."""
    return formatting.spoken_day(str(text))


@register.filter
def joined(names: Iterable[object] | None) -> str:
    """``甲、乙``, in other languages with their own comma."""
    return formatting.joined(names or ())


@register.filter
def local_datetime(value: datetime | None) -> str:
    """``11月20日 14:32`` in Shanghai."""
    return formatting.local_datetime(value)


@register.filter
def working_days(value: int | None) -> str:
    """``5 个工作日``; 0 is ``当天``; nothing stays empty."""
    return formatting.working_days(value) if isinstance(value, int) else ""


@register.filter
def mask_name(value: str | None) -> str:
    """``陈*岚``."""
    return masks.mask_name(value or "")


@register.filter
def mask_phone(value: str | None) -> str:
    """``138****6621``."""
    return masks.mask_phone(value or "")


@register.filter
def span(value: timedelta | None) -> str:
    """``7 分 12 秒``; nothing stays empty."""
    return formatting.span(value) if value is not None else ""


@register.filter
def stopwatch(value: int) -> str:
    """``4:18`` from seconds."""
    return formatting.stopwatch(value)


@register.filter
def named(names: Mapping[str, object], key: str) -> object:
    """What a code is called; one without a name stays as it is."""
    return names.get(key, key)
