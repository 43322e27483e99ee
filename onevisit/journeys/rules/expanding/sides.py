"""Several parties: whose papers, whose steps. Each side of a matter is a definition of its own.

Whose consent a matter takes (docs/adr/0038) agrees in the ways in which the applicant does: where
they sign, or else where they apply. They bring what is theirs, and collect the results they get.
"""

from collections.abc import Mapping

from onevisit.catalogue.rules.composition import Offer, OfferPart, PartyUse
from onevisit.catalogue.rules.definition import Step
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind
from onevisit.journeys.rules.expanding.answers import both, either, opposite
from onevisit.kernel.conditions.nodes import Lit, Node


def sides_of(offer: Offer) -> tuple[PartyUse | None, ...]:
    """Whom the offer concerns: the applicant (None), then everybody whose consent it takes."""
    return (None, *offer.parties)


def taking_part(side: PartyUse, when: Mapping[str, Node]) -> Node:
    """When somebody's consent is needed at all. `when`: when each part applies, by its key."""
    return both(side.need.when.node, either(when[part.key] for part in side.parts))


def brought_by(offer: Offer, key: str, side: PartyUse | None, when: Mapping[str, Node]) -> Node:
    """When a paper is for the side to bring: the applicant brings what nobody else does."""
    if side is not None:
        return taking_part(side, when) if key in side.need.brings else Lit(False)
    others = (taking_part(use, when) for use in offer.parties if key in use.need.brings)
    return opposite(either(others))


def own_steps(part: OfferPart, side: PartyUse | None) -> tuple[Step, ...]:
    """The steps of a part that are for the side to do."""
    steps = tuple(each for each in part.item.steps if each.party is PartyRole.APPLICANT)
    if side is None:
        return steps
    if all(each.key != part.key for each in side.parts):
        return ()
    kinds = {_agreeing(steps)}
    if any(result.key in side.need.gets for result in part.item.results):
        kinds.add(StepKind.COLLECT)
    return tuple(each for each in steps if each.kind in kinds)


def _agreeing(steps: tuple[Step, ...]) -> StepKind:
    signs = any(each.kind is StepKind.SIGN for each in steps)
    return StepKind.SIGN if signs else StepKind.APPLY
