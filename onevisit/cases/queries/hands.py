"""Who did what in the applicant's name: read from the event, said in the one wording."""

from collections.abc import Container, Iterable
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Basis, Deed, Hand, MandateLine
from onevisit.cases.models import Application, CaseEvent
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.in_person import Reserved, reserved
from onevisit.cases.rules.lifecycle import Action
from onevisit.kernel import masks

OF_THE_APPLICANT = (Action.SUBMIT, Action.CORRECT, Action.RESUPPLY)


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
    hands = [hand_of(each) for each in history if Action(each.action) in OF_THE_APPLICANT]
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


def reserved_for(
    application: Application, deed: Deed, basis: Basis, only: Container[str] | None = None
) -> Reserved | None:
    """What of the application nobody of this basis does for the applicant, None where nothing is;
    `only`: of these parts.
    """
    return reserved(pinned(application).offer, application.answers, deed, basis, only)


def signers_for(application: Application) -> tuple[MandateLine, ...]:
    """Who may stand at a window and sign for the applicant; at most one query."""
    every = standing_for(application, Deed.SIGN).values()
    return tuple(line for line in every if reserved_for(application, Deed.SIGN, line.basis) is None)


def kept_from(actor: Actor, application: Application) -> Reserved | None:
    """What keeps this citizen from signing it: they act for another where the law wants the
    applicant's own signature, for an organisation that of its legal representative.
    """
    firm, person_id = application.organisation_id, actor.person_id
    if person_id is None or (actor.acting is None and firm is None):
        return None
    own = reserved_for(application, Deed.SIGN, actor.acting.basis if actor.acting else Basis.AGENT)
    by_law = own and firm and accounts.is_legal_representative(person_id, firm)
    return None if by_law else own


def fetches(actor: Actor, application: Application) -> bool:
    """Whether somebody on the applicant's side has what is on paper: the applicant does, no helper,
    and an agent whose authority says so where the law does not keep it for the applicant.
    """
    acting = actor.acting
    if acting is None:
        return True
    if acting.agent_id is None or not acting.allows(Deed.COLLECT):
        return False
    return reserved_for(application, Deed.COLLECT, acting.basis) is None


def reserved_here(application: Application, actor: Actor, *, own: bool) -> Reserved | None:
    """What nobody signs for the applicant: told to a clerk whoever came, to the applicant's side
    (`own`) where it keeps this actor from signing.
    """
    if own:
        return kept_from(actor, application)
    return reserved_for(application, Deed.SIGN, Basis.AGENT)


def standing_for(application: Application, deed: Deed) -> dict[UUID, MandateLine]:
    """Who may do this for the applicant now, helpers aside, as far as the mandate says: authority
    id → mandate; one query. What the law keeps for the applicant is asked by `reserved_for`.
    """
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
