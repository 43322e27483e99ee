"""Whom an application concerns beside its applicant."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.cases.models import Application, Case, Invitation, Party
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.events import About
from onevisit.cases.rules.parties import Standing


def others_of(application_id: UUID) -> tuple[UUID, ...]:
    """The persons who agreed to it, themselves or for an organisation; one query."""
    rows = Invitation.objects.filter(application_id=application_id, state=Standing.AGREED)
    found = rows.exclude(person=None).order_by("role", "index")
    return tuple(dict.fromkeys(found.values_list("person_id", flat=True)))


def helper_of(application_id: UUID) -> UUID | None:
    """The login of the helper who handed it in, as long as the authority holds; two queries."""
    rows = Party.objects.filter(
        application_id=application_id, role="applicant", authority__isnull=False
    )
    found = rows.values_list("authority_id", "signed_by_id").first()
    return found[1] if found and accounts.authority_holds(found[0]) else None


@dataclass(frozen=True, slots=True)
class NamedCase:
    """A case by what officers call it."""

    application_id: UUID
    name: str
    number: str


def cases_named(case_ids: Iterable[UUID]) -> dict[UUID, NamedCase]:
    """These cases, for those who tell officers of them; one query, none for none."""
    ids = list(case_ids)
    found = Case.objects.filter(id__in=ids).values_list("id", "application_id", "name", "number")
    return {each[0]: NamedCase(*each[1:]) for each in found} if ids else {}


def about_of(application_id: UUID) -> About:
    """What those who tell people of it must know of an application; one query."""
    return about(Application.objects.get(id=application_id))
