"""联合审图 as the applicant meets it: every comment at once, and one revised version."""

from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.access import get_case_for
from onevisit.cases.errors import no_such_case
from onevisit.cases.errors.drawings import no_such_review
from onevisit.cases.queries.drawings import ReviewLine, ReviewView, drawings_view
from onevisit.cases.rules.drawings import LONGEST_COMMENT, ReviewState
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.portal.web.staff.answering import (
    acceptance_response,
    drawing_letter_response,
    file_response,
    more_days_response,
    status_of,
    told,
)
from onevisit.portal.web.staff.drawings import SEVERITIES, stands
from onevisit.ui.formatting import local_date
from onevisit.ui.posted import number_of, text_of, written


def to_revise(lines: tuple[ReviewLine, ...]) -> list[str]:
    """What the applicant is to do about drawings."""
    return [
        _("“%(what)s”的图纸各部门一起审完了，意见一次列全，%(day)s前交修改后的图纸。")
        % {"what": line.case_name, "day": local_date(line.due_on)}
        for line in lines
        if line.state is ReviewState.MENDING
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def drawing(request: HttpRequest, number: str, review_id: UUID) -> HttpResponse:
    """The comments of all departments, and the form for the revised version."""
    view = _own(request, number, review_id)
    if request.method != "POST":
        return _page(request, view)
    if text_of(request, "action") == "more":
        return _ask_more(request, view)
    try:
        services.hand_in_drawings(
            review_id=review_id,
            files=[
                (material, cast(BinaryIO, each.file), each.name or "")
                for material, _name in view.materials
                for each in request.FILES.getlist(f"file-{material}")
            ],
            answers={
                (seat.department_id, n): written(request, f"answer-{s}-{n}")
                for s, seat in enumerate(view.seats)
                for n in range(len(seat.comments))
            },
            actor=actor_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return _page(request, view, error)
    messages.success(request, _("交好了。各部门只核对这些意见改好没有，不会再提新的。"))
    return HttpResponseRedirect(reverse("portal:affair_drawing", args=[number, review_id]))


def _ask_more(request: HttpRequest, view: ReviewView) -> HttpResponse:
    try:
        services.ask_more_days(
            review_id=view.id,
            days=number_of(request, "more"),
            why=written(request, "why"),
            actor=actor_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return _page(request, view, error)
    messages.success(request, _("问了。牵头部门答复以前，还是按原来的日子。"))
    where = [view.application_number, view.id]
    return HttpResponseRedirect(reverse("portal:affair_drawing", args=where))


def _own(request: HttpRequest, number: str, review_id: UUID) -> ReviewView:
    view = drawings_view(review_id=review_id, actor=actor_of(request))
    if view.application_number != number:
        raise no_such_review()
    return view


def _page(request: HttpRequest, view: ReviewView, error: DomainError | None = None) -> HttpResponse:
    number = view.application_number
    context = {
        "view": view,
        "state": stands(view),
        "severities": dict(SEVERITIES),
        "seats": [
            (
                seat,
                [
                    (f"answer-{s}-{n}", each, SEVERITIES[each.severity], _typed(request, s, n))
                    for n, each in enumerate(seat.comments)
                ],
            )
            for s, seat in enumerate(view.seats)
        ],
        "letter_numbers": [(n, *each) for n, each in enumerate(view.letters, 1)],
        "longest": LONGEST_COMMENT,
        "typed": request.POST,
        "problem": told(error) if error else "",
        "trail": [
            (_("我的办件"), reverse("portal:affairs")),
            (number, reverse("portal:affair", args=[number])),
            (_("联合审图"), ""),
        ],
    }
    status = status_of(error) if error else 200
    return render(request, "portal/citizen/drawing.html", context, status=status)


def _typed(request: HttpRequest, seat: int, n: int) -> str:
    return text_of(request, f"answer-{seat}-{n}", LONGEST_COMMENT)


@require_safe
@citizen_required
def file(request: HttpRequest, number: str, review_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A sheet of any version."""
    _own(request, number, review_id)
    return file_response(
        services.drawing_file(review_id=review_id, evidence_id=evidence_id, actor=actor_of(request))
    )


@require_safe
@citizen_required
def letter(request: HttpRequest, number: str, review_id: UUID, n: int) -> HttpResponse:
    """A letter of comments, or (0) the opinion of all."""
    _own(request, number, review_id)
    return drawing_letter_response(request, review_id, n, actor_of(request))


@require_safe
@citizen_required
def more_letter(request: HttpRequest, number: str, review_id: UUID) -> HttpResponse:
    """The answer to the wish for more days."""
    _own(request, number, review_id)
    return more_days_response(request, review_id, actor_of(request))


@require_safe
@citizen_required
def acceptance(request: HttpRequest, number: str, case_id: UUID) -> HttpResponse:
    """联合验收意见书 of a site visit that everybody has passed."""
    actor = actor_of(request)
    if get_case_for(actor, case_id).application.number != number:
        raise no_such_case()
    return acceptance_response(request, case_id, actor)
