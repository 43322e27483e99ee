"""Settling what differs: between the form and a register, an answer or a document."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases import errors
from onevisit.cases.access import require_here
from onevisit.cases.models import Application, SealedForm
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.registers import differences_of
from onevisit.cases.rules.discrepancies import (
    Notes,
    Reading,
    Settled,
    Source,
    plain,
)
from onevisit.cases.services.filling import change_answers, change_form
from onevisit.cases.services.locks import lock_draft, touch
from onevisit.cases.services.trail import record
from onevisit.catalogue.rules.composition import Offer

_LONGEST = 200


def note_reading(
    *, application_id: UUID, material: str, field: str, value: str, actor: Actor
) -> None:
    """A clerk read `value` for a field of the form on the paper of a material; "" takes the note
    back. Where the form says something else, that is a row to settle.

    Raises Invalid `cases.no_such_field`, `cases.text_too_long`; NotFound `cases.no_such_evidence`;
    Refused `accounts.not_permitted`; Conflict as saving.
    """
    with transaction.atomic():
        application, offer = _held(application_id, actor)
        if field not in {use.field.key for use in offer.fields}:
            raise errors.no_such_field()
        if not application.evidence.filter(material=material).exists():
            raise errors.no_such_evidence()
        if len(value) > _LONGEST:
            raise errors.text_too_long(_LONGEST)
        notes = application.notes()
        readings = {key: each for key, each in notes.readings.items() if key != field}
        if value.strip():
            readings[field] = Reading(material, plain(value), actor.name)
        _keep(application, replace(notes, readings=readings))
        record("cases.read_document", application, actor, field=field, material=material)


def settle(*, application_id: UUID, field: str, source: Source, take: bool, actor: Actor) -> None:
    """Settle a row: `take` what the source says, or leave the form as it is because it is right.

    Of a field that repeats a question, "the form is right" changes the answer. What no longer
    differs is left alone. Raises Refused `accounts.not_permitted`; NotFound and Conflict as saving,
    Invalid of the answers.
    """
    with transaction.atomic():
        application, offer = _held(application_id, actor)
        rows = {(each.field.key, each.source): each for each in differences_of(application, offer)}
        row = rows.get((field, source))
        if row is None:
            return
        if take:
            change_form(application, offer, {field: row.said})
        elif source is Source.ANSWER:
            change_answers(application, {field: row.form})
        else:
            notes = application.notes()
            settled = {**notes.settled, row.key: Settled(row.form, row.said)}
            _keep(application, replace(notes, settled=settled))
        record("cases.settle", application, actor, field=field, source=str(source), taken=take)


def _held(application_id: UUID, actor: Actor) -> tuple[Application, Offer]:
    application = lock_draft(application_id, actor)
    require_here(actor, Permission.CASES_INTAKE, application)
    return application, pinned(application).offer


def _keep(application: Application, notes: Notes) -> None:
    """Under the seal: what was read may be personal."""
    form = application.unsealed()
    application.seal_form(SealedForm(form.values, form.trail, notes))
    touch(application, "form_sealed")
