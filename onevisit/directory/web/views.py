"""Where one may go: the public list of service points."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onevisit.directory import queries
from onevisit.directory.rules import PlaceKind, ServicePointInfo, open_state
from onevisit.directory.web.wordings import PLACE_KINDS
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar
from onevisit.ui.opening import week_words


@dataclass(frozen=True, slots=True)
class Place:
    """A service point ready to draw."""

    point: ServicePointInfo
    kind: str | Promise
    hours: list[str]
    is_open: bool


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """All service points, the centre first, with hours and whether they are open now."""
    now, calendar = clock.now(), load_calendar()
    order = list(PlaceKind)
    points = sorted(queries.service_points(), key=lambda p: (order.index(p.kind), p.code))
    drawn = [
        Place(
            point=p,
            kind=PLACE_KINDS[p.kind],
            hours=[week_words(each.days, each.opens, each.closes) for each in p.hours],
            is_open=open_state(p.hours, now, calendar).is_open,
        )
        for p in points
    ]
    trail = [(_("办事网点"), "")]
    return render(request, "directory/places.html", {"places": drawn, "trail": trail, "now": now})
