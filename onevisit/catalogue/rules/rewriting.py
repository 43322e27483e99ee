"""Many items and bundles changed in one step: by what, and what it would do to each."""

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.catalogue.rules.comparing import Change, compare
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.editing.bundling import Answers, answered
from onevisit.catalogue.rules.publishing import Finding, bundle_findings, item_findings
from onevisit.kernel.errors import Problem

Definition = ItemDefinition | BundleDefinition
_NONE: Final[Answers] = MappingProxyType({})

MOST_ITEMS = 500
"""So many items are changed in one step."""
AT_ONCE = 20
"""So many while the officer waits; more are done in the background."""


class RewritingKind(StrEnum):
    """By what."""

    BOOK = "book"  # a workbook that was filled in
    CHANGE = "change"  # one change, picked from the table
    STANDARD = "standard"  # a standard that many items take up


class RewritingAct(StrEnum):
    """What is done to the items of a step."""

    LOOK = "look"  # what a workbook would do, before it is confirmed
    MAKE = "make"
    SUBMIT = "submit"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an item or bundle would become: its changes, and what would be wrong that is not so now.
    `items` are those the parts of a bundle name.
    """

    before: Definition
    after: Definition
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    items: Answers = field(default_factory=dict)


def forecast(
    before: Definition, after: Definition, *, new: bool = False, items: Answers = _NONE
) -> Forecast:
    """What differs, and what comes of it; of something `new` everything that is found. `items` are
    those that parts of a bundle name.
    """
    if before == after and not new:
        return Forecast(before, after, (), (), (), items)
    had, knew = ((), ()) if new else _found(before, items)
    known = {(each.rule, each.place) for each in knew}
    problems, findings = _found(after, items)
    return Forecast(
        before,
        after,
        compare(before, after),
        tuple(each for each in problems if each not in had),
        tuple(each for each in findings if (each.rule, each.place) not in known),
        items,
    )


def _found(
    definition: Definition, items: Answers
) -> tuple[tuple[Problem, ...], tuple[Finding, ...]]:
    """Contradictions, and what the publish rules say."""
    if isinstance(definition, BundleDefinition):
        parts = answered(definition, items)
        return check_bundle(definition, parts).problems, bundle_findings(definition, parts)
    return check_item(definition).problems, item_findings(definition)
