"""Which tasks of a case are waiting, from the step graph of its pinned definition.

Only steps of the centre and of the department become tasks; what the applicant does is over when a
case exists. The state of the case says which kind of step may be open, the edges say in which
order: acceptance while submitted, review and site visit while in review, the decision when every
review is done, issuing after an approval.
"""

from collections.abc import Collection, Mapping

from onevisit.cases.rules.lifecycle import CaseState
from onevisit.catalogue.rules.definition import ItemDefinition, Step
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind
from onevisit.kernel.conditions import Value

ASSESSING: frozenset[StepKind] = frozenset({StepKind.REVIEW, StepKind.SITE_VISIT})
"""Steps that must be done before the decision."""

_OPEN_IN: Mapping[CaseState, frozenset[StepKind]] = {
    CaseState.SUBMITTED: frozenset({StepKind.ACCEPT}),
    CaseState.IN_REVIEW: ASSESSING | {StepKind.DECIDE},
    CaseState.APPROVED: frozenset({StepKind.ISSUE}),
}


def staff_steps(item: ItemDefinition, answers: Mapping[str, Value]) -> tuple[Step, ...]:
    """The steps that are somebody's task under these answers, in the order of the definition."""
    return tuple(
        step for step in item.steps if step.party is not PartyRole.APPLICANT and step.when(answers)
    )


def due_tasks(
    item: ItemDefinition,
    answers: Mapping[str, Value],
    state: CaseState,
    known: Collection[str],
    done: Collection[str],
) -> tuple[Step, ...]:
    """The steps to open now: allowed in `state`, not `known` yet, everything before them `done`.

    `known` are the keys of tasks that exist already, open or done.
    """
    kinds = _OPEN_IN.get(state, frozenset())
    steps = staff_steps(item, answers)
    return tuple(
        step
        for step in steps
        if step.kind in kinds
        and step.key not in known
        and not (_before(step, steps, item, answers) & _of_kinds(steps, kinds)) - set(done)
    )


def _of_kinds(steps: tuple[Step, ...], kinds: frozenset[StepKind]) -> set[str]:
    return {step.key for step in steps if step.kind in kinds}


def _before(
    step: Step, steps: tuple[Step, ...], item: ItemDefinition, answers: Mapping[str, Value]
) -> set[str]:
    """`steps_before`, and before the decision every review."""
    found = steps_before(step, item, answers)
    if step.kind is StepKind.DECIDE:
        found |= {each.key for each in steps if each.kind in ASSESSING}
    return found - {step.key}


def steps_before(step: Step, item: ItemDefinition, answers: Mapping[str, Value]) -> set[str]:
    """Keys of the steps that come before, through the applicant's own steps, whatever their
    kind.
    """
    by_key = {each.key: each for each in item.steps}
    found: set[str] = set()
    waiting = [edge for edge in step.after if edge.when(answers)]
    while waiting:
        key = waiting.pop().step
        if key in found or key not in by_key or not by_key[key].when(answers):
            continue
        found.add(key)
        waiting.extend(edge for edge in by_key[key].after if edge.when(answers))
    return found
