"""工作日历: yearly notices are entered by one officer, tried, and confirmed by another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import NoticeLine
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.kernel.notices import balance, read_text
from onevisit.portal.web.staff import calendar_page as pages
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.ui.posted import number_of, text_of, written

keepers = staff_required(Permission.CALENDAR_PUBLISH)
_LONGEST = 5000
_FIRST, _LAST = 2004, 2200


@require_safe
@keepers
def calendar(request: HttpRequest) -> HttpResponse:
    """The years that count, and the notices that wait or were entered."""
    actor = actor_of(request)
    years = cases.calendar_years(actor=actor)
    context = {
        "years": [(each, balance(each.notice)) for each in years],
        "notices": cases.calendar_notices(actor=actor),
        "next_year": years[0].year + 1 if years else _FIRST,
    }
    return render(request, "portal/staff/calendar.html", context)


@require_safe
@keepers
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year that counts, month by month. Raises NotFound `portal.no_such_year`."""
    found = [each for each in cases.calendar_years(actor=actor_of(request)) if each.year == year]
    if not found:
        raise NotFound("portal.no_such_year")
    context = {
        "line": found[0],
        "months": pages.months(found[0].notice),
        "balance": balance(found[0].notice),
    }
    return render(request, "portal/staff/calendar_year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def enter(request: HttpRequest) -> HttpResponse:
    """The form of a notice; its text may be pasted and read into the rows first."""
    actor = actor_of(request)
    if request.method != "POST":
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
        known = {each.year: each for each in cases.calendar_years(actor=actor)}
        return _form(request, year or max(known, default=_FIRST - 1) + 1, pages.rows_of(()))
    year = number_of(request, "year") or 0
    rows = pages.typed_rows(request)
    try:
        if not _FIRST <= year <= _LAST:
            raise Invalid("portal.no_such_year", field="year")
        if text_of(request, "action") == "read":
            rows = pages.rows_of(read_text(year, written(request, "text")[:_LONGEST]))
            return _form(request, year, rows, read=True)
        notice_id = services.enter_notice(
            year=year,
            number=text_of(request, "number"),
            dated=pages.day_of(request, "dated"),
            feasts=pages.feasts_of(rows),
            actor=actor,
        )
    except (Conflict, Invalid) as error:
        return _form(request, year, rows, error=error)
    messages.success(request, _("已录入，等另一位同事核对确认后生效。"))
    return HttpResponseRedirect(reverse("portal:calendar-notice", args=[notice_id]))


def _form(
    request: HttpRequest,
    year: int,
    rows: list[pages.Row],
    *,
    read: bool = False,
    error: DomainError | None = None,
) -> HttpResponse:
    context = {
        "year": year,
        "rows": rows,
        "typed": {name: written(request, name) for name in ("text", "number", "dated")},
        "read": sum(1 for row in rows if row.since) if read else 0,
        "tried": read,
        "problem": told(error) if error else "",
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/calendar_enter.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One notice with its year, and what it moves: tried while it waits, done when it counts."""
    actor = actor_of(request)
    if request.method != "POST":
        return _notice(request, cases.calendar_notice(notice_id=notice_id, actor=actor))
    try:
        if text_of(request, "action") == "confirm":
            services.confirm_notice(notice_id=notice_id, actor=actor)
            messages.success(request, _("已生效，在办件的期限正在重算。"))
        else:
            reason = written(request, "reason")
            services.withdraw_notice(notice_id=notice_id, reason=reason, actor=actor)
            messages.success(request, _("已退回，没有生效。"))
    except (Conflict, Invalid, Refused) as error:
        view = cases.calendar_notice(notice_id=notice_id, actor=actor)
        return _notice(request, view, problem=told(error), status=status_of(error))
    return HttpResponseRedirect(reverse("portal:calendar-notice", args=[notice_id]))


def _notice(
    request: HttpRequest, view: NoticeLine, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    report = None
    if view.state == "waiting":
        report = cases.trial(notice=view.notice, actor=actor)
    elif view.revision is not None:
        report = cases.recount_report(revision=view.revision, actor=actor)
    context = {
        "view": view,
        "months": pages.months(view.notice),
        "balance": balance(view.notice),
        "report": report,
        "rows": pages.moved_rows(report.lines) if report else [],
        "by_clock": [(pages.clock_name(each), n) for each, n in report.by_clock] if report else [],
        "problem": problem,
        "typed": written(request, "reason") if problem else "",
    }
    return render(request, "portal/staff/calendar_notice.html", context, status=status)
