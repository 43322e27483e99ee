"""Where one may go: the public list of service points."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onevisit.directory import queries
from onevisit.directory.rules import PlaceKind, ServicePointInfo
from onevisit.directory.web.hours import hours_text, is_open
from onevisit.directory.web.wordings import PLACE_KINDS
from onevisit.kernel import clock


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
    now = clock.now()
    order = list(PlaceKind)
    points = sorted(queries.service_points(), key=lambda p: (order.index(p.kind), p.code))
    drawn = [
        Place(p, PLACE_KINDS[p.kind], hours_text(p.hours), is_open(p.hours, now)) for p in points
    ]
    trail = [(_("办事网点"), "")]
    return render(request, "directory/places.html", {"places": drawn, "trail": trail, "now": now})
