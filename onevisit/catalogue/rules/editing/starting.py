"""What a new item begins with when its officer wishes so: the steps that most items have."""

from onevisit.catalogue.rules.definition import After, Mode, Step
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind

USUAL_STEPS = (
    Step(
        key="apply",
        name="申请",
        kind=StepKind.APPLY,
        party=PartyRole.APPLICANT,
        modes=(Mode(remote=True, needs=("remote_id",)), Mode(place="centre")),
    ),
    Step(
        key="accept",
        name="受理",
        kind=StepKind.ACCEPT,
        party=PartyRole.DEPARTMENT,
        after=(After(step="apply"),),
    ),
    Step(
        key="review",
        name="审查",
        kind=StepKind.REVIEW,
        party=PartyRole.DEPARTMENT,
        after=(After(step="accept"),),
    ),
    Step(
        key="decide",
        name="决定",
        kind=StepKind.DECIDE,
        party=PartyRole.DEPARTMENT,
        after=(After(step="review"),),
    ),
)
"""申请、受理、审查、决定, one after the other, online or in the centre; days are to be set yet."""
