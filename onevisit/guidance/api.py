"""Guidance for programs: search, questions, the personal checklist, computed figures.

Nothing is kept: a program sends all answers each time, and asks no more than is still open.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import PinnedOffer
from onevisit.catalogue.rules.definition import Question as QuestionDefinition
from onevisit.catalogue.rules.events import OfferKind
from onevisit.directory import queries as directory
from onevisit.guidance import queries
from onevisit.guidance.rules.checklist import How, MaterialLine, checklist_in
from onevisit.guidance.rules.figures import Figures, figures_in
from onevisit.guidance.rules.plan import plan_of
from onevisit.guidance.rules.questions import clean_answers, open_in
from onevisit.guidance.rules.situation import Answers, Situation, situation
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of
from onevisit.ui.api.schemas import Given, Values

router = Router(tags=["guidance"])

DEEPEST = 1_000
"""Hits that can be paged through; who looks further asks better."""


class Elsewhere(Schema):
    """The same thing as another place of the county does it."""

    code: str
    department_name: str


class Hit(Schema):
    """Something found; `phrase` is the name that fits best, `score` compares hits of one search."""

    kind: OfferKind
    code: str
    name: str
    short_name: str
    department_name: str
    phrase: str
    score: float
    applicable: bool
    served: list[str]
    online_depth: str
    declared_visits: int | None
    promise: int | None
    promise_unit: str
    elsewhere: list[Elsewhere]


class Hits(Page[Hit]):
    """One page of what was found."""

    only_near: bool = Field(
        description="Search is not sure: none of these is likely to be what was asked for."
    )


class AnswersGiven(Given):
    """All answers so far, by the key of the question; unknown keys are ignored, since answers are
    shared between offers.
    """

    answers: Values = {}


class Option(Schema):
    """One possible answer."""

    value: str
    label: str
    help: str


class Question(Schema):
    """A question as it is put to people; `kind` says what an answer may be."""

    key: str
    label: str
    kind: str
    help: str
    unit: str
    options: list[Option]
    minimum: float | None
    maximum: float | None


class Questions(Schema):
    """What is still open. `answers` are those that were understood and matter."""

    complete: bool
    answers: dict[str, Any]
    next: Question | None
    open: list[Question]


class PartState(Schema):
    """One part in this situation: "yes" it applies, "no" it does not, "maybe" depends."""

    key: str
    name: str
    state: str
    why_not: str


class ChecklistLine(Schema):
    """One material; `how` it comes, from whom (`provider`), and which parts want it."""

    key: str
    name: str
    how: How
    reason: str
    provider: str
    wanted_by: list[str]
    undecided: bool
    optional: bool


class FormField(Schema):
    """One element of the form; `prefill` says what the platform fills in itself."""

    key: str
    label: str
    kind: str
    required: bool
    group: str
    prefill: str
    sensitivity: str
    options: list[Option]


class Checklist(Schema):
    """The personal checklist: what to bring, what nobody asks for, what falls away."""

    complete: bool
    parts: list[PartState]
    materials: list[ChecklistLine]
    fields: list[FormField]


class Side(Schema):
    """One side of before and after; null where a source is silent."""

    procedures: int
    materials: int
    fields: int
    days: int | None
    visits: int | None


class PartPlan(Schema):
    """One part in time, in working days from the start."""

    key: str
    starts_on: date | None
    due_on: date | None
    begins: int
    days: int
    critical: bool


class Plan(Schema):
    """The whole in time, if it were accepted on `starts_on`."""

    starts_on: date
    due_on: date | None
    provisional: bool
    parts: list[PartPlan]


class ComputedFigures(Schema):
    """Computed from the definition, never typed; `exact` is false while questions are open."""

    exact: bool
    before: Side
    after: Side
    plan: Plan


Words = Annotated[str, Query("", max_length=100, description="Everyday words, pinyin, initials.")]
Served = Annotated[str, Query("", max_length=10, description="Code of who is served.")]
OfDepartment = Annotated[UUID | None, Query(None, description="Id of a department.")]
Code = Annotated[str, Field(max_length=80)]


@router.get("/catalogue/search", response=Hits, url_name="search", auth=None)
def search(
    request: HttpRequest,
    q: Words,
    served: Served,
    department: OfDepartment,
    cursor: Cursor,
    limit: Limit,
) -> dict[str, Any]:
    """Items and bundles for everyday words, best first."""
    offset = int(key_of("search", cursor) or 0)
    found = queries.find(
        q, limit=limit, offset=offset, served=served or None, department_id=department
    )
    further = offset + limit
    more = found.more and further < DEEPEST
    return {
        "items": found.hits,
        "next": cursor_after("search", str(further) if more else None),
        "only_near": found.only_near,
    }


@router.post("/guidance/{code}/questions", response=Questions, url_name="questions", auth=None)
def questions(request: HttpRequest, code: str, given: AnswersGiven) -> dict[str, Any]:
    """Which questions can still matter after these answers; the first is the next to ask."""
    answers, here = _here(catalogue.pinned_offer(code), given)
    found = [_question(each) for each in open_in(here)]
    return {
        "complete": not found,
        "answers": answers,
        "next": found[0] if found else None,
        "open": found,
    }


@router.post("/guidance/{code}/checklist", response=Checklist, url_name="checklist", auth=None)
def checklist(request: HttpRequest, code: str, given: AnswersGiven) -> dict[str, Any]:
    """What this situation asks for; while questions are open, at most."""
    _, here = _here(catalogue.pinned_offer(code), given)
    listed = checklist_in(here)
    names = {each.code: each.name for each in directory.departments()}
    return {
        "complete": listed.complete,
        "parts": [
            {
                "key": line.part.key,
                "name": line.part.name,
                "state": str(line.state),
                "why_not": line.why_not,
            }
            for line in listed.parts
        ],
        "materials": [_material(line, names) for line in listed.lines],
        "fields": [
            {**_told(use.field, FormField), "options": use.field.options} for use in listed.fields
        ],
    }


@router.post("/guidance/{code}/figures", response=ComputedFigures, url_name="figures", auth=None)
def figures(request: HttpRequest, code: str, given: AnswersGiven) -> dict[str, Any]:
    """Procedures, materials, fields, days and visits before and after, and the plan in time."""
    _, here = _here(catalogue.pinned_offer(code), given)
    listed = checklist_in(here)
    found: Figures = figures_in(here, listed)
    plan = plan_of(listed, load_calendar(), clock.today())
    return {
        "exact": found.exact,
        "before": found.before,
        "after": found.after,
        "plan": {
            "starts_on": plan.starts_on,
            "due_on": plan.due_on,
            "provisional": plan.provisional,
            "parts": [
                {**_told(each, PartPlan, "key"), "key": each.part.key} for each in plan.parts
            ],
        },
    }


def _here(pinned: PinnedOffer, given: AnswersGiven) -> tuple[Answers, Situation]:
    """Raises Invalid as `clean_answers`."""
    answers = clean_answers(pinned.offer, given.answers)
    return answers, situation(pinned.offer, answers)


def _question(question: QuestionDefinition) -> dict[str, Any]:
    return {**_told(question, Question), "kind": str(question.kind), "options": question.options}


def _material(line: MaterialLine, names: dict[str, str]) -> dict[str, Any]:
    return {**_told(line, ChecklistLine), "provider": names.get(line.provider, line.provider)}


def _told(source: object, schema: type[Schema], *but: str) -> dict[str, Any]:
    """The fields of `schema` as `source` has them."""
    names: Iterable[str] = (name for name in schema.model_fields if name not in but)
    return {name: getattr(source, name) for name in names}
