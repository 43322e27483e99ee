"""Which service points take a thing, and how far they take it."""

from enum import StrEnum

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Mode
from onevisit.catalogue.rules.points import PointAbility, PointAct
from onevisit.catalogue.rules.vocabulary import OnlineDepth, PartyRole, StepKind
from onevisit.directory.rules import PlaceKind


class Taking(StrEnum):
    """How far a point takes it, most first."""

    WHOLE = "whole"  # everything, from applying to the result
    PAPERS = "papers"  # takes it in, but one step is only at the centre
    HELP = "help"  # somebody helps to apply online, or a machine does


HELPERS = (PlaceKind.VILLAGE, PlaceKind.BANK, PlaceKind.KIOSK)
"""Where somebody, or a machine, helps to apply online."""

CENTRE_ONLY = "centre"


def taking(found: PointAbility, offer: Offer, *, in_range: bool) -> Taking | None:
    """How far a point takes `offer`, as its list says; None where it does not. `in_range`: one may
    hand it in there 通办范围.

    What is only described here is answered by the centre alone; who keeps no window helps online,
    with something that can be applied for online.
    """
    applicable = all(part.item.applicable for part in offer.parts)
    takes = in_range and found.abilities.does(PointAct.TAKE, offer.code)
    if takes and (applicable or found.point.kind is PlaceKind.CENTRE):
        return Taking.WHOLE if _whole(found, offer) else Taking.PAPERS
    online = offer.online_depth in (OnlineDepth.ACCEPT, OnlineDepth.FULL)
    helps = applicable and online and found.point.kind in HELPERS
    return Taking.HELP if helps else None


def _whole(found: PointAbility, offer: Offer) -> bool:
    """Whether nobody need go anywhere else for it."""
    if found.point.kind is PlaceKind.CENTRE:
        return True
    others = (PointAct.IDENTIFY, PointAct.HAND_OUT)
    return not only_at_centre(offer) and all(found.abilities.does(a, offer.code) for a in others)


def only_at_centre(offer: Offer) -> tuple[str, ...]:
    """The names of steps one must come to the centre for: no way of doing them is elsewhere. Where
    it is handed in and where the result is had, the points' lists say.
    """
    named = [
        step.name
        for part in offer.parts
        for step in part.item.steps
        if step.party is PartyRole.APPLICANT
        and step.kind not in (StepKind.APPLY, StepKind.COLLECT)
        and step.modes
        and all(_centre(mode) for mode in step.modes)
    ]
    return tuple(dict.fromkeys(named))


def _centre(mode: Mode) -> bool:
    return not mode.remote and mode.place == CENTRE_ONLY
