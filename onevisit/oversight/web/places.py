"""What the places are called where applications are taken in 镇街."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from onevisit.directory import queries as directory
from onevisit.directory.rules import PlaceKind
from onevisit.oversight.rules import NO_PLACE, PLACE_DIGITS


def place_names() -> Mapping[str, str]:
    """Names by place: the county's centre, the townships, then what came online; one query."""
    points = directory.service_points()
    named = {
        point.region[:PLACE_DIGITS]: (
            point.name if point.kind is PlaceKind.CENTRE else point.region_name
        )
        for kind in (PlaceKind.TOWNSHIP, PlaceKind.CENTRE)
        for point in points
        if point.kind is kind
    }
    return {code: named[code] for code in sorted(named)} | {NO_PLACE: _("网上")}


def place_name(place: str) -> str:
    """One of them; "" for all, its code where nobody knows it."""
    return place_names().get(place, place) if place else ""
