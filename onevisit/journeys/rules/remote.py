"""Whether a kind of step can be done from home, by whoever it is, with what works now. Pure."""

from collections.abc import Container

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Step
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind
from onevisit.kernel.conditions.nodes import Lit


def from_home(offer: Offer, kind: StepKind, working: Container[str]) -> bool:
    """Whether every step of that kind has a remote way that holds in all situations and needs
    nothing but what works. False where there is no such step.
    """
    steps = [
        step
        for part in offer.parts
        for step in part.item.steps
        if step.kind is kind and step.party is PartyRole.APPLICANT
    ]
    return bool(steps) and all(_from_home(step, working) for step in steps)


def _from_home(step: Step, working: Container[str]) -> bool:
    return any(
        mode.remote and mode.when.node == Lit(True) and all(need in working for need in mode.needs)
        for mode in step.modes
    )
