"""寄递 at the out-window: pack, print the label, enter the number, mark what the courier says.

Everything is entered by hand: no courier is asked.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.delivery.rules import MOVES, TRAVELLING, Mark, ParcelState
from onevisit.directory import queries as directory
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.portal.web.posting import CARRIERS, NOTES, sent_of
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.out import handers
from onevisit.portal.web.turning import turning
from onevisit.ui.posted import text_of

PAGE = 25
"""Lines of each list of the page."""
_SIGNERS = ("self", "household", "mailroom")
_REASONS = ("absent", "address", "not_taken", "damaged")


@require_safe
@handers
def parcels(request: HttpRequest) -> HttpResponse:
    """What is to be packed, what waits for its number, what is on its way."""
    return _list(request)


def _list(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    given = {name: request.GET.get(name, "")[:60] for name in ("pack", "packed", "way")}
    to_send = cases.to_send(actor=actor, after=given["pack"], limit=PAGE)
    states = {"packed": {ParcelState.PACKED}, "way": TRAVELLING}
    sent = {
        name: cases.parcels_at(actor=actor, states=some, after=given[name], limit=PAGE)
        for name, some in states.items()
    }
    ends = {"pack": to_send.after} | {name: page.after for name, page in sent.items()}
    here = reverse("portal:parcels")
    context = {
        "to_send": to_send.rows,
        "packed": [sent_of(each) for each in sent["packed"].rows],
        "travelling": [sent_of(each) for each in sent["way"].rows],
        "pages": {name: turning(here, name, given, after) for name, after in ends.items()},
        "carriers": CARRIERS,
        "today": clock.today(),
        "problem": problem,
        "window": actor.window,
    }
    return render(request, "portal/staff/parcels.html", context, status=status)


@require_POST
@handers
def pack(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One parcel for everything that is ready; then its label."""
    try:
        parcel_id = services.pack(
            application_id=application_id,
            actor=actor_of(request),
            early=request.POST.get("early") == "1",
        )
    except (Conflict, Invalid, Refused) as error:
        return _list(request, problem=told(error), status=status_of(error))
    return HttpResponseRedirect(reverse("portal:parcel", args=[parcel_id]))


@require_safe
@handers
def parcel(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """One parcel: what is in it, where it is, what may be marked."""
    return _parcel(request, parcel_id)


def _parcel(
    request: HttpRequest, parcel_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    line = cases.parcel_of(parcel_id=parcel_id, actor=actor_of(request))
    state = line.parcel.state
    context = {
        "sent": sent_of(line),
        "may": {mark.value for mark in Mark if (state, mark) in MOVES},
        "carriers": CARRIERS,
        "signers": [(code, NOTES[code]) for code in _SIGNERS],
        "reasons": [(code, NOTES[code]) for code in _REASONS],
        "today": clock.today(),
        "since": clock.local_date(line.parcel.last.at),
        "problem": problem,
        "typed": request.POST,
        "window": actor_of(request).window,
    }
    return render(request, "portal/staff/parcel.html", context, status=status)


@require_POST
@handers
def mark(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """Handed to the courier under its number, or what the courier said since."""
    wanted, actor = text_of(request, "do", 20), actor_of(request)
    try:
        if wanted == Mark.HAND_OVER:
            services.hand_to_courier(
                parcel_id=parcel_id,
                carrier=text_of(request, "carrier", 20),
                tracking_number=text_of(request, "tracking_number", 60),
                actor=actor,
            )
        else:
            services.mark_parcel(
                parcel_id=parcel_id,
                mark=wanted,
                on=clock.parse_day(text_of(request, "on", 20)),
                note=text_of(request, "note", 20),
                actor=actor,
            )
    except (Conflict, Invalid, Refused) as error:
        return _parcel(request, parcel_id, problem=told(error), status=status_of(error))
    messages.success(request, _DONE.get(wanted, lambda: _("记下了。"))())
    return HttpResponseRedirect(reverse("portal:parcels"))


_DONE = {
    "hand_over": lambda: _("已交寄，申请人在办件里看得到单号。"),
    "deliver": lambda: _("已送达，办件办结。"),
    "return": lambda: _("已退回，会请申请人重新定怎么领。"),
    "unpack": lambda: _("已拆包，要重新打包。"),
}


@require_safe
@handers
def label(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """The label, A6: name, phone and address in clear, on record; never an ID number."""
    info, address = services.label_of(parcel_id=parcel_id, actor=actor_of(request))
    line = cases.parcel_of(parcel_id=parcel_id, actor=actor_of(request))
    context = {
        "sent": sent_of(line),
        "parcel": info,
        "address": address,
        "phone": next((p.phone for p in directory.service_points() if p.name == info.sender), ""),
        "window": actor_of(request).window,
    }
    return render(request, "portal/staff/label.html", context)
