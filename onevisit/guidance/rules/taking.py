"""Which service points take a thing, and how far they take it."""

from enum import StrEnum

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Mode
from onevisit.catalogue.rules.vocabulary import OnlineDepth, PartyRole
from onevisit.directory.rules import PlaceKind


class Taking(StrEnum):
    """How far a point takes it, most first."""

    WHOLE = "whole"  # everything, from applying to the result
    PAPERS = "papers"  # takes it in, but one step is only at the centre
    HELP = "help"  # somebody helps to apply online, or a machine does


WINDOWS = (PlaceKind.CENTRE, PlaceKind.TOWNSHIP)
"""Where papers are taken in: any window takes any case 无差别受理."""

CENTRE_ONLY = "centre"


def taking(kind: PlaceKind, offer: Offer) -> Taking | None:
    """How far a point of that kind takes `offer`; None where it does not.

    What is only described here is answered by the centre alone; help online needs something that
    can be applied for online.
    """
    applicable = all(part.item.applicable for part in offer.parts)
    if kind is PlaceKind.CENTRE:
        return Taking.WHOLE
    if not applicable:
        return None
    if kind is PlaceKind.TOWNSHIP:
        return Taking.PAPERS if only_at_centre(offer) else Taking.WHOLE
    online = offer.online_depth in (OnlineDepth.ACCEPT, OnlineDepth.FULL)
    return Taking.HELP if online else None


def only_at_centre(offer: Offer) -> tuple[str, ...]:
    """The names of steps one must come to the centre for: no way of doing them is elsewhere."""
    named = [
        step.name
        for part in offer.parts
        for step in part.item.steps
        if step.party is PartyRole.APPLICANT and step.modes and all(_centre(m) for m in step.modes)
    ]
    return tuple(dict.fromkeys(named))


def _centre(mode: Mode) -> bool:
    return not mode.remote and mode.place == CENTRE_ONLY
