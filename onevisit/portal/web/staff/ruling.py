"""登记复议、诉讼结果: what was ruled on the end of a case, and what the office does about it."""

from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import CaseView
from onevisit.cases.rules.rulings import LONGEST_DAYS, LONGEST_NAME, Ruling, RulingDraft, Way
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import seq_of
from onevisit.ui.answering import answered
from onevisit.ui.posted import number_of, text_of, written

_NAMES = ("way", "ruling", "by", "number", "on", "days", "words")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Permission.CASES_DECIDE)
def ruling(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One form; what is decided again opens as the case that follows."""
    view = cases.case_view(case_id=case_id, actor=actor_of(request))
    page = partial(_page, request, view)
    return answered(partial(_act, request, case_id), page) if request.method == "POST" else page()


def _act(request: HttpRequest, case_id: UUID) -> HttpResponse:
    again = services.record_ruling(
        case_id=case_id,
        ruling=_draft(request),
        words=written(request, "words"),
        actor=actor_of(request),
        last_seq=seq_of(request),
    )
    messages.success(
        request, _("已登记，重新办理的办件在这里。") if again else _("已登记，申请人会收到告知书。")
    )
    return HttpResponseRedirect(reverse("portal:desk-case", args=[again or case_id]))


def _draft(request: HttpRequest) -> RulingDraft:
    """Raises Invalid `portal.choose_ruling`, `portal.bad_day`."""
    try:
        way, ruled = Way(text_of(request, "way")), Ruling(text_of(request, "ruling"))
    except ValueError:
        raise Invalid("portal.choose_ruling", field="way") from None
    return RulingDraft(
        way,
        ruled,
        written(request, "by"),
        written(request, "number"),
        _day(request),
        number_of(request, "days"),
    )


def _day(request: HttpRequest) -> date:
    found = clock.parse_day(text_of(request, "on"))
    if found is None:
        raise Invalid("portal.bad_day", field="on")
    return found


def _page(
    request: HttpRequest, view: CaseView, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "case": view,
        "may": view.may,
        "state": labels.STATES[view.state],
        "ways": labels.WAYS.items(),
        "rulings": labels.RULINGS.items(),
        "most": LONGEST_DAYS,
        "longest": LONGEST_NAME,
        "today": clock.today().isoformat(),
        "typed": {name: written(request, name) for name in _NAMES},
        "problem": problem,
    }
    return render(request, "portal/staff/ruling.html", context, status=status)
