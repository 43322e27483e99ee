"""The same definition for whoever hands it in at one service point, as its list says. Pure.

Windows of the centre do everything. Another point takes in, checks people and originals, and gives
out results as far as its list goes (ADR 60); the rest is done at the centre. Where one hands it in
is one's choice: what can be applied for at a window is applied for there, not online.

Papers travel between offices in bags (ADR 81). So an original that the point does not look at may
be handed over there too, goes to the centre, and is had again where it could have been shown; and
what the point hands out has come to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Step
from onevisit.catalogue.rules.points import Abilities, PointAct
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.journeys.rules.expanding.answers import both, either, opposite
from onevisit.journeys.rules.expanding.papers import CENTRE
from onevisit.journeys.rules.flat import Act, Edge, Flat, Mode
from onevisit.kernel.conditions.nodes import Lit

POINT = "point"
"""The place of a point that is not the centre."""

BACK = ">back"
"""Behind the name of an original that may go in a bag: having it again."""


class Doing(StrEnum):
    """What of a point's list an act hangs on."""

    APPLY = "apply"
    SIGN = "sign"
    CHECK = "check"
    GIVE = "give"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the chosen point does of this thing beside taking it in; at the `centre` everything.
    `bags`: papers go from there to the centre and come back. `near`: what can be done there is not
    done at the centre, even where one must go to the centre anyway.
    """

    checks: bool
    gives: bool
    centre: bool = False
    bags: bool = False
    near: bool = False

    @classmethod
    def of(cls, abilities: Abilities, code: str, *, bags: bool = False) -> "Desk":
        """As its list says."""
        checks, gives = abilities.does(PointAct.IDENTIFY, code), abilities.gives(code)
        return cls(checks, gives, bags=bags)

    @property
    def bare(self) -> "Desk":
        """The same if nothing travelled: then nothing can be had there either."""
        return replace(self, gives=False, bags=False)

    @property
    def place(self) -> str:
        """Where it is."""
        return CENTRE if self.centre else POINT

    def does(self, doing: Doing) -> bool:
        """Whether it does this."""
        listed = {Doing.CHECK: self.checks, Doing.GIVE: self.gives}
        return listed.get(doing, True)


AT_CENTRE = Desk(checks=True, gives=True, centre=True)
_KINDS = {
    StepKind.APPLY: Doing.APPLY,
    StepKind.SIGN: Doing.SIGN,
    StepKind.IDENTIFY: Doing.CHECK,
    StepKind.COLLECT: Doing.GIVE,
}
_ALWAYS_LISTED = (StepKind.APPLY, StepKind.COLLECT)


def doings_of(offer: Offer) -> Mapping[str, Doing]:
    """What of a list each step of the offer hangs on, by the name of its act. What is not there is
    done at the centre: money, and what is signed or checked nowhere but before the office.
    """
    return {
        f"{part.key}/{step.key}": _KINDS[step.kind]
        for part in offer.parts
        for step in part.item.steps
        if step.kind in _KINDS and (step.kind in _ALWAYS_LISTED or _elsewhere_too(step))
    }


def _elsewhere_too(step: Step) -> bool:
    return any(mode.remote for mode in step.modes)


def handed_in_at(flat: Flat, doings: Mapping[str, Doing], desk: Desk) -> Flat:
    """The definition for whoever hands it in there. Originals that are shown at a window are shown
    where people are checked, or handed over and had again.
    """
    acts, order = {}, list(flat.order)
    for name, act in flat.acts.items():
        doing = doings.get(name, Doing.CHECK if ":" in name else None)
        acts[name] = _at(act, doing, desk, flat.enablers)
        if ":" in name and desk.bags and not desk.checks:
            sent = _with_windows(act, POINT, flat.enablers)
            if sent != act:
                acts[name] = sent
                acts[name + BACK] = replace(act, name=name + BACK)
                order.append(Edge(name, name + BACK))
    return replace(flat, acts=acts, order=tuple(order))


def at_windows(flat: Flat, doings: Mapping[str, Doing]) -> bool:
    """Whether any of it can be handed in at a window at all."""
    return any(
        _windows(act, flat.enablers)
        for name, act in flat.acts.items()
        if doings.get(name) is Doing.APPLY
    )


def _at(act: Act, doing: Doing | None, desk: Desk, on: frozenset[str]) -> Act:
    if doing is None or not desk.does(doing):
        return act
    windows = _windows(act, on)
    here = tuple(replace(mode, place=desk.place) for mode in windows)
    if doing is not Doing.APPLY and desk.near:
        return replace(act, modes=(*here, *(each for each in act.modes if each not in windows)))
    if doing is not Doing.APPLY:
        return _with_windows(act, desk.place, on)
    nowhere = opposite(either(mode.when for mode in windows))
    others = (replace(mode, when=both(mode.when, nowhere)) for mode in act.modes)
    return replace(act, modes=(*here, *(mode for mode in others if mode.when != Lit(False))))


def _with_windows(act: Act, place: str, on: frozenset[str]) -> Act:
    """What can be done at a window of the centre can be done there too."""
    here = (replace(mode, place=place) for mode in _windows(act, on))
    return replace(act, modes=tuple(dict.fromkeys((*act.modes, *here))))


def _windows(act: Act, on: frozenset[str]) -> list[Mode]:
    return [mode for mode in act.modes if mode.place == CENTRE and mode.needs <= on]
