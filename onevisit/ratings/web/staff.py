"""差评整改: whom to call back by when, and what was put right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ratings import queries, services
from onevisit.ratings.queries import RectificationLine
from onevisit.ratings.rules import MOVES, NoteKind
from onevisit.ratings.web.wordings import KINDS, LEVELS, NOTES, REASONS, STATES
from onevisit.ui.wordings import status_in_place, text_for

handlers = staff_required(Permission.RATINGS_HANDLE)


@require_safe
@handlers
def rectifications(request: HttpRequest) -> HttpResponse:
    """What is open by how soon it is due; or what is done."""
    done = request.GET.get("show") == "done"
    rows = queries.rectifications(actor=actor_of(request), done=done)
    context = {"rows": [_told(each) for each in rows], "done": done}
    return render(request, "ratings/rectifications.html", context)


def _told(line: RectificationLine) -> dict[str, object]:
    state, tag = STATES[line.state]
    return {
        "line": line,
        "state": state,
        "tag": tag,
        "level": LEVELS[line.level][0],
        "now": LEVELS[line.now][0] if line.now != line.level else "",
        "kind": KINDS[line.kind],
    }


@require_safe
@handlers
def rectification(request: HttpRequest, rectification_id: UUID) -> HttpResponse:
    """One of them: what was said, what was done, what may be noted now."""
    return _page(request, rectification_id)


def _page(
    request: HttpRequest,
    rectification_id: UUID,
    *,
    problem: str = "",
    status: int = 200,
    number: str = "",
) -> HttpResponse:
    view = queries.rectification_view(rectification_id=rectification_id, actor=actor_of(request))
    context = {
        **_told(view.line),
        "view": view,
        "reasons": [REASONS[each] for each in view.reasons],
        "notes": [(each, NOTES[each.kind]) for each in view.notes],
        "may": [(each.value, NOTES[each]) for each in NoteKind if (view.line.state, each) in MOVES],
        "today": clock.today(),
        "number": number,
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "ratings/rectification.html", context, status=status)


@require_POST
@handlers
def note(request: HttpRequest, rectification_id: UUID) -> HttpResponse:
    """A call, or what was put right."""
    try:
        services.note(
            rectification_id=rectification_id,
            kind=request.POST.get("kind", ""),
            words=request.POST.get("words", ""),
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        status = status_in_place(error)
        return _page(request, rectification_id, problem=text_for(error), status=status)
    messages.success(request, _("记下了。"))
    return HttpResponseRedirect(reverse("ratings:rectification", args=[rectification_id]))


@require_POST
@handlers
def phone(request: HttpRequest, rectification_id: UUID) -> HttpResponse:
    """The number to call, in clear, on record."""
    number = services.call_number(rectification_id=rectification_id, actor=actor_of(request))
    return _page(request, rectification_id, number=number or _("没有登记电话"))


@require_POST
@staff_required(Permission.CASES_LOOK_UP)
def call(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """A call to the hotline about an application was answered."""
    services.note_call(application_id=application_id, actor=actor_of(request))
    messages.success(request, _("来电记下了，申请人可以评价这次答复。"))
    return HttpResponseRedirect(reverse("portal:lookup-application", args=[application_id]))
