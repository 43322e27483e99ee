"""叫号: who waits, the next in line, and what happens to a number."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts import queries as accounts
from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.guidance import queries as guidance
from onevisit.hall import queries as hall
from onevisit.hall import services
from onevisit.hall.queries import Board, TicketLine
from onevisit.hall.rules import TicketAct, TicketState
from onevisit.hall.services.tickets import NOT_SAID, Wanted
from onevisit.kernel import clock
from onevisit.kernel.canonical import digest
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.ratings import queries as ratings
from onevisit.ratings.queries import DayRatings
from onevisit.ui.posted import text_of

POPULAR = 12
"""Things offered beside the field that says what somebody came for."""

queuers = staff_required(Permission.HALL_QUEUE)
callers = staff_required(Permission.CASES_INTAKE)


def queue_context(actor: Actor) -> dict[str, object]:
    """What the left column needs; `queue_mark` changes when anything in it does."""
    held = hall.board(actor=actor)
    rated = ratings.ratings_today(actor=actor)
    return {
        "board": held,
        "rated": rated,
        "elapsed": _elapsed(held.current),
        "priorities": labels.PRIORITIES,
        "queue_mark": _mark(held, rated, actor),
    }


def _elapsed(line: TicketLine | None) -> int:
    """Seconds since somebody came forward, or was called."""
    if line is None or line.since is None:
        return 0
    return int(max(clock.now() - line.since, timedelta(0)).total_seconds())


def _mark(held: Board, rated: DayRatings, actor: Actor) -> str:
    return digest([repr(held), repr(rated), get_language() or "", actor.window])[:24]


@require_safe
@queuers
def column(request: HttpRequest) -> HttpResponse:
    """The left column as it stands now; unchanged since the page last asked, it is not sent."""
    actor = actor_of(request)
    context = queue_context(actor)
    mark = f'"{context["queue_mark"]}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified(headers={"ETag": mark})
    context |= {"renewed": True, "may_call": actor.may(Permission.CASES_INTAKE)}
    response = render(request, "portal/staff/partials/queue.html", context)
    response["ETag"] = mark
    return response


@require_POST
@callers
def call_next(request: HttpRequest) -> HttpResponse:
    """下一位: whom the clerk served is done, whoever is next comes forward; who was called and has
    not come yet is called again.
    """
    actor, having = actor_of(request), parse_id(text_of(request, "having"))
    line = services.call_next(actor=actor, having=having)
    if line is None:
        messages.info(request, _("没有人等候。有人来了，读证件就能办。"))
        return HttpResponseRedirect(reverse("portal:window"))
    if line.id == having:
        again = _("%(number)s 号还没有开始办，又叫了一次。没有来，请按“过号”。")
        messages.info(request, again % {"number": line.number})
    return HttpResponseRedirect(where_to(line))


def where_to(line: TicketLine) -> str:
    """Where one goes on with somebody: at what was begun for them, if anything was."""
    if line.application_id is not None:
        return reverse("portal:intake", args=[line.application_id])
    if line.person_id is not None:
        return reverse("portal:window-person", args=[line.person_id])
    return reverse("portal:window")


@require_safe
@queuers
def queue(request: HttpRequest) -> HttpResponse:
    """Entering who comes, and everybody of today."""
    return _queue(request)


def _queue(
    request: HttpRequest,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "tickets": hall.tickets_today(actor=actor),
        "figures": hall.day_figures(actor=actor),
        "things": [hit.name for hit in guidance.search("", limit=POPULAR) if hit.applicable],
        "priorities": labels.PRIORITIES,
        "states": labels.TICKETS,
        "tags": labels.TICKET_TAGS,
        "typed": typed or {},
        "errors": errors or {},
        "seated": actor.service_point_id is not None,
        "may_call": actor.may(Permission.CASES_INTAKE),
    }
    return render(request, "portal/staff/queue.html", context, status=status)


@require_POST
@queuers
def take(request: HttpRequest) -> HttpResponse:
    """Enter somebody; the page says the number to tell them."""
    names = ("called_as", "wants", "priority", "prepared")
    typed = {name: text_of(request, name, 60) for name in names}
    try:
        number = services.take_ticket(
            actor=actor_of(request),
            called_as=typed["called_as"],
            wants=wanted(typed["wants"]),
            priority=typed["priority"],
            prepared=typed["prepared"] == "1",
        )
    except (Invalid, Refused) as error:
        field = getattr(error, "field", None) or "called_as"
        return _queue(request, typed=typed, errors={field: told(error)}, status=status_of(error))
    messages.success(request, _("%(number)s 号，请告诉来的人。") % {"number": number})
    return HttpResponseRedirect(reverse("portal:queue"))


def wanted(text: str) -> Wanted:
    """The thing that somebody's words mean. Raises Invalid `portal.no_such_thing`."""
    if not text:
        return NOT_SAID
    hit = next(iter(guidance.search(text, limit=1)), None)
    if hit is None:
        raise Invalid("portal.no_such_thing", field="wants")
    return Wanted(hit.code, hit.name)


@require_safe
@queuers
def ticket(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """One number, and what can be done with it."""
    return _ticket(request, ticket_id)


def _ticket(
    request: HttpRequest, ticket_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    line = hall.ticket_for(ticket_id=ticket_id, actor=actor)
    may_call = actor.may(Permission.CASES_INTAKE)
    at_window = line.state in (TicketState.CALLED, TicketState.SERVING)
    context = {
        "t": line,
        "state": labels.TICKETS[line.state],
        "tag": labels.TICKET_TAGS[line.state],
        "priorities": labels.PRIORITIES,
        "mine": at_window and line.clerk_id == actor.user_id,
        "at_window": at_window,
        "may_call": may_call,
        "windows": accounts.windows_at(actor.service_point_id, but=actor.window),
        "problem": problem,
    }
    return render(request, "portal/staff/ticket.html", context, status=status)


@require_POST
@queuers
def act(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """One act on a number; what is no longer possible is said beside the number as it stands."""
    actor, do = actor_of(request), text_of(request, "do")
    try:
        if do == "call":
            services.call(ticket_id=ticket_id, actor=actor)
        elif do == "pass_on":
            _pass_on(request, ticket_id, actor)
        elif do in set(TicketAct):
            services.act_on(ticket_id=ticket_id, act=TicketAct(do), actor=actor)
        else:
            raise Invalid("portal.unknown_action")
    except (Conflict, Invalid) as error:
        return _ticket(request, ticket_id, problem=told(error), status=status_of(error))
    return HttpResponseRedirect(_after(do, ticket_id, actor))


def _after(do: str, ticket_id: UUID, actor: Actor) -> str:
    if do in (TicketAct.CALL, TicketAct.CALL_AGAIN):
        return where_to(hall.ticket_for(ticket_id=ticket_id, actor=actor))
    may_call = actor.may(Permission.CASES_INTAKE)
    return reverse("portal:window" if may_call else "portal:queue")


def _pass_on(request: HttpRequest, ticket_id: UUID, actor: Actor) -> None:
    window, wants = text_of(request, "window", 20), text_of(request, "wants", 60)
    if window and window not in accounts.windows_at(actor.service_point_id, but=actor.window):
        raise Invalid("hall.unknown_window", field="window")
    services.pass_on(
        ticket_id=ticket_id,
        window=window,
        wants=wanted(wants) if wants else None,
        actor=actor,
    )
    messages.success(request, _("已转走，那边一叫号就接着办，不用重来。"))
