"""What the places are called where applications are taken in 镇街."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from onevisit.directory import queries as directory
from onevisit.directory.rules import PlaceKind
from onevisit.oversight.rules import NO_PLACE, PLACE_DIGITS

_WHOLE_COUNTY = "000000"
_NAMING = (PlaceKind.TOWNSHIP, PlaceKind.CENTRE)


def place_names() -> Mapping[str, str]:
    """Names by place: the county's centre, the townships, other counties that take in for us, then
    what came online; one query.
    """
    named = {
        point.region[:PLACE_DIGITS]: (
            point.name if point.kind is PlaceKind.CENTRE else point.region_name
        )
        for point in sorted(directory.service_points(), key=lambda each: _rank(each.kind))
        if _rank(point.kind) or point.region.endswith(_WHOLE_COUNTY)
    }
    return {code: named[code] for code in sorted(named)} | {NO_PLACE: _("网上")}


def _rank(kind: PlaceKind) -> int:
    """What gives a place its name before what else stands there."""
    return _NAMING.index(kind) + 1 if kind in _NAMING else 0


def place_name(place: str) -> str:
    """One of them; "" for all, its code where nobody knows it."""
    return place_names().get(place, place) if place else ""
