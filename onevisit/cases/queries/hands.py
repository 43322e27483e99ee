"""Who did what in the applicant's name: read from the event, said in the one wording."""

from collections.abc import Iterable
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Basis, Deed, Hand, MandateLine
from onevisit.cases.models import Application, CaseEvent
from onevisit.cases.rules.lifecycle import Action
from onevisit.kernel import masks

_OF_THE_APPLICANT = (Action.SUBMIT, Action.CORRECT, Action.RESUPPLY)


def hand_of(event: CaseEvent) -> Hand | None:
    """Who did it under an authority; None for whoever acted in their own name. At a window the
    event is the clerk's: then it holds who stood there.
    """
    number = str(event.facts.get("authority", ""))
    if not number:
        return None
    name = str(event.facts.get("by", "")) or event.actor_name
    return Hand(name, Basis(event.facts.get("basis", Basis.HELPER)), number)


def acted_in(history: Iterable[CaseEvent], application: Application) -> str:
    """Who last handed something in for the applicant, "" for the applicant themself."""
    hands = [hand_of(each) for each in history if Action(each.action) in _OF_THE_APPLICANT]
    return said(hands[-1] if hands else None, application)


def said(hand: Hand | None, application: Application) -> str:
    """The hand in words, "" for none."""
    return accounts.acted_for(hand, giver_of(application)) if hand else ""


def masked_giver(application: Application) -> str:
    """The same for pages, where somebody may look over a shoulder."""
    organisation = application.organisation
    return organisation.name if organisation else masks.mask_name(application.applicant.name)


def giver_of(application: Application) -> str:
    """In whose name an application is."""
    organisation = application.organisation
    return organisation.name if organisation else application.applicant.name


def standing_for(application: Application, deed: Deed) -> dict[UUID, MandateLine]:
    """Who may do this for the applicant now, helpers aside: authority id → mandate; one query."""
    found = (
        accounts.usable_for_organisation(application.organisation_id)
        if application.organisation_id
        else accounts.usable_from(application.applicant_id)
    )
    return {
        line.id: line
        for line in found
        if line.reaches(application.id, application.offer_code, deed)
    }
