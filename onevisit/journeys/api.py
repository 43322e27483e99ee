"""Computed visits for programs: the figure, the journey that proves it, and what would lower it."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema

from onevisit.journeys import queries
from onevisit.journeys.queries import Why

router = Router(tags=["guidance"])


class Trip(Schema):
    """One trip: where, what for, and what would spare it. `external` ones are to places that are no
    government's and are not counted; `waits`: something is decided before it.
    """

    number: int
    place: str
    external: bool
    waits: bool
    errands: list[str]
    advice: str


class Figure(Schema):
    """One scope. `worst` and `best` are the most and the fewest visits over all consistent answers;
    null where something is missing (`gaps`) or nobody can finish in one situation (`stuck`).
    `answers` and `trips` are the situation that takes most and its journey.
    """

    worst: int | None
    best: int | None
    external: int
    answers: list[tuple[str, str]]
    trips: list[Trip]
    stuck: list[tuple[str, str]] | None
    gaps: list[str]


class Repair(Schema):
    """An enabler that is not open, and the worst if it were. `state`: planned, absent, or "" for
    one that nobody registered.
    """

    code: str
    name: str
    state: str
    planned_by: date | None
    worst: int


class ComputedVisits(Schema):
    """The declared figure beside the computed ones. `official`: from application to result;
    `lived`: with everything one must run for before, null where it is the same.
    """

    code: str
    name: str
    declared: int | None
    differs: bool
    official: Figure
    lived: Figure | None
    repairs: list[Repair]


Code = Annotated[str, Path(..., max_length=80)]


@router.get(
    "/catalogue/offers/{code}/visits", response=ComputedVisits, url_name="visits-why", auth=None
)
def visits(request: HttpRequest, code: Code) -> Why:
    """How often one must come, computed from the definition, and why."""
    return queries.why(code)
