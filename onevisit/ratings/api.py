"""Ratings for programs of those who were served."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, needs, repeatable
from onevisit.accounts.rules.tokens import ApiScope
from onevisit.ratings import queries, services
from onevisit.ratings.rules import LONGEST_WORDS, Level, OccasionKind, Reason
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of
from onevisit.ui.api.schemas import Given

router = Router(tags=["ratings"])


class Occasion(Schema):
    """A contact that may be rated, by its `token`, and how it was; 1 is best, 5 worst. `open`: it
    may be rated or changed now; `called_back_by`: after a bad rating.
    """

    token: str
    kind: OccasionKind
    at: datetime
    place: str
    window: str
    offer_name: str
    number: str
    level: Level | None
    reasons: list[Reason]
    has_words: bool
    given_at: datetime | None
    open: bool
    called_back_by: date | None


class RatingGiven(Given):
    """How it was, and why."""

    level: Level
    reasons: Annotated[list[Reason], Field(max_length=len(Reason))] = []
    words: Annotated[str, Field(max_length=LONGEST_WORDS)] = ""


@router.get("/ratings", response=Page[Occasion], url_name="occasions", **needs(ApiScope.OWN_READ))
def occasions(request: HttpRequest, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """The contacts one had, and those of organisations one acts for, newest first."""
    page = queries.own_occasions(actor(request), after=key_of("ratings", cursor), limit=limit)
    return {"items": list(page.rows), "next": cursor_after("ratings", page.after)}


@router.get("/ratings/{token}", response=Occasion, url_name="occasion", **needs(ApiScope.OWN_READ))
def occasion(request: HttpRequest, token: str) -> queries.OccasionView:
    """One contact, for who holds the link to it."""
    return queries.occasion_by_token(token)


@router.post("/ratings/{token}", response=Occasion, url_name="rate", **needs(ApiScope.OWN_WRITE))
@repeatable
def rate(request: HttpRequest, token: str, given: RatingGiven) -> queries.OccasionView:
    """Rate it, or change the rating while that is allowed."""
    services.rate(
        token=token,
        level=str(int(given.level)),
        reasons=[str(each) for each in given.reasons],
        words=given.words,
        actor=actor(request),
    )
    return queries.occasion_by_token(token)
