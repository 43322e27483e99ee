"""What a business of some kind needs before it opens: a table kept as documents, like a definition.

A line names what is needed by its catalogue code, so that the item published here answers it; what
no item answers names the office that gives it. Which lines apply follows from a few questions, in
the same conditions as everywhere.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from onevisit.catalogue.rules.checks import process, shape, situations
from onevisit.catalogue.rules.checks.findings import Findings, fault, findings
from onevisit.catalogue.rules.checks.situations import Placed
from onevisit.catalogue.rules.definition import SCHEMA_VERSION, Question
from onevisit.catalogue.rules.nodes import Node
from onevisit.kernel.conditions import ALWAYS, Condition
from onevisit.kernel.errors import Problem

MOST_QUESTIONS = 6
"""Who only wants to know what awaits them is not questioned at length."""

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Timing(StrEnum):
    """When it must be there."""

    BEFORE = "before"  # before the doors open
    AFTER = "after"  # may be done while the business runs


class PermitNeed(Node, frozen=True, kw_only=True):
    """One permit, registration or notice.

    `catalogue_code` (12, with `variant` where the item has kinds) names what answers it here.
    `office` gives it where no item does, and `days` are then the working days it promises; None =
    it does not say. `after` are keys of needs that must be there first.
    """

    key: str
    name: str
    catalogue_code: str = ""
    variant: str = ""
    office: str = ""
    days: int | None = None
    basis: str = ""
    when: Condition = ALWAYS
    why_not: str = ""
    after: tuple[str, ...] = ()
    timing: Timing = Timing.BEFORE
    note: str = ""


class Activity(Node, frozen=True, kw_only=True):
    """A kind of business. `bundle` is the code of the bundle that does most of it in one go."""

    schema: int = SCHEMA_VERSION
    code: str
    name: str
    about: str = ""
    icon: str = "store"
    everyday: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    needs: tuple[PermitNeed, ...]
    bundle: str = ""


def check_activity(activity: Activity) -> Findings:
    """Everything that is wrong with it, every place named. Codes `catalogue.*`, `conditions.*`."""
    return findings((*_head(activity), *_needs(activity.needs), *_meaning(activity)))


def _head(activity: Activity) -> Iterator[Problem]:
    if not _SLUG.fullmatch(activity.code):
        yield fault("/code", "activity_code", slug=activity.code[:40])
    yield from shape.name_of("/name", activity.name, 80)
    yield from shape.phrases(activity.everyday)
    yield from shape.questions(activity.questions)
    yield from situations.order(activity.questions)
    if len(activity.questions) > MOST_QUESTIONS:
        yield fault("/questions", "activity_asks_too_much", most=MOST_QUESTIONS)


def _needs(needs: tuple[PermitNeed, ...]) -> Iterator[Problem]:
    yield from shape.keys("/needs", (need.key for need in needs))
    yield from shape.names("/needs", (need.name for need in needs))
    if not needs:
        yield fault("/needs", "activity_needs_nothing")
    edges = {need.key: need.after for need in needs}
    if len(edges) == len(needs):
        yield from process.graph("/needs", edges, "parts_cycle")
    for index, need in enumerate(needs):
        yield from _need(f"/needs/{index}", need)


def _need(place: str, need: PermitNeed) -> Iterator[Problem]:
    yield from shape.number(f"{place}/days", need.days)
    if not need.basis.strip():
        yield fault(f"{place}/basis", "activity_without_basis", key=need.key)
    if not (need.catalogue_code or need.office.strip()):
        yield fault(f"{place}/office", "activity_without_office", key=need.key)
    if need.when != ALWAYS and not need.why_not.strip():
        yield fault(f"{place}/why_not", "why_not_missing", key=need.key)


def _meaning(activity: Activity) -> Iterable[Problem]:
    placed = [Placed(f"/needs/{at}/when", need.when) for at, need in enumerate(activity.needs)]
    asked = situations.of_questions(activity.questions)
    return situations.meaning((*asked, *placed), activity.questions, ())
