"""承诺核查: what was promised instead of shown, checked after the grant."""

from datetime import date
from functools import partial
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
from onevisit.cases.rules.obligations import STEPS, Check
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import (
    commitment_response,
    obligation_letter_response,
    seq_of,
)
from onevisit.ui.answering import answered
from onevisit.ui.posted import text_of, written

officers = staff_required(Permission.CASES_REVIEW)


@require_safe
@officers
def obligations(request: HttpRequest) -> HttpResponse:
    """The nearest day first; `?show=ended`: what needs no check any more."""
    ended = request.GET.get("show") == "ended"
    after = request.GET.get("after") or None
    page = cases.obligations(actor=actor_of(request), after=after, ended=ended)
    here = reverse("portal:desk-obligations")
    kept = "show=ended&" if ended else ""
    context = {
        "rows": [
            (r, labels.obligation_state(r.ground, r.state), labels.OBLIGATION_TAGS[r.state])
            for r in page.rows
        ],
        "show": "obligations",
        "ended": ended,
        "first_url": f"{here}?{kept}".rstrip("?&") if after else "",
        "next_url": f"{here}?{kept}after={page.after}" if page.after else "",
    }
    return render(request, "portal/staff/obligations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def obligation(request: HttpRequest, obligation_id: UUID) -> HttpResponse:
    """One commitment: what was told, what was found, and what comes next."""
    page = partial(_page, request, obligation_id)
    done = partial(_check, request, obligation_id)
    return answered(done, page) if request.method == "POST" else page()


def _check(request: HttpRequest, obligation_id: UUID) -> HttpResponse:
    try:
        check = Check(text_of(request, "check"))
    except ValueError:
        raise Invalid("portal.choose_verdict", field="check") from None
    services.check_obligation(
        obligation_id=obligation_id,
        check=check,
        words=written(request, "words"),
        limit_on=_day(request),
        last_seq=seq_of(request),
        actor=actor_of(request),
    )
    messages.success(request, _("已记录：%(what)s。") % {"what": labels.CHECKS[check]})
    return HttpResponseRedirect(reverse("portal:desk-obligation", args=[obligation_id]))


def _day(request: HttpRequest) -> date | None:
    text = text_of(request, "on")
    found = clock.parse_day(text)
    if text and found is None:
        raise Invalid("portal.bad_day", field="on")
    return found


def _page(
    request: HttpRequest, obligation_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = cases.obligation_view(obligation_id=obligation_id, actor=actor_of(request))
    ground = view.line.ground
    steps = [s for s in STEPS if s.before is view.line.state and s.check in view.may]
    context = {
        "view": view,
        "line": view.line,
        "show": "obligations",
        "state": labels.obligation_state(ground, view.line.state),
        "tag": labels.OBLIGATION_TAGS[view.line.state],
        "events": [
            (
                each,
                labels.check_name(ground, each.check),
                labels.letter_name(ground, each.letter) if each.letter else "",
            )
            for each in view.events
        ],
        "steps": [(each, labels.check_name(ground, each.check)) for each in steps],
        "typed": request.POST.get("words", "") if problem else "",
        "chosen": request.POST.get("check", ""),
        "problem": problem,
    }
    return render(request, "portal/staff/obligation.html", context, status=status)


@require_safe
@officers
def commitment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """告知承诺书 of a case, as PDF."""
    return commitment_response(request, case_id, actor_of(request))


@require_safe
@officers
def letter(request: HttpRequest, obligation_id: UUID, seq: int) -> HttpResponse:
    """What was written to the holder of it, as PDF."""
    return obligation_letter_response(request, obligation_id, seq, actor_of(request))
