"""What is signed: one digest over everything the signing page shows."""

from collections.abc import Iterable

from onevisit.cases.models import Application, Evidence
from onevisit.kernel import rows
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import Json

_EVIDENCE = (
    f"SELECT {rows.columns(Evidence)} FROM cases_evidence WHERE application_id = %s"  # noqa: S608
    ' ORDER BY material, "index", id'
)


def evidence_of(application: Application) -> tuple[Evidence, ...]:
    """What stands for the materials of an application, in a fixed order; one query."""
    found = tuple(rows.fetch(Evidence, _EVIDENCE, [application.id]))
    for each in found:
        each.application = application
    return found


def signing_digest(application: Application) -> str:
    """SHA-256 over offer, versions, answers, form, papers and collection as they stand now."""
    return digest_over(application, evidence_of(application))


def digest_over(application: Application, evidence: Iterable[Evidence]) -> str:
    """The same with the evidence at hand; papers count by the stored file, not by their name."""
    papers: list[Json] = [
        [each.material, each.party_role, each.party_index, each.index, each.kind, _id(each)]
        for each in evidence
    ]
    version = application.bundle_version_id or application.item_version_id
    shown: Json = {
        "offer": application.offer_code,
        "version": str(version),
        "pins": application.pins,
        "applicant": str(application.applicant_id),
        "organisation": str(application.organisation_id or ""),
        "answers": application.answers,
        "open": application.form_open,
        "personal": application.unsealed().values,
        "collection": application.collection,
        "destination": str(application.destination_id or ""),
        "papers": papers,
    }
    return digest(shown)


def _id(evidence: Evidence) -> str:
    return str(evidence.stored_object_id or "")
