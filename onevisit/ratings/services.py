"""Writes of the ratings room."""

import secrets
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit import services as audit
from onevisit.audit.rules import AccessKind
from onevisit.cases import queries as cases
from onevisit.cases.rules.events import ApplicationEnded, ContactHappened
from onevisit.kernel import clock, events
from onevisit.kernel.alone import in_turn
from onevisit.kernel.erasing import erase
from onevisit.kernel.queries import load_calendar
from onevisit.ratings import errors
from onevisit.ratings.access import get_rectification_for
from onevisit.ratings.models import Occasion, Rating, Rectification, RectificationNote
from onevisit.ratings.queries import rating_rules
from onevisit.ratings.rules import (
    LONGEST_WORDS,
    SAME_CALL,
    Given,
    Level,
    NoteKind,
    OccasionKind,
    PutRight,
    Rated,
    RectificationState,
    checked,
    dues,
    may_change,
    moved,
)

_TOKEN_BYTES = 16


def open_contact(event: ContactHappened) -> None:
    """A contact may be rated, in the transaction that caused it; the same one twice counts once."""
    Occasion.objects.bulk_create(
        [
            Occasion(
                token=secrets.token_urlsafe(_TOKEN_BYTES),
                application_id=event.application_id,
                person_id=event.person_id,
                kind=OccasionKind(event.kind.value),
                service_point_id=event.service_point_id,
                window=event.window,
                clerk_id=event.recorded_by,
                at=event.at,
            )
        ],
        ignore_conflicts=True,
    )


def open_ending(event: ApplicationEnded) -> None:
    """What ended without anybody at a window may be rated as a whole; what the applicant took back
    is not.
    """
    end = cases.ending_of(event.application_id)
    if end.by_hand or end.all_withdrawn:
        return
    Occasion.objects.bulk_create(
        [
            Occasion(
                token=secrets.token_urlsafe(_TOKEN_BYTES),
                application_id=event.application_id,
                person_id=end.applicant_id,
                kind=OccasionKind.PARCEL if end.by_courier else OccasionKind.ONLINE,
                at=event.at,
            )
        ],
        ignore_conflicts=True,
    )


def note_call(*, application_id: UUID, actor: Actor) -> str:
    """Somebody called the hotline about an application and was answered: a contact that may be
    rated, but no visit. Returns the token of the link. Noted again within minutes it is the same
    call.

    Raises Refused `accounts.not_permitted`; NotFound `cases.no_such_application`, Conflict
    `cases.not_submitted`.
    """
    require(actor, Permission.CASES_LOOK_UP)
    with transaction.atomic():
        caller = cases.caller_about(application_id=application_id, actor=actor)
        in_turn(f"call {application_id}")  # two clicks at one instant are one call
        held = Occasion.objects.filter(
            application_id=application_id,
            kind=OccasionKind.CALL,
            clerk_id=actor.user_id,
            at__gt=clock.now() - SAME_CALL,
        ).first()
        if held is not None:
            return held.token
        occasion = Occasion.objects.create(
            token=secrets.token_urlsafe(_TOKEN_BYTES),
            application_id=application_id,
            person_id=caller,
            kind=OccasionKind.CALL,
            clerk_id=actor.user_id,
            at=clock.now(),
        )
        audit.record(
            action="ratings.call",
            target_type="ratings.occasion",
            target_id=occasion.id,
            actor=actor,
        )
        return occasion.token


def rate(
    *, token: str, level: str, actor: Actor, reasons: Collection[str] = (), words: str = ""
) -> Level:
    """Rate a contact, once; or change the rating while that is allowed (no words: the old ones
    stay).

    A bad rating opens a rectification under clock H, which a better one later does not undo.
    Whoever holds the link may rate, but nobody signed in as staff. Raises NotFound
    `ratings.no_such_occasion`, Refused `ratings.not_for_staff`, Conflict
    `ratings.too_late_to_change`, Invalid as `rules.checked`.
    """
    if actor.is_staff or actor.acting is not None:
        raise errors.not_for_staff()
    given = checked(level, reasons, words)
    with transaction.atomic():
        occasion = next(iter(Occasion.objects.select_for_update().filter(token=token)), None)
        if occasion is None:
            raise errors.no_such_occasion()
        rating = Rating.objects.filter(occasion=occasion).first()
        before = rating.level if rating else None
        rating = _changed(rating, given) if rating else _given(occasion, given)
        if given.level.negative:
            _open_rectification(rating)
        audit.record(
            action="ratings.change" if before else "ratings.rate",
            target_type="ratings.occasion",
            target_id=occasion.id,
            actor=actor,
            facts={"level": int(given.level), **({"level_before": before} if before else {})},
        )
        events.publish(Rated(occasion.application_id))
    return given.level


def _given(occasion: Occasion, given: Given) -> Rating:
    rating = Rating(
        occasion=occasion,
        level=given.level,
        reasons=[str(each) for each in given.reasons],
        given_at=clock.now(),
    )
    rating.words = given.words
    rating.save(force_insert=True)
    return rating


def _changed(rating: Rating, given: Given) -> Rating:
    rules = rating_rules(clock.today())
    if not may_change(clock.local_date(rating.given_at), clock.today(), rules):
        raise errors.too_late_to_change(rules.change_days)
    rating.level, rating.changed_at = given.level, clock.now()
    rating.reasons = [str(each) for each in given.reasons]
    if given.words:
        rating.words = given.words
    rating.save(update_fields=["level", "changed_at", "reasons", "words_sealed"])
    return rating


def _open_rectification(rating: Rating) -> None:
    """Once for each rating, however often it is changed."""
    if Rectification.objects.filter(rating=rating).exists():
        return
    due = dues(clock.today(), rating_rules(clock.today()), load_calendar())
    Rectification.objects.create(
        rating=rating,
        state=RectificationState.OPEN,
        level=rating.level,
        opened_at=clock.now(),
        call_due=due.call_back,
        rectify_due=due.rectify,
    )


def note(*, rectification_id: UUID, kind: str, words: str, actor: Actor) -> None:
    """Write down a call or what was put right; the state follows.

    Raises Refused `accounts.not_permitted`, NotFound `ratings.no_such_rectification`, Invalid
    `ratings.unknown_kind`, `ratings.words_needed`, `ratings.words_too_long`, Conflict
    `ratings.not_possible_now`.
    """
    if kind not in set(NoteKind):
        raise errors.unknown_kind()
    text = words.strip()
    if len(text) > LONGEST_WORDS:
        raise errors.words_too_long(LONGEST_WORDS)
    if not text and kind != NoteKind.NO_ANSWER:
        raise errors.words_needed()
    with transaction.atomic():
        seen = get_rectification_for(actor, rectification_id)
        row = Rectification.objects.select_for_update().get(id=seen.id)
        after, now = moved(RectificationState(row.state), NoteKind(kind)), clock.now()
        if after is RectificationState.CALLED and row.called_at is None:
            row.called_at = now
        if after is RectificationState.RECTIFIED:
            row.rectified_at = now
        row.state = after
        row.save(update_fields=["state", "called_at", "rectified_at"])
        entry = RectificationNote(
            rectification=row, kind=kind, at=now, actor_id=actor.user_id, actor_name=actor.name
        )
        entry.words = text
        entry.save(force_insert=True)
        audit.record(
            action=f"ratings.{kind}",
            target_type="ratings.rectification",
            target_id=row.id,
            actor=actor,
        )
        if after is RectificationState.RECTIFIED:
            occasion = seen.rating.occasion
            events.publish(PutRight(row.id, occasion.application_id, occasion.person_id))
        events.publish(Rated(seen.rating.occasion.application_id))


def call_number(*, rectification_id: UUID, actor: Actor) -> str:
    """The phone to call back, in clear, on record; "" where none is known.

    Raises Refused `accounts.not_permitted`, NotFound `ratings.no_such_rectification`.
    """
    row = get_rectification_for(actor, rectification_id)
    occasion = row.rating.occasion
    require(actor, Permission.RATINGS_HANDLE, Scope(None, occasion.application.region_id))
    audit.record_access(
        kind=AccessKind.UNMASK,
        what="ratings.call_back",
        actor=actor,
        subjects=[occasion.person_id],
        target_type="ratings.rectification",
        target_id=row.id,
    )
    return accounts.own_person(occasion.person_id).phone


def empty_words(application_ids: Collection[UUID], *, order: UUID) -> int:
    """What was written about these applications goes for good, on an approved list of the archive;
    levels, reasons and days stay. How many texts. Called inside the transaction of the order.
    """
    ratings = list(
        Rating.objects.filter(
            occasion__application_id__in=list(application_ids), words_sealed__isnull=False
        )
    )
    for each in ratings:
        each.words = ""
    Rating.objects.bulk_update(ratings, ["words_sealed"])
    notes = RectificationNote.objects.filter(
        rectification__rating__occasion__application_id__in=list(application_ids)
    )
    return len(ratings) + erase(list(notes), "words", order=order)
