"""部门系统: which systems hear of cases, what they did not hear, telling them again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.kernel.clock import parse_day
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.reporting import queries, services
from onevisit.reporting.web.batches import keepers
from onevisit.reporting.web.joining import joining
from onevisit.reporting.web.wordings import problem_text
from onevisit.ui.posted import text_of, uuid_of
from onevisit.ui.wordings import status_in_place, text_for

_LONG = 300


@require_safe
@keepers
def hooks(request: HttpRequest) -> HttpResponse:
    """Every system with its lag; joining another."""
    return _hooks(request)


def _hooks(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    lines = queries.hooks(actor_of(request))
    return joining(request, "reporting/hooks.html", lines, problem=problem, status=status)


@require_POST
@keepers
def subscribe(request: HttpRequest) -> HttpResponse:
    """Join a system; its secret is shown once, on the page that answers."""
    try:
        made, secret = services.subscribe(
            department_id=uuid_of(request, "department"),
            address=text_of(request, "address", _LONG),
            actor=actor_of(request),
        )
    except (Conflict, Invalid) as error:
        return _hooks(request, problem=text_for(error), status=status_in_place(error))
    return _hook(request, made, secret=secret)


@require_safe
@keepers
def hook(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """One system: what it did not hear, what waits, what it was told."""
    return _hook(request, subscription_id)


def _hook(
    request: HttpRequest,
    subscription_id: UUID,
    *,
    secret: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    view = queries.hook_view(subscription_id=subscription_id, actor=actor_of(request))
    context = {
        "line": view.line,
        "dead": [(each, problem_text(each.problem)) for each in view.dead],
        "waiting": [(each, problem_text(each.problem)) for each in view.waiting],
        "told": view.told,
        "secret": secret,
        "problem": problem,
        "typed": request.POST,
    }
    answer = render(request, "reporting/hook.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@keepers
def act(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Pause, resume, end, or tell again."""
    actor, do = actor_of(request), text_of(request, "do", 10)
    try:
        if do == "replay":
            count = services.replay(
                subscription_id=subscription_id,
                case_number=text_of(request, "case", 100),
                since=parse_day(text_of(request, "since", 10)),
                actor=actor,
            )
            said = ngettext("%(n)s 条会再告诉一次。", "%(n)s 条会再告诉一次。", count) % {
                "n": count
            }
        else:
            _ACTS.get(do, services.resume)(subscription_id=subscription_id, actor=actor)
            said = _("记下了。")
    except (Conflict, Invalid) as error:
        return _hook(
            request, subscription_id, problem=text_for(error), status=status_in_place(error)
        )
    flash.success(request, said)
    return HttpResponseRedirect(reverse("reporting:hook", args=[subscription_id]))


@require_POST
@keepers
def call(request: HttpRequest, subscription_id: UUID, call_id: UUID) -> HttpResponse:
    """What is dead is told again, or let go."""
    again = text_of(request, "do", 10) != "let_go"
    act_on = services.call_again if again else services.let_go
    try:
        act_on(call_id=call_id, actor=actor_of(request))
    except Conflict as error:
        flash.error(request, text_for(error))
    else:
        said = _("马上再告诉一次。") if again else _("这一条不再告诉，后面的接着走。")
        flash.success(request, said)
    return HttpResponseRedirect(reverse("reporting:hook", args=[subscription_id]))


_ACTS: dict[str, Callable[..., None]] = {
    "pause": services.pause,
    "resume": services.resume,
    "end": services.end,
}
