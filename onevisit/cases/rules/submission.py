"""What may be handed in, what is still missing, and how results may be had."""

from collections.abc import Collection as Keys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from onevisit.accounts.rules import AssuranceLevel, OrganisationInfo, OwnPerson
from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.vocabulary import Collection, OwnDeed, Prefill, Sensitivity
from onevisit.guidance.rules.checklist import Checklist, How, MaterialLine, checklist
from onevisit.guidance.rules.plan import plan_of
from onevisit.guidance.rules.situation import Answers
from onevisit.kernel.calendar import DueDate, WorkingCalendar
from onevisit.kernel.errors import Problem

SIGNING_ASSURANCE = AssuranceLevel.REAL_NAME
"""The least assurance that may sign: a phone that answered a code never does."""

MOST_FILES = 50
"""Files of one material."""

LONGEST_TEXT = 4_000
"""Characters of an opinion or a reason."""

CARRIED: frozenset[How] = frozenset({How.BRING, How.MAY_FOLLOW, How.FETCHED})
"""Ways in which the applicant may hand something in; what is fetched may still be brought."""


class SentHome(StrEnum):
    """Why somebody had to leave the window without handing in."""

    MATERIALS = "materials"  # something they must bring was missing
    CONDITIONS = "conditions"  # they do not meet a condition of the item
    ELSEWHERE = "elsewhere"  # it is handled by another office
    SYSTEM = "system"  # a system of ours was down


class Identified(StrEnum):
    """By what a receiver was identified at the out-window."""

    ID_CARD = "id_card"
    LICENCE = "licence"  # electronic ID


class Register(StrEnum):
    """The registers the platform itself holds."""

    PERSON = "person"
    ORGANISATION = "organisation"


OWN_REGISTERS: Mapping[str, Register] = {
    "id_card": Register.PERSON,
    "business_licence": Register.ORGANISATION,
}
"""Standard materials whose answer the platform knows itself: who signs was identified by the card,
and an organisation that acts here stands in its register under a code whose check character holds.
Everything else that is to be fetched has no answer until a data service is joined: the department
confirms it by hand.
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the platform fills in, kept apart like the form itself."""

    open: dict[str, str] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict, repr=False)


def prefilled(
    offer: Offer,
    person: OwnPerson,
    organisation: OrganisationInfo | None,
    representative: str = "",
) -> Known:
    """The form fields whose value the platform knows, by the class of the field."""
    source = {
        Prefill.PERSON_NAME: person.name,
        Prefill.PERSON_ID: person.id_number,
        Prefill.PERSON_PHONE: person.phone,
        Prefill.ORG_NAME: organisation.name if organisation else "",
        Prefill.ORG_USCC: organisation.uscc if organisation else "",
        Prefill.ORG_ADDRESS: organisation.address if organisation else "",
        Prefill.ORG_REPRESENTATIVE: representative,
    }
    known = Known()
    for use in offer.fields:
        value = source.get(use.field.prefill, "")
        if value:
            opened = use.field.sensitivity is Sensitivity.OPEN
            (known.open if opened else known.personal)[use.field.key] = value
    return known


def collections_of(offer: Offer, answers: Answers) -> tuple[str, ...]:
    """The ways in which every active part's result may be had, in the order of the vocabulary.

    A paper whose original must be seen at collection rules out every way but the window: nobody
    shows an original to a screen or to a courier. What nobody collects for another lies in no
    locker: it gives to whoever has the code. Never empty: what has no way in common is had at
    the window.
    """
    listed = checklist(offer, answers)
    parts = listed.active_parts or offer.parts
    allowed = {str(each) for each in Collection}
    for part in parts:
        for result in part.item.results:
            allowed &= {str(each) for each in result.collections}
    if any(OwnDeed.COLLECT in part.item.in_person.deeds for part in parts):
        allowed.discard(str(Collection.LOCKER))
    if any(line.material.original_seen_at_collection for line in carried(listed)):
        allowed = {str(Collection.WINDOW)}
    common = tuple(str(each) for each in Collection if each in allowed)
    return common or (str(Collection.WINDOW),)


def fitting_collection(offer: Offer, answers: Answers, chosen: str = "") -> str:
    """What was chosen, where these answers allow it; else online where that is possible."""
    allowed = collections_of(offer, answers)
    return chosen if chosen in allowed else allowed[0]


def carried(listed: Checklist) -> tuple[MaterialLine, ...]:
    """The lines the applicant hands in themselves."""
    return tuple(line for line in listed.lines if line.how in (How.BRING, How.MAY_FOLLOW))


def missing(listed: Checklist, supplied: Keys[str]) -> tuple[MaterialLine, ...]:
    """What must be handed in now and is not there; all of it, to be told at once."""
    return tuple(line for line in listed.bring() if line.key not in supplied)


def contradictions(
    offer: Offer, answers: Answers, values: Mapping[str, object]
) -> tuple[Problem, ...]:
    """Fields that repeat a question and say something else than its answer: to be settled first."""
    return tuple(
        Problem(use.field.key, "cases.answer_contradicted", {"label": use.field.label})
        for use in offer.fields
        if use.field.prefill is Prefill.ANSWER
        and answers.get(use.field.key) is not None
        and values.get(use.field.key) not in (None, answers[use.field.key])
    )


def promise_of(listed: Checklist, calendar: WorkingCalendar, start: date) -> DueDate | None:
    """By when the whole should be ready, handed in on `start` (on a day off: as if on the next
    working day): the bundle's own promise if it has one, else the longest chain of its parts; None
    when some part states no limit.
    """
    offer = listed.offer
    if offer.is_bundle and offer.promise is not None:
        opened = start if calendar.is_working(start) else calendar.next_working_day(start)
        return calendar.add_working_days(opened, offer.promise)
    planned = plan_of(listed, calendar, start)
    return None if planned.due_on is None else DueDate(planned.due_on, planned.provisional)


def waits_for(part: OfferPart, active: Keys[str]) -> tuple[str, ...]:
    """The active parts that must be settled before this one starts."""
    return tuple(key for key in part.after if key in active)


def answered_here(line: MaterialLine, *, person_known: bool, organisation_known: bool) -> bool:
    """Whether the platform's own registers answer for a material that is to be fetched."""
    register = OWN_REGISTERS.get(line.key)
    if line.how is not How.FETCHED or register is None:
        return False
    return person_known if register is Register.PERSON else organisation_known
