"""Rows of those who were named, and the digest of what each of them is shown now."""

from collections.abc import Iterable
from uuid import UUID

from onevisit.cases.models import Application, Evidence, Invitation
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.parties import Standing, agreed_to
from onevisit.catalogue.rules.definition import PartyNeed
from onevisit.kernel import rows
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import JsonObject

_OPEN = (
    f"SELECT {rows.columns(Invitation)} FROM cases_invitation"  # noqa: S608
    ' WHERE application_id = %s AND state <> %s ORDER BY role, "index"'
)


def open_invitations(application: Application) -> list[Invitation]:
    """Whoever is named now, by role; one query."""
    found = rows.fetch(Invitation, _OPEN, [application.id, Standing.REMOVED])
    for each in found:
        each.application = application
    return found


def need_of(application: Application, role: str) -> PartyNeed | None:
    """The role as the offer describes it; None where it no longer does."""
    uses = pinned(application).offer.parties
    return next((use.need for use in uses if use.need.key == role), None)


def content_for(
    application: Application, need: PartyNeed, evidence: Iterable[Evidence]
) -> JsonObject:
    """Exactly what somebody of this role is shown now."""
    return agreed_to(
        need,
        offer=pinned(application).offer,
        applicant=str(application.organisation_id or application.applicant_id),
        values={
            **application.form_open,
            **application.unsealed().values,
            **application.answers,
        },
        papers=[(e.material, e.kind, str(e.stored_object_id or "")) for e in evidence],
    )


def digests_of(
    application: Application, invitations: Iterable[Invitation], evidence: Iterable[Evidence]
) -> dict[UUID, str]:
    """What each of them would sign now; "" for a role the offer no longer has."""
    held = list(evidence)
    found: dict[str, str] = {}
    for row in invitations:
        if row.role not in found:
            need = need_of(application, row.role)
            content = None if need is None else content_for(application, need, held)
            found[row.role] = "" if content is None else digest(content)
    return {row.id: found[row.role] for row in invitations}
