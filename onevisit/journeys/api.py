"""Computed visits for programs: the figure, the journey that proves it, and what would lower it."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from onevisit.directory import queries as directory
from onevisit.journeys import queries
from onevisit.journeys.queries import Audience, Group, Wanted, Why
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of

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


class Average(Schema):
    """Visits on the average over the situations in which `applications` of the year between these
    days were; null where they are too few. Of `unknown` more nobody can tell.
    """

    visits: float | None
    applications: int
    unknown: int
    since: date
    until: date


class Figure(Schema):
    """One scope. `worst` and `best` are the most and the fewest visits over all consistent answers;
    null where something is missing (`gaps`) or nobody can finish in one situation (`stuck`).
    `answers` and `trips` are the situation that takes most and its journey. With several parties
    all of it is of the one who comes most, named in `party`; `average` is null while it is unknown.
    """

    worst: int | None
    best: int | None
    external: int
    answers: list[tuple[str, str]]
    trips: list[Trip]
    stuck: list[tuple[str, str]] | None
    gaps: list[str]
    average: Average | None
    party: str


class Party(Schema):
    """One of several parties of a matter: seller, spouse. `lived` is null where it is the same."""

    name: str
    official: Figure
    lived: Figure | None


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
    `lived`: with everything one must run for before, null where it is the same. `parties`: each of
    several, empty where there is one.
    """

    code: str
    name: str
    declared: int | None
    differs: bool
    official: Figure
    lived: Figure | None
    repairs: list[Repair]
    parties: list[Party]


Code = Annotated[str, Path(..., max_length=80)]


@router.get(
    "/catalogue/offers/{code}/visits", response=ComputedVisits, url_name="visits-why", auth=None
)
def visits(request: HttpRequest, code: Code) -> Why:
    """How often one must come, computed from the definition, and why."""
    return queries.why(code)


class PartyVisits(Schema):
    """The most visits of one of several parties, in both scopes."""

    name: str
    worst: int | None
    lived: int | None


class OfferByVisits(Schema):
    """One line of the list. `worst` and `best` are null where `gaps` say what is missing, where
    `stuck` (nobody can finish in some situation) leaves none, or while the figure is being worked
    out anew (`fresh` is false). `lived`: with everything one must run for before. `average`: over
    the situations in which `applications` of the year until `counted_on` were, null where they are
    too few; `parties`: the worst of each, where there are several.
    """

    code: str
    name: str
    is_bundle: bool
    department: str
    declared: int | None
    fresh: bool
    worst: int | None
    best: int | None
    external: int | None
    lived: int | None
    stuck: bool
    gaps: list[str]
    average: float | None
    applications: int
    counted_on: date | None
    parties: list[PartyVisits]
    computed_at: datetime | None


Words = Annotated[str, Query("", max_length=60, description="Words of the name.")]
Office = Annotated[
    str, Query("", max_length=80, description="The code of one department; empty for all.")
]
Cut = Annotated[
    Group | None, Query(None, description="0, 1, more, or unknown: cannot be computed yet.")
]
Whom = Annotated[Audience | None, Query(None, description="For persons, or for businesses.")]


@router.get("/catalogue/visits", response=Page[OfferByVisits], url_name="visits-list", auth=None)
def by_visits(
    request: HttpRequest,
    cursor: Cursor,
    limit: Limit,
    q: Words,
    department: Office,
    visits: Cut,
    audience: Whom,
) -> dict[str, Any]:
    """Everything published by how often one must come, worked out from the definitions; by code."""
    office = directory.department_by_code(department).id if department else None
    wanted = Wanted(q, office, visits, audience)
    found = queries.by_visits(wanted, after=key_of("visits", cursor) or "", limit=limit + 1)
    names = directory.department_names({each.department_id for each in found})
    rows = [
        {
            **{name: getattr(each, name) for name in _AS_IT_IS},
            "department": names[each.department_id],
            "gaps": [queries.told_gap(gap) for gap in each.gaps],
            "average": each.expected.mean,
            "applications": each.expected.of,
            "parties": [
                {"name": queries.told_party(of.party), "worst": of.worst, "lived": of.lived}
                for of in each.sides
            ],
        }
        for each in found[:limit]
    ]
    last = found[limit - 1].code if len(found) > limit else None
    return {"items": rows, "next": cursor_after("visits", last)}


_AS_IT_IS = frozenset(OfferByVisits.model_fields) - {
    "department",
    "gaps",
    "average",
    "applications",
    "parties",
}
