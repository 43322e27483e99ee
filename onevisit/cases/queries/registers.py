"""What the platform's registers say to the fields of a form, and what differs from it."""

from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import RepresentationRole
from onevisit.cases.models import Application
from onevisit.cases.rules.discrepancies import Difference, differences
from onevisit.cases.rules.submission import Known, prefilled
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.vocabulary import Prefill

_OF_PERSONS = frozenset({Prefill.PERSON_NAME, Prefill.PERSON_ID, Prefill.PERSON_PHONE})


def registered(offer: Offer, person_id: UUID, organisation_id: UUID | None) -> Known:
    """As the registers stand now, by the class of the field; a query for the person, one for the
    organisation, two for its legal representative, each only where the form asks.
    """
    organisation = accounts.organisation_by_id(organisation_id) if organisation_id else None
    return prefilled(
        offer,
        accounts.own_person(person_id),
        organisation,
        _representative(offer, organisation_id),
    )


def said_now(offer: Offer, person_id: UUID, organisation_id: UUID | None) -> dict[str, str]:
    """The same in one piece, for comparing; nothing is asked where the form repeats no register."""
    asked = {use.field.prefill for use in offer.fields}
    if not asked & (_OF_PERSONS | _OF_ORGANISATIONS):
        return {}
    known = registered(offer, person_id, organisation_id)
    return {**known.open, **known.personal}


def differences_of(application: Application, offer: Offer) -> tuple[Difference, ...]:
    """The rows to settle in the form as it is kept now; asks as `said_now`."""
    form = application.unsealed()
    return differences(
        offer,
        application.answers,
        {**application.form_open, **form.values},
        said_now(offer, application.applicant_id, application.organisation_id),
        form.notes,
    )


_OF_ORGANISATIONS = frozenset(
    {
        Prefill.ORG_NAME,
        Prefill.ORG_USCC,
        Prefill.ORG_ADDRESS,
        Prefill.ORG_REPRESENTATIVE,
    }
)


def _representative(offer: Offer, organisation_id: UUID | None) -> str:
    """The name of the legal representative, where the form asks for it."""
    wanted = any(use.field.prefill is Prefill.ORG_REPRESENTATIVE for use in offer.fields)
    return legal_representative(organisation_id) if organisation_id and wanted else ""


def legal_representative(organisation_id: UUID) -> str:
    """The name of who represents an organisation by law now, "" where nobody does; two queries."""
    held = accounts.representatives_of(organisation_id)
    legal = [p for p, role in held.items() if role is RepresentationRole.LEGAL_REPRESENTATIVE]
    return next(iter(accounts.person_names(legal[:1]).values()), "")
