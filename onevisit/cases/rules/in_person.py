"""What nobody does for another 须本人亲自办理 (民法典 161 para. 2); pure."""

from collections.abc import Container
from dataclasses import dataclass

from onevisit.accounts.rules import Basis, Deed
from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.vocabulary import OwnDeed
from onevisit.guidance.rules.checklist import checklist
from onevisit.guidance.rules.situation import Answers

_OWN = {Deed.SIGN: OwnDeed.SIGN, Deed.COLLECT: OwnDeed.COLLECT}


@dataclass(frozen=True, slots=True)
class Reserved:
    """What only the applicant does: of which part, and by which law."""

    name: str
    basis: str


def reserved(
    offer: Offer,
    answers: Answers,
    deed: Deed,
    basis: Basis,
    only: Container[str] | None = None,
) -> Reserved | None:
    """What keeps somebody of this `basis` from doing this for the applicant: the first part that
    these answers make necessary in which only the applicant does; None where nothing does. `only`:
    look at these parts alone.
    """
    kept = own_parts(offer, deed, basis)
    if not kept:
        return None
    active = {part.key for part in checklist(offer, answers).active_parts}
    for part in kept:
        if part.key in active and (only is None or part.key in only):
            return Reserved(part.name, part.item.in_person.basis)
    return None


def own_parts(offer: Offer, deed: Deed, basis: Basis) -> tuple[OfferPart, ...]:
    """The parts in which nobody of this basis does this for the applicant, in any situation."""
    own = _OWN.get(deed)
    kept = offer.kept_for_oneself(own) if own else ()
    guards = basis is Basis.GUARDIAN
    return tuple(part for part in kept if not (guards and part.item.in_person.guardians))
