"""Counted visits for programs."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from onevisit.accounts.bearer import actor, needs
from onevisit.accounts.rules.tokens import ApiScope
from onevisit.cases.queries.seeing import application_seen
from onevisit.hall import queries

router = Router(tags=["visits"])


class Contact(Schema):
    """One contact at a place; `visit` is the number of the visit it belongs to, from 1."""

    at: datetime
    kind: str
    place: str
    window: str
    visit: int


class Visits(Schema):
    """The counted visits of an application, and every contact they were counted from. Where
    somebody must have come and no contact is on record (`unrecorded`), `count` says nothing.
    """

    count: int
    unrecorded: bool
    contacts: list[Contact]


@router.get(
    "/applications/{ref}/visits",
    response=Visits,
    url_name="visits",
    **needs(ApiScope.OWN_READ, ApiScope.CASES_LOOK_UP, ApiScope.CASES_REVIEW),
)
def visits(request: HttpRequest, ref: str) -> queries.VisitCount:
    """How often somebody had to come for it, by the id or number of the application."""
    application_id = application_seen(ref=ref, actor=actor(request), what="application.visits")
    return queries.visits_of(application_id)
