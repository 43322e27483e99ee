"""One row of a list of things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.catalogue.queries import Listing
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.vocabulary import OnlineDepth
from onevisit.directory import queries as directory
from onevisit.guidance.rules.folding import thing_of, together
from onevisit.guidance.web.marking import Piece, marked
from onevisit.guidance.web.things import days
from onevisit.kernel.calendar import DayUnit

REMOTE = (OnlineDepth.ACCEPT, OnlineDepth.FULL)
"""Depths at which one applies on the web, here or elsewhere."""


@dataclass(frozen=True)
class Card:
    """What a list shows of one thing; `also` is the everyday name it was found by, `elsewhere` the
    same thing as other places of the county do it.
    """

    code: str
    pieces: list[Piece]
    is_bundle: bool
    office: str
    visits: int | None
    visits_text: str
    time_text: str
    also: str = ""
    elsewhere: Sequence["Card"] = ()

    @property
    def name(self) -> str:
        """In one piece."""
        return "".join(piece.text for piece in self.pieces)


def cards(listings: Iterable[Listing]) -> list[Card]:
    """Rows for these listings; one query for all their offices."""
    rows = list(listings)
    names = directory.department_names({row.department_id for row in rows})
    return [listing_card(row, names) for row in rows]


def cards_by_thing(listings: Iterable[Listing]) -> list[Card]:
    """The same, but an item that several places of the county do, each in its own version, stands
    once: where its first listing stands, with the others under it.
    """
    rows = list(listings)
    shown = zip(rows, cards(rows), strict=True)
    found = together(shown, lambda each: thing_of(each[0].code))
    return [replace(first, elsewhere=[card for _, card in others]) for (_, first), others in found]


def listing_card(row: Listing, names: dict[UUID, str]) -> Card:
    """The row of one listing."""
    return Card(
        code=row.code,
        pieces=marked(row.name, ""),
        is_bundle=row.kind is OfferKind.BUNDLE,
        office=names.get(row.department_id, ""),
        visits=row.declared_visits,
        visits_text=visits_text(row.declared_visits, applicable=row.applicable),
        time_text=time_text(
            row.promise, row.promise_unit, applicable=row.applicable, depth=row.online_depth
        ),
    )


def visits_text(visits: int | None, *, applicable: bool) -> str:
    """How often one goes, as declared; nothing where one cannot apply here."""
    if visits is None or not applicable:
        return ""
    return _("跑 %(n)s 次") % {"n": visits}


def time_text(promise: int | None, unit: str, *, applicable: bool, depth: str = "") -> str:
    """How long it takes as promised; where one cannot apply here, where else: a catalogue that says
    it is done online (`depth`) sends nobody to a window.
    """
    if not applicable:
        return _("在别的网站办") if depth in REMOTE else _("到窗口办")
    if promise is None:
        return ""
    if promise == 0:
        return _("当场办好")
    return days(promise, DayUnit(unit) if unit else DayUnit.WORKING)
