"""Where a question stands in conditions: what is in use can't vanish unseen."""

from collections.abc import Iterator
from dataclasses import dataclass

from onevisit.catalogue.rules.definition import Fee, ItemDefinition, Mode
from onevisit.catalogue.rules.vocabulary import Prefill
from onevisit.kernel.conditions import Condition
from onevisit.kernel.conditions.nodes import Const, Equal, In, Var, leaves_of, operands_of


@dataclass(frozen=True, slots=True)
class Use:
    """A condition that names a question: `place` is a JSON pointer, `name` what stands there."""

    place: str
    name: str
    condition: Condition


def conditions_of(item: ItemDefinition) -> Iterator[Use]:
    """Every condition of the item that says something, with what it decides about."""
    for use in _all(item):
        if use.condition.variables:
            yield use


def uses_of(item: ItemDefinition, question: str, option: str | None = None) -> tuple[Use, ...]:
    """Where the question stands, or one option of it; a field prefilled from it counts too."""
    found = [use for use in conditions_of(item) if _names(use.condition, question, option)]
    if option is None:
        found += [
            Use(f"/form/{at}/prefill", field.label, field.when)
            for at, field in enumerate(item.form)
            if field.prefill is Prefill.ANSWER and field.key == question
        ]
        found += [
            Use(f"/parties/{at}/count", need.name, need.when)
            for at, need in enumerate(item.parties)
            if need.count == question
        ]
    return tuple(found)


def _names(condition: Condition, question: str, option: str | None) -> bool:
    if option is None:
        return question in condition.variables
    for leaf in leaves_of(condition.node):
        operands = operands_of(leaf)
        if (
            isinstance(leaf, (Equal, In))
            and Var(question) in operands
            and Const(option) in operands
        ):
            return True
    return False


def _all(item: ItemDefinition) -> Iterator[Use]:
    for at, question in enumerate(item.questions):
        yield Use(f"/questions/{at}/when", question.short or question.label, question.when)
    yield Use("/consistent", "", item.consistent)
    for at, material in enumerate(item.materials):
        yield Use(f"/materials/{at}/when", material.name, material.when)
        yield from _modes(f"/materials/{at}", material.name, material.modes)
    for at, step in enumerate(item.steps):
        yield Use(f"/steps/{at}/when", step.name, step.when)
        yield from _modes(f"/steps/{at}", step.name, step.modes)
        for nth, after in enumerate(step.after):
            yield Use(f"/steps/{at}/after/{nth}/when", step.name, after.when)
    for at, field in enumerate(item.form):
        yield Use(f"/form/{at}/when", field.label, field.when)
    for at, need in enumerate(item.parties):
        yield Use(f"/parties/{at}/when", need.name, need.when)
    if item.again is not None:
        yield Use("/again/when", item.again.label, item.again.when)
    yield from _fees(item.fees)


def _fees(fees: tuple[Fee, ...]) -> Iterator[Use]:
    for at, fee in enumerate(fees):
        for nth, rate in enumerate(fee.rates):
            yield Use(f"/fees/{at}/rates/{nth}/when", fee.name, rate.when)
        for nth, free in enumerate(fee.exemptions):
            yield Use(f"/fees/{at}/exemptions/{nth}/when", fee.name, free.when)


def _modes(place: str, name: str, modes: tuple[Mode, ...]) -> Iterator[Use]:
    for nth, mode in enumerate(modes):
        yield Use(f"{place}/modes/{nth}/when", name, mode.when)
