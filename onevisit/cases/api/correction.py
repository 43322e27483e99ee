"""What a notice asked to be corrected, for programs of the applicant or of a window."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema

from onevisit.accounts.bearer import actor, repeatable
from onevisit.cases import queries, services
from onevisit.cases.api.routing import applications
from onevisit.cases.api.scopes import SIGNS
from onevisit.cases.api.shown import CaseGaps, gaps_shown
from onevisit.ui.api.schemas import Digest, Given, Values


class Correction(Schema):
    """What is to be mended; `ready` once some case can be handed in anew, signing `digest`."""

    number: str
    cases: list[CaseGaps]
    left: int
    ready: bool
    digest: str


class FieldsGiven(Given):
    """Values of fields that a gap is about."""

    values: Values


class SignCorrection(Given):
    """The digest as shown."""

    digest: Digest


class Changed(Schema):
    """The keys of the fields that changed, or the names of the cases handed in anew."""

    changed: list[str]


@applications.get(
    "/applications/{uuid:application_id}/correction",
    response=Correction,
    url_name="correction",
    **SIGNS,
)
def correction(request: HttpRequest, application_id: UUID) -> dict[str, Any]:
    """What all departments ask to be mended, in one list."""
    view = queries.correction_view(application_id=application_id, actor=actor(request))
    return {
        "number": view.number,
        "cases": gaps_shown(view.cases),
        "left": view.left,
        "ready": view.ready,
        "digest": view.digest,
    }


@applications.patch(
    "/applications/{uuid:application_id}/correction",
    response=Changed,
    url_name="correct-fields",
    **SIGNS,
)
def correct_fields(
    request: HttpRequest, application_id: UUID, given: FieldsGiven
) -> dict[str, tuple[str, ...]]:
    """Mend fields; papers are sent as evidence."""
    changed = services.correct_fields(
        application_id=application_id, values=given.values, actor=actor(request)
    )
    return {"changed": changed}


@applications.post(
    "/applications/{uuid:application_id}/correction",
    response=Changed,
    url_name="correct",
    **SIGNS,
)
@repeatable
def correct(
    request: HttpRequest, application_id: UUID, given: SignCorrection
) -> dict[str, tuple[str, ...]]:
    """Sign the correction and hand it in: the cases that are complete go on."""
    names = services.correct(
        application_id=application_id, signed_digest=given.digest, actor=actor(request)
    )
    return {"changed": names}
