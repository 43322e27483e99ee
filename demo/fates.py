"""What becomes of the cases of a drawn application: mostly what one hopes for, and on time."""

from collections.abc import Mapping

from demo.drawing import Lots, odds
from demo.stories import End, Fate
from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.vocabulary import CaseKind, StepKind
from onevisit.kernel.calendar import DayUnit

_LATE = 0.025
_QUICK = Fate(accept=1, work=0)
_PAST_INTAKE = 7  # working days: the limit of acceptance has run out
_ASSESSING = (StepKind.REVIEW, StepKind.SITE_VISIT)
_ON_THE_WAY = {"correct", "correction", "silent", "withdrawn", "pause", "suspended"}


def fate_of(
    lots: Lots, key: str, part: OfferPart, *, at_window: bool, correctable: bool, by_login: bool
) -> Fate:
    """The fate of a single item. `correctable`: there is a paper that may turn out wrong;
    `by_login`: the applicant can come back to it online.
    """
    item = part.item
    work = _work(lots, part)
    accept = _accept(lots, item, at_window=at_window)
    end = lots.weighted(odds()["ends"])
    if end in _ON_THE_WAY and not _possible(end, item, at_window, correctable, by_login):
        end = "approved"
    return _fates(lots, key, end, accept, work)


def fates_of(lots: Lots, offer: Offer, *, at_window: bool) -> Mapping[str, Fate]:
    """The fates of the parts of a bundle; the rest goes well when one does not."""
    found = {}
    for part in offer.parts:
        if part.item.kind is CaseKind.IMMEDIATE:
            found[part.key] = Fate(accept=0, work=0) if at_window else _QUICK
            continue
        promised = part.promise or part.item.regime.promise or 2
        work = max(min(2, promised), _work(lots, part))
        accept = _accept(lots, part.item, at_window=at_window)
        end = lots.weighted(odds()["ends"])
        if end not in ("refused", "not_accepted", "pause", "suspended"):
            end = "approved"
        found[part.key] = _fates(lots, part.key, end, accept, work)
    return found


def length(fate: Fate) -> int:
    """Working days from handing in to the decision."""
    return fate.accept + fate.correct + fate.work + fate.pause


def _possible(
    end: str, item: ItemDefinition, at_window: bool, correctable: bool, by_login: bool
) -> bool:
    if item.kind is CaseKind.IMMEDIATE:
        return False
    if end in ("correct", "correction"):
        return correctable
    if end == "silent":
        return not at_window
    return end != "withdrawn" or by_login


def _fates(lots: Lots, key: str, end: str, accept: int, work: int) -> Fate:
    if end in ("correct", "correction"):
        accept = max(accept, 1)
    match end:
        case "refused" | "not_accepted":
            return Fate(End(end), accept, work, lots.reason(end, key))
        case "correct":
            return Fate(accept=accept, work=work, correct=lots.between(1, 4))
        case "correction" | "withdrawn":
            return Fate(End(end), accept, work)
        case "pause":
            wait = lots.between(3, 8)
            return Fate(accept=accept, work=work, pause=wait, reason=lots.reason("suspended", key))
        case "suspended":
            return Fate(End.SUSPENDED, accept, work, lots.reason(end, key))
        case "silent":
            return Fate(accept=_PAST_INTAKE, work=work)
    return Fate(accept=accept, work=work)


def _work(lots: Lots, part: OfferPart) -> int:
    """Days of work: within the promise, but for a few."""
    item = part.item
    if not any(step.kind in _ASSESSING for step in item.steps):
        return 0
    promised = part.promise or item.regime.promise or 1
    if item.regime.unit is DayUnit.NATURAL:
        promised = max(1, promised * 5 // 7 - 1)
    if lots.chance(_LATE):
        return promised + lots.between(1, 3)
    return max(1, round(lots.draw.triangular(1, promised, 1 + promised / 3)))


def _accept(lots: Lots, item: ItemDefinition, *, at_window: bool) -> int:
    if at_window and item.delegation.accept:
        return 0
    return int(lots.weighted({"1": 72, "2": 19, "3": 6, "4": 3}))
