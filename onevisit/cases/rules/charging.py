"""When a case is charged, and what waits until it is paid: read off the step graph of its item."""

from collections.abc import Mapping
from enum import StrEnum

from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.tasks import steps_before
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.kernel.conditions import Value


class Fee(StrEnum):
    """Whether something is owed for a case; "" where nothing is, or nothing yet."""

    DUE = "due"
    SETTLED = "settled"  # paid, or let off


class Gate(StrEnum):
    """What waits for the money."""

    DECISION = "decision"  # the applicant pays before the office decides
    ISSUE = "issue"  # it is decided first; the result is made and given out when paid


def gate_of(item: ItemDefinition, answers: Mapping[str, Value]) -> Gate:
    """The decision, where the catalogue puts the paying before it; else the result."""
    decisions = (step for step in item.steps if step.kind is StepKind.DECIDE)
    paying = {s.key for s in item.steps if s.kind is StepKind.PAY and s.when(answers)}
    before = any(paying & steps_before(step, item, answers) for step in decisions)
    return Gate.DECISION if before else Gate.ISSUE


def charged_now(gate: Gate, state: CaseState, *, assessing: bool) -> bool:
    """Whether the time to charge has come: before the decision when nobody is `assessing` any more,
    else with the approval.
    """
    if gate is Gate.DECISION:
        return state is CaseState.IN_REVIEW and not assessing
    return state is CaseState.APPROVED


def held_up(
    fee: str, item: ItemDefinition, answers: Mapping[str, Value], gate: Gate = Gate.DECISION
) -> bool:
    """Whether money that is owed (`fee` of the case) keeps it from going through that gate."""
    return fee == Fee.DUE and gate_of(item, answers) is gate
