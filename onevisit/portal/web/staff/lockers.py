"""智能柜 at the out-window: lay results in, see what lies where, take back what nobody fetched."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.delivery import services as delivery
from onevisit.delivery.queries import lockers as standing
from onevisit.delivery.rules.lockers import LockerInfo, StayState
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.lockers import SIZES, lodged_of
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.out import handers
from onevisit.portal.web.turning import turning
from onevisit.ui.posted import text_of

PAGE = 25
"""Lines of each list of the page."""
_LISTS = {
    "over": (StayState.OVERDUE,),
    "lying": (StayState.LAID, StayState.RESERVED),
}


@require_safe
@handers
def lockers(request: HttpRequest) -> HttpResponse:
    """What is to be laid in, what lies where, what nobody fetched."""
    return _list(request)


def _list(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    point = actor.service_point_id
    found = standing.lockers([point]) if point else ()
    given = {name: request.GET.get(name, "")[:100] for name in ("in", *_LISTS)}
    to_lay_in = cases.to_lay_in(actor=actor, after=given["in"], limit=PAGE)
    lying = {
        name: cases.stays_here(actor=actor, states=states, after=given[name], limit=PAGE)
        for name, states in _LISTS.items()
    }
    ends = {"in": to_lay_in.after} | {name: page.after for name, page in lying.items()}
    here = reverse("portal:lockers")
    context = {
        "lockers": found,
        "doors": _options(found),
        "to_lay_in": to_lay_in.rows,
        **{name: [lodged_of(each) for each in page.rows] for name, page in lying.items()},
        "pages": {name: turning(here, name, given, after) for name, after in ends.items()},
        "seated": point is not None,
        "today": clock.today(),
        "problem": told(error) if error else "",
        "window": actor.window,
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/lockers.html", context, status=status)


def _options(found: Sequence[LockerInfo]) -> SafeString:
    """The free doors to choose from, written once: they are the same for every line."""
    return format_html_join(
        "",
        '<option value="{} {}">{}{} {}</option>',
        (
            (
                *(each.id, door.number, f"{each.name} " if len(found) > 1 else ""),
                *(door.number, SIZES[door.size]),
            )
            for each in found
            for door in each.free
        ),
    )


@require_POST
@handers
def reserve(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Take a door for everything that is ready, and open it."""
    locker, _blank, door = text_of(request, "door", 60).partition(" ")
    actor = actor_of(request)
    try:
        locker_id = parse_id(locker)
        if locker_id is None:
            raise Invalid("portal.choose_door")
        stay_id = services.reserve_door(
            application_id=application_id,
            locker_id=locker_id,
            door=door,
            early=request.POST.get("early") == "1",
            actor=actor,
        )
    except (Conflict, Invalid, Refused, NotFound) as error:
        return _list(request, error)
    _open(request, stay_id, actor)
    return HttpResponseRedirect(reverse("portal:stay", args=[stay_id]))


@require_safe
@handers
def stay(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """One door: what lies there, and what the clerk does next."""
    return _stay(request, stay_id)


def _stay(request: HttpRequest, stay_id: UUID, error: DomainError | None = None) -> HttpResponse:
    line = cases.stay_line(stay_id=stay_id, actor=actor_of(request))
    context = {
        "lodged": lodged_of(line),
        "state": line.stay.state.value,
        "problem": told(error) if error else "",
        "window": actor_of(request).window,
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/stay.html", context, status=status)


@require_POST
@handers
def act(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Open the door again; laid in; not after all; taken back."""
    wanted, actor = text_of(request, "do", 20), actor_of(request)
    try:
        if wanted == "open":
            cases.stay_line(stay_id=stay_id, actor=actor)
            delivery.open_door(stay_id=stay_id, actor=actor)
        elif wanted in _ACTS:
            _ACTS[wanted](stay_id=stay_id, actor=actor)
        else:
            raise Invalid("portal.unknown_action")
    except (Conflict, Invalid, Refused) as error:
        return _stay(request, stay_id, error)
    messages.success(request, _DONE[wanted]())
    if wanted == "open":
        return HttpResponseRedirect(reverse("portal:stay", args=[stay_id]))
    if wanted == "back":
        _open(request, stay_id, actor)
        return HttpResponseRedirect(reverse("portal:stay", args=[stay_id]))
    return HttpResponseRedirect(reverse("portal:lockers"))


def _open(request: HttpRequest, stay_id: UUID, actor: Actor) -> None:
    """A door that does not answer keeps nobody from going on: it is asked again on the page."""
    try:
        delivery.open_door(stay_id=stay_id, actor=actor)
    except Conflict as error:
        messages.warning(request, told(error))


_ACTS: dict[str, Callable[..., None]] = {
    "lay": services.lay_in,
    "release": services.release_door,
    "back": services.fetch_back,
}
_DONE: dict[str, Callable[[], str]] = {
    "open": lambda: _("格口开了。"),
    "lay": lambda: _("放好了，取件码已经发给申请人。"),
    "release": lambda: _("没有放，格口空出来了。"),
    "back": lambda: _("取回来了，改在出件窗口领。"),
}
