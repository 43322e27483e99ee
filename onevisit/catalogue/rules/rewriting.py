"""Many items changed in one step: by what, and what it would do to each."""

from dataclasses import dataclass
from enum import StrEnum

from onevisit.catalogue.rules.checks import check_item
from onevisit.catalogue.rules.comparing import Change, compare
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.publishing import Finding, item_findings
from onevisit.kernel.errors import Problem

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
    """What an item would become: its changes, and what would be wrong that is not so now."""

    before: ItemDefinition
    after: ItemDefinition
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]


def forecast(before: ItemDefinition, after: ItemDefinition, *, new: bool = False) -> Forecast:
    """What differs, and what comes of it; of a `new` item everything that is found."""
    if before == after and not new:
        return Forecast(before, after, (), (), ())
    had = () if new else check_item(before).problems
    knew = () if new else item_findings(before)
    known = {(each.rule, each.place) for each in knew}
    return Forecast(
        before,
        after,
        compare(before, after),
        tuple(each for each in check_item(after).problems if each not in had),
        tuple(each for each in item_findings(after) if (each.rule, each.place) not in known),
    )
