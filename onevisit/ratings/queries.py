"""Reads of ratings. Nobody is named: how one contact was rated is for supervisors only; a clerk is
told how many of the day's were good.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases.queries.paging import ListPage
from onevisit.kernel import clock, masks
from onevisit.ratings.access import get_rectification_for, visible_to
from onevisit.ratings.errors import no_such_occasion
from onevisit.ratings.models import Occasion, Rating, Rectification, RectificationNote
from onevisit.ratings.rules import (
    Level,
    NoteKind,
    OccasionKind,
    RatingRules,
    Reason,
    RectificationState,
    may_change,
    rules_on,
)


@dataclass(frozen=True, slots=True)
class OccasionView:
    """A contact that may be rated, and how it was rated; `open`: it may be rated or changed now."""

    token: str
    kind: OccasionKind
    at: datetime
    place: str
    window: str
    offer_name: str
    number: str
    level: Level | None
    reasons: tuple[Reason, ...]
    has_words: bool
    given_at: datetime | None
    open: bool
    called_back_by: date | None


@dataclass(frozen=True, slots=True)
class RectificationLine:
    """One rectification in the list; `late`: a day of clock H has passed."""

    id: UUID
    state: RectificationState
    level: Level
    now: Level
    offer_name: str
    number: str
    place: str
    window: str
    kind: OccasionKind
    at: datetime
    opened_at: datetime
    call_due: date
    rectify_due: date
    late: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What was said or done."""

    kind: NoteKind
    words: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class RectificationView:
    """One rectification with what was said, by a person who stays masked."""

    line: RectificationLine
    application_id: UUID
    submitted: bool
    person: str
    organisation: str
    phone: str
    reasons: tuple[Reason, ...]
    words: str
    notes: tuple[NoteLine, ...]


def rating_rules(day: date) -> RatingRules:
    """The rules of `settings.RATING_RULES` on that day."""
    return rules_on(
        (RatingRules(date.fromisoformat(since), *rest) for since, *rest in settings.RATING_RULES),
        day,
    )


def occasion_by_token(token: str) -> OccasionView:
    """What is rated by this link; whoever holds it may see it. One query.

    Raises NotFound `ratings.no_such_occasion`.
    """
    row = _occasions().filter(token=token).first()
    if row is None:
        raise no_such_occasion()
    return _occasion(row)


def occasions_of(application_id: UUID) -> tuple[OccasionView, ...]:
    """Every contact of an application that may be rated, the newest first; one query."""
    rows = _occasions().filter(application_id=application_id)
    return tuple(_occasion(row) for row in rows.order_by("-at", "-id"))


def calls_about(application_id: UUID) -> tuple[datetime, ...]:
    """When the hotline answered calls about an application, the newest first; one query."""
    rows = Occasion.objects.filter(application_id=application_id, kind=OccasionKind.CALL)
    return tuple(rows.order_by("-at", "-id").values_list("at", flat=True))


def own_occasions(
    actor: Actor, *, after: str | None = None, limit: int = 50
) -> ListPage[OccasionView]:
    """The contacts a person or the organisations they act for had, the newest first."""
    if actor.person_id is None or actor.acting is not None:
        return ListPage((), None)
    held = accounts.organisations_of(actor.person_id)
    mine = Q(application__organisation=None, application__applicant_id=actor.person_id)
    ours = Q(application__organisation_id__in=[each.organisation.id for each in held])
    rows = _occasions().filter(mine | ours)
    if after:
        at, _, last = after.partition("_")
        day = datetime.fromisoformat(at)
        rows = rows.filter(Q(at__lt=day) | Q(at=day, id__lt=last))
    found = list(rows.order_by("-at", "-id")[: limit + 1])
    end = found[limit - 1] if len(found) > limit else None
    return ListPage(
        tuple(_occasion(row) for row in found[:limit]),
        f"{end.at.isoformat()}_{end.id}" if end else None,
    )


FEWEST_TOLD = 5
"""Of so many ratings a clerk is told how many were good; of fewer one could guess whose it was."""


@dataclass(frozen=True, slots=True)
class DayRatings:
    """How many rated a clerk today; `good` of them were content, None while they are too few."""

    total: int
    good: int | None


def ratings_today(*, actor: Actor) -> DayRatings:
    """The ratings that came today for what this very clerk did; one query."""
    if actor.user_id is None:
        return DayRatings(0, None)
    begin = datetime.combine(clock.today(), time.min, tzinfo=clock.SHANGHAI)
    rows = Rating.objects.filter(given_at__gte=begin, occasion__clerk_id=actor.user_id)
    found = rows.aggregate(total=Count("id"), good=Count("id", filter=Q(level__lt=Level.BAD)))
    enough = found["total"] >= FEWEST_TOLD
    return DayRatings(found["total"], found["good"] if enough else None)


def rectifications(*, actor: Actor, done: bool = False) -> tuple[RectificationLine, ...]:
    """Those still open by how soon they are due, or those that are done, the newest first.

    Raises Refused `accounts.not_permitted`. One query, a hundred rows at most.
    """
    rows = visible_to(actor)
    if done:
        rows = rows.filter(state=RectificationState.RECTIFIED).order_by("-rectified_at", "-id")
    else:
        rows = rows.exclude(state=RectificationState.RECTIFIED).order_by("rectify_due", "id")
    return tuple(_line(row) for row in rows[:100])


def rectification_view(*, rectification_id: UUID, actor: Actor) -> RectificationView:
    """One rectification, on record: the words may be personal.

    Raises Refused `accounts.not_permitted`, NotFound `ratings.no_such_rectification`.
    """
    row = get_rectification_for(actor, rectification_id)
    occasion = row.rating.occasion
    application = occasion.application
    person = accounts.masked_person(occasion.person)
    audit.record_access(
        what="ratings.words",
        actor=actor,
        subjects=[occasion.person_id],
        target_type="ratings.rectification",
        target_id=row.id,
    )
    return RectificationView(
        line=_line(row),
        application_id=application.id,
        submitted=application.number is not None,
        person=masks.mask_name(occasion.person.name),
        organisation=application.organisation.name if application.organisation else "",
        phone=person.masked_phone,
        reasons=tuple(Reason(each) for each in row.rating.reasons),
        words=row.rating.words,
        notes=tuple(
            NoteLine(NoteKind(each.kind), each.words, each.at, each.actor_name)
            for each in row.notes.order_by("-at", "-id")
        ),
    )


def _occasions() -> QuerySet[Occasion]:
    return Occasion.objects.select_related(
        "application", "service_point", "rating", "rating__rectification"
    )


def _occasion(row: Occasion) -> OccasionView:
    rating: Rating | None = getattr(row, "rating", None)
    rectification: Rectification | None = getattr(rating, "rectification", None)
    today = clock.today()
    return OccasionView(
        token=row.token,
        kind=OccasionKind(row.kind),
        at=row.at,
        place=row.service_point.name if row.service_point else "",
        window=row.window,
        offer_name=row.application.offer_name,
        number=row.application.number or "",
        level=Level(rating.level) if rating else None,
        reasons=tuple(Reason(each) for each in rating.reasons) if rating else (),
        has_words=rating is not None and rating.words_sealed is not None,
        given_at=rating.given_at if rating else None,
        open=rating is None
        or may_change(clock.local_date(rating.given_at), today, rating_rules(today)),
        called_back_by=rectification.call_due
        if rectification and rectification.state == RectificationState.OPEN
        else None,
    )


def _line(row: Rectification) -> RectificationLine:
    occasion, today = row.rating.occasion, clock.today()
    state = RectificationState(row.state)
    late = (state is RectificationState.OPEN and row.call_due < today) or (
        state is not RectificationState.RECTIFIED and row.rectify_due < today
    )
    return RectificationLine(
        id=row.id,
        state=state,
        level=Level(row.level),
        now=Level(row.rating.level),
        offer_name=occasion.application.offer_name,
        number=occasion.application.number or "",
        place=occasion.service_point.name if occasion.service_point else "",
        window=occasion.window,
        kind=OccasionKind(occasion.kind),
        at=occasion.at,
        opened_at=row.opened_at,
        call_due=row.call_due,
        rectify_due=row.rectify_due,
        late=late,
    )


def levels_of(application_ids: Collection[UUID]) -> dict[UUID, Level]:
    """How each application was rated last, for those that were; one query."""
    rated = Rating.objects.filter(occasion__application_id__in=application_ids)
    found = rated.order_by("given_at", "id").values_list("occasion__application_id", "level")
    return {application_id: Level(level) for application_id, level in found}


def kept_of(application_id: UUID) -> list[dict[str, Any]]:
    """Every contact with how it was rated and what was done about it, in plain JSON, for whoever
    keeps the application for good; the caller answers for that. Three queries.
    """
    rows = _occasions().filter(application_id=application_id).order_by("at", "id")
    notes = RectificationNote.objects.filter(
        rectification__rating__occasion__application_id=application_id
    ).order_by("at", "id")
    said: dict[UUID, list[dict[str, Any]]] = {}
    for each in notes:
        line = {"kind": each.kind, "words": each.words, "at": _iso(each.at), "by": each.actor_name}
        said.setdefault(each.rectification_id, []).append(line)
    return [_kept(row, said) for row in rows]


def _kept(row: Occasion, said: Mapping[UUID, list[dict[str, Any]]]) -> dict[str, Any]:
    rating: Rating | None = getattr(row, "rating", None)
    rectification: Rectification | None = getattr(rating, "rectification", None)
    found: dict[str, Any] = {
        "kind": row.kind,
        "at": _iso(row.at),
        "place": row.service_point.name if row.service_point else "",
        "window": row.window,
        "rating": None,
    }
    if rating is not None:
        found["rating"] = {
            "level": rating.level,
            "reasons": rating.reasons,
            "words": rating.words,
            "given_at": _iso(rating.given_at),
            "changed_at": _iso(rating.changed_at) if rating.changed_at else None,
            "rectification": rectification.state if rectification else None,
            "notes": said.get(rectification.id, []) if rectification else [],
        }
    return found


def _iso(at: datetime) -> str:
    return at.astimezone(clock.SHANGHAI).isoformat()
