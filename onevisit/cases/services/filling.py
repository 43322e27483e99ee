"""Filling in a draft: answers and form, from any tab or device, without losing anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.cases import errors
from onevisit.cases.models import Application, SealedForm
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.events import DraftAnswered
from onevisit.cases.rules.merging import Merged, Sender, merge
from onevisit.cases.rules.submission import fitting_collection
from onevisit.cases.services.locks import lock_draft, touch
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.vocabulary import Prefill
from onevisit.guidance.rules.form import clean_form
from onevisit.guidance.rules.questions import clean_answers
from onevisit.kernel import events

NOBODY = Sender()


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What a save left behind: the version the next save names, and when it was."""

    version: int
    saved_at: datetime


def save_answers(
    *,
    application_id: UUID,
    answers: Mapping[str, object],
    actor: Actor,
    version: int | None = None,
    page: str = "",
) -> SavedDraft:
    """Bring answers into the draft; those that no longer matter are dropped.

    `version` is the one the page was made from (or `page`, see `save_form`); without either the
    answers simply win. What can be
    saved is saved; then Conflict `cases.changed_elsewhere` names the questions answered differently
    elsewhere. Raises Invalid `guidance.bad_answer` and the like.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        conflicts = change_answers(application, answers, Sender.of(version, page))
        if application.organisation_id is not None:
            events.publish(DraftAnswered(application.id, actor))
            application.refresh_from_db(fields=["version", "saved_at"])
    if conflicts:
        raise errors.changed_elsewhere(conflicts)
    return SavedDraft(application.version, application.saved_at)


def change_answers(
    application: Application, raw: Mapping[str, object], sender: Sender = NOBODY
) -> tuple[str, ...]:
    """Bring answers into a locked application; returns the questions that both sides answered."""
    offer = pinned(application).offer
    sealed = application.unsealed()
    given = clean_answers(offer, {**application.answers, **raw})
    incoming = {key: given.get(key) for key in raw if key in given or key in application.answers}
    merged = _merge(application, application.answers, sealed, incoming, sender, "answer:")
    answers = clean_answers(offer, merged.values)
    if answers == application.answers:
        return merged.conflicts
    application.answers = answers
    application.collection = fitting_collection(offer, answers, application.collection)
    sealed = SealedForm(sealed.values, _trail(sealed, merged, "answer:"), sealed.notes)
    _keep(application, _carry_answers(application, offer, sealed))
    return merged.conflicts


def _carry_answers(application: Application, offer: Offer, sealed: SealedForm) -> SealedForm:
    """A form field that repeats a question holds the answer: nobody types it again."""
    repeated = {
        key: application.answers[key] for key in _repeating(offer) if key in application.answers
    }
    held = {**application.form_open, **sealed.values}
    merged = _merge(application, held, sealed, repeated, Sender(), "field:")
    return _parted(application, offer, sealed, merged)


def _repeating(offer: Offer) -> set[str]:
    """The fields that hold the answer to the question of the same key."""
    return {use.field.key for use in offer.fields if use.field.prefill is Prefill.ANSWER}


def save_form(
    *,
    application_id: UUID,
    values: Mapping[str, object],
    actor: Actor,
    version: int | None = None,
    page: str = "",
    partial: bool = True,
) -> SavedDraft:
    """Bring form values into the draft: a single field from autosave, or the whole page.

    `page` is `DraftView.page` as the page was drawn (never updated while it stays open); it makes
    `version` needless. Only fields named in `values` are touched; empty text takes a value away. A
    page that repeats what it was shown changes nothing. What can be saved is saved; then Conflict
    `cases.changed_elsewhere` names the fields both sides changed. With `partial` False a form that
    is not complete raises Invalid `guidance.form_problems` after everything that was typed has been
    kept. A field that repeats a question may differ from the answer for a while; it must be settled
    before signing.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        offer = pinned(application).offer
        conflicts = change_form(application, offer, values, Sender.of(version, page))
    if conflicts:
        raise errors.changed_elsewhere(conflicts)
    if not partial:
        clean_form(offer, application.answers, form_values(application), partial=False)
    return SavedDraft(application.version, application.saved_at)


def form_values(application: Application) -> dict[str, object]:
    """All values of the form, open and personal, as they are kept."""
    return {**application.form_open, **application.unsealed().values}


def change_form(
    application: Application,
    offer: Offer,
    raw: Mapping[str, object],
    sender: Sender = NOBODY,
) -> tuple[str, ...]:
    """Bring values into the form of a locked application; returns the fields that both sides
    changed. Without a sender the values simply win.
    """
    sealed = application.unsealed()
    cleaned = clean_form(offer, application.answers, raw, partial=True)
    asked = {use.field.key for use in offer.fields}
    given = cleaned.all()
    incoming = {key: given.get(key) for key in raw if key in asked}
    held = {**application.form_open, **sealed.values}
    merged = _merge(application, held, sealed, incoming, sender, "field:")
    if merged.changed:
        _keep(application, _parted(application, offer, sealed, merged))
    return merged.conflicts


def _parted(
    application: Application, offer: Offer, sealed: SealedForm, merged: Merged
) -> SealedForm:
    """Put open values on the application; what is personal goes, with the trail, under the seal."""
    personal = _personal_keys(offer)
    application.form_open = {k: v for k, v in merged.values.items() if k not in personal}
    kept = {k: v for k, v in merged.values.items() if k in personal}
    return SealedForm(kept, _trail(sealed, merged, "field:"), sealed.notes)


def _personal_keys(offer: Offer) -> set[str]:
    return {use.field.key for use in offer.fields if use.field.sensitivity != "open"}


def _merge(
    application: Application,
    current: Mapping[str, object],
    sealed: SealedForm,
    incoming: Mapping[str, object],
    sender: Sender,
    prefix: str,
) -> Merged:
    trail = {
        key.removeprefix(prefix): changes
        for key, changes in sealed.trail.items()
        if key.startswith(prefix)
    }
    return merge(
        current,  # type: ignore[arg-type]
        trail,
        incoming,  # type: ignore[arg-type]
        sender=sender,
        version=application.version + 1,
    )


def _trail(sealed: SealedForm, merged: Merged, prefix: str) -> dict[str, object]:
    return {**sealed.trail, **{prefix + key: changes for key, changes in merged.trail.items()}}


def _keep(application: Application, form: SealedForm) -> None:
    application.seal_form(form)
    touch(application, "answers", "collection", "form_open", "form_sealed")
