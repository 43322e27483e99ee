"""Applications for programs: begun, filled in, signed; by citizens or at a window."""

from datetime import datetime
from typing import Annotated, Any, BinaryIO, Literal, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field

from onevisit.accounts.bearer import actor, creating, repeatable
from onevisit.cases import queries, services
from onevisit.cases.api.parcels import AddressGiven
from onevisit.cases.api.routing import applications
from onevisit.cases.api.scopes import FILLS_IN, FOLLOWS, READS_DRAFTS, RECEIVES, SIGNS
from onevisit.cases.api.shown import Draft, draft_shown, file_shown
from onevisit.cases.rules.discrepancies import Source
from onevisit.ui.api.schemas import Code, Digest, Given, Values


class Begin(Given):
    """What to apply for. A citizen may act for an `organisation`; at a window (channel "window")
    the clerk names the `applicant`.
    """

    offer: Code
    answers: Values = {}
    organisation: UUID | None = None
    applicant: UUID | None = None
    channel: Literal["online", "window"] = "online"


class DraftAnswers(Given):
    """Answers by question key. With the `version` they were made from, answers given elsewhere
    meanwhile are not overwritten (409).
    """

    answers: Values
    version: int | None = None


class FormGiven(Given):
    """Values by field key; "" takes one away. With `complete` a form that is not right is refused
    (422), after what was given has been kept.
    """

    values: Values
    version: int | None = None
    complete: bool = False


class CollectionGiven(Given):
    """How results are to be had; at a window the place too, by courier the address."""

    collection: Code
    service_point: UUID | None = None
    address: AddressGiven | None = None


class SettleGiven(Given):
    """A row of the draft's `differences`: `take` what the source says, or leave the form."""

    field: Code
    source: Source
    take: bool


class ReadingGiven(Given):
    """What a clerk read for a field on the paper of a material; "" takes the note back."""

    material: Code
    field: Code
    value: Annotated[str, Field(max_length=200)]


class CommitmentGiven(Given):
    """For which material, of the draft's `commitments`."""

    material: Code


class Sign(Given):
    """What is signed: the draft's `digest` and `version` as shown. `commitments` are the materials
    whose commitment the applicant read and agreed to, each by itself; every one that is signed.
    """

    digest: Digest
    version: int
    commitments: Annotated[list[Code], Field(max_length=100)] = []


class Saved(Schema):
    """The version after saving."""

    version: int
    saved_at: datetime


class Attached(Schema):
    """The paper that now stands for the material."""

    id: UUID


class Receipt(Schema):
    """收件凭证: the same however often it is handed in."""

    application_id: UUID
    number: str
    submitted_at: datetime
    case_numbers: list[str]


def _draft(request: HttpRequest, application_id: UUID) -> dict[str, Any]:
    return draft_shown(queries.draft_view(application_id=application_id, actor=actor(request)))


@applications.post("/applications", response={201: Draft}, url_name="begin", **FILLS_IN)
@creating
def begin(request: HttpRequest, given: Begin, response: HttpResponse) -> dict[str, Any]:
    """Begin an application, or go on with the draft there is for the same thing."""
    application_id = services.start_application(
        offer_code=given.offer,
        actor=actor(request),
        answers=given.answers or None,
        organisation_id=given.organisation,
        applicant_id=given.applicant,
        channel=given.channel,
    )
    response["Location"] = reverse("api:draft", args=[application_id])
    return _draft(request, application_id)


@applications.get(
    "/applications/{uuid:application_id}/draft", response=Draft, url_name="draft", **READS_DRAFTS
)
def draft(request: HttpRequest, application_id: UUID) -> dict[str, Any]:
    """A draft: what is still missing, and the digest that signing it as it stands would sign."""
    return _draft(request, application_id)


@applications.delete(
    "/applications/{uuid:application_id}/draft",
    response={204: None},
    url_name="discard",
    **FILLS_IN,
)
def discard(request: HttpRequest, application_id: UUID) -> None:
    """Give a draft up."""
    services.discard_draft(application_id=application_id, actor=actor(request))


@applications.patch(
    "/applications/{uuid:application_id}/answers",
    response=Saved,
    url_name="save-answers",
    **FILLS_IN,
)
def save_answers(
    request: HttpRequest, application_id: UUID, given: DraftAnswers
) -> services.SavedDraft:
    """Answer questions; answers that no longer matter fall away."""
    return services.save_answers(
        application_id=application_id,
        answers=given.answers,
        actor=actor(request),
        version=given.version,
    )


@applications.patch(
    "/applications/{uuid:application_id}/form", response=Saved, url_name="save-form", **FILLS_IN
)
def save_form(request: HttpRequest, application_id: UUID, given: FormGiven) -> services.SavedDraft:
    """Fill in fields of the one form; only those named are touched."""
    return services.save_form(
        application_id=application_id,
        values=given.values,
        actor=actor(request),
        version=given.version,
        partial=not given.complete,
    )


@applications.put(
    "/applications/{uuid:application_id}/collection",
    response=Draft,
    url_name="collection",
    **FILLS_IN,
)
def collection(
    request: HttpRequest, application_id: UUID, given: CollectionGiven
) -> dict[str, Any]:
    """Choose how the results are to be had: of the draft's `collections`."""
    services.choose_collection(
        application_id=application_id,
        collection=given.collection,
        service_point_id=given.service_point,
        address=given.address.shown() if given.address else None,
        actor=actor(request),
    )
    return _draft(request, application_id)


@applications.post(
    "/applications/{uuid:application_id}/differences",
    response=Draft,
    url_name="settle",
    **RECEIVES,
)
@repeatable
def settle(request: HttpRequest, application_id: UUID, given: SettleGiven) -> dict[str, Any]:
    """Settle what differs between the form and what else is known; what no longer differs is left
    alone.
    """
    services.settle(
        application_id=application_id,
        field=given.field,
        source=given.source,
        take=given.take,
        actor=actor(request),
    )
    return _draft(request, application_id)


@applications.post(
    "/applications/{uuid:application_id}/readings",
    response=Draft,
    url_name="note-reading",
    **RECEIVES,
)
@repeatable
def note_reading(request: HttpRequest, application_id: UUID, given: ReadingGiven) -> dict[str, Any]:
    """Note what stands on a paper; where the form says something else, that is a row to settle."""
    services.note_reading(
        application_id=application_id,
        material=given.material,
        field=given.field,
        value=given.value,
        actor=actor(request),
    )
    return _draft(request, application_id)


@applications.post(
    "/applications/{uuid:application_id}/evidence",
    response={201: Attached},
    url_name="attach",
    **FILLS_IN,
)
@creating
def attach(
    request: HttpRequest,
    application_id: UUID,
    material: Annotated[str, Form(min_length=1, max_length=80)],
    file: Annotated[UploadedFile, File()],
    response: HttpResponse,
) -> dict[str, UUID]:
    """Send a file for a material, as multipart/form-data: PDF or a picture, 20 MB at most."""
    evidence_id = services.attach_file(
        application_id=application_id,
        material=material,
        upload=cast(BinaryIO, file.file),
        name=file.name or "",
        actor=actor(request),
    )
    response["Location"] = reverse("api:evidence", args=[evidence_id])
    return {"id": evidence_id}


@applications.post(
    "/applications/{uuid:application_id}/commitments",
    response={201: Attached},
    url_name="commit",
    **FILLS_IN,
)
@creating
def commit(
    request: HttpRequest, application_id: UUID, given: CommitmentGiven, response: HttpResponse
) -> dict[str, UUID]:
    """Choose a written commitment instead of a paper, once what the draft tells has been read. It
    is signed with the draft; removing it as evidence takes it back.
    """
    evidence_id = services.promise_instead(
        application_id=application_id, material=given.material, actor=actor(request)
    )
    response["Location"] = reverse("api:draft", args=[application_id])
    return {"id": evidence_id}


@applications.post(
    "/applications/{uuid:application_id}/submission",
    response={201: Receipt},
    url_name="submit",
    **SIGNS,
)
@creating
def submit(
    request: HttpRequest, application_id: UUID, given: Sign, response: HttpResponse
) -> services.Receipt:
    """Sign and hand in. Citizens need an identity checked by name; a clerk answers for having the
    signature in person.
    """
    receipt = services.submit(
        application_id=application_id,
        actor=actor(request),
        signed_digest=given.digest,
        version=given.version,
        commitments=given.commitments,
    )
    response["Location"] = reverse("api:status", args=[receipt.number])
    return receipt


@applications.get("/evidence/{uuid:evidence_id}", url_name="evidence", **FOLLOWS)
def evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """A paper as it was sent, on record; officers see those of their own cases."""
    return file_shown(services.evidence_content(evidence_id=evidence_id, actor=actor(request)))


@applications.delete(
    "/evidence/{uuid:evidence_id}", response={204: None}, url_name="remove", **FILLS_IN
)
def remove(request: HttpRequest, evidence_id: UUID) -> None:
    """Take a paper out of a draft again."""
    services.remove_evidence(evidence_id=evidence_id, actor=actor(request))
