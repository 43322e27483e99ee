"""依职权: begin an order to put right, or the hearing before a result is taken."""

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
from onevisit.cases.rules.obligations import Ground
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.portal.web.staff import labels
from onevisit.ui.answering import answered
from onevisit.ui.posted import text_of, written


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Permission.CASES_DECIDE)
def motion(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One form; what follows is recorded where commitments are checked."""
    view = cases.case_view(case_id=case_id, actor=actor_of(request))
    page = partial(_page, request, view)
    return answered(partial(_act, request, case_id), page) if request.method == "POST" else page()


def _act(request: HttpRequest, case_id: UUID) -> HttpResponse:
    begun = _begin(request, case_id)
    messages.success(request, _("已记录，通知书已送达申请人。"))
    return HttpResponseRedirect(reverse("portal:desk-obligation", args=[begun]))


def _begin(request: HttpRequest, case_id: UUID) -> UUID:
    try:
        ground = Ground(text_of(request, "ground"))
    except ValueError:
        raise Invalid("portal.choose_ground", field="ground") from None
    on = clock.parse_day(text_of(request, "on"))
    if on is None or ground not in labels.GROUNDS:
        raise Invalid("portal.bad_day", field="on")
    return services.begin_motion(
        case_id=case_id,
        ground=ground,
        words=written(request, "words"),
        limit_on=on,
        actor=actor_of(request),
    )


def _page(
    request: HttpRequest, view: CaseView, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "case": view,
        "may": view.may,
        "state": labels.STATES[view.state],
        "grounds": labels.GROUNDS.items(),
        "typed": {name: written(request, name) for name in ("ground", "on", "words")},
        "problem": problem,
    }
    return render(request, "portal/staff/motion.html", context, status=status)
