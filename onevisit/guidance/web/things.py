"""What every page about one thing needs: the offer as published and the offices behind it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Edition, PinnedOffer
from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.vocabulary import OnlineDepth, Served
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.calendar import DayUnit
from onevisit.ui.formatting import natural_days, working_days

DRAFT_PAGES = frozenset(
    {"guide", "short", "questions", "question", "answers", "restart", "checklist"}
)
"""The pages that a draft has too."""


@dataclass(frozen=True)
class Thing:
    """One published offer with its offices; `by_code` finds the office that holds a paper."""

    pinned: PinnedOffer
    by_id: dict[UUID, DepartmentInfo]
    by_code: dict[str, DepartmentInfo]
    draft: Edition | None = None  # what an officer is writing, seen before it is published

    @property
    def offer(self) -> Offer:
        """The offer itself."""
        return self.pinned.offer

    @property
    def applicable(self) -> bool:
        """Whether one can apply here: every part has a process."""
        return all(part.item.applicable for part in self.offer.parts)

    @property
    def online(self) -> bool:
        """Whether the application itself can be made online, not only at a window."""
        return self.applicable and self.offer.online_depth in (
            OnlineDepth.ACCEPT,
            OnlineDepth.FULL,
        )

    def department(self, part: OfferPart) -> DepartmentInfo | None:
        """The office that decides a part."""
        pin = self.pinned.pins.get(part.key)
        return self.by_id.get(pin.department_id) if pin else None

    def office(self, part: OfferPart) -> str:
        """Its short name, or nothing."""
        found = self.department(part)
        return found.short_name or found.name if found else ""

    def provider(self, code: str) -> str:
        """Who gives a paper: an office by its code, or as the definition names it."""
        found = self.by_code.get(code)
        return found.short_name or found.name if found else code

    @property
    def offices(self) -> tuple[DepartmentInfo, ...]:
        """All offices behind the offer, each once, in the order of the parts."""
        found = (self.department(part) for part in self.offer.parts)
        return tuple({each.id: each for each in found if each is not None}.values())

    def url(self, page: str, *more: str) -> str:
        """The address of one of its pages: guide, questions, checklist …"""
        return reverse(
            f"guidance:{'draft-' if self.draft else ''}{page}", args=[self.offer.code, *more]
        )

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The way here, without the page itself."""
        if self.offer.is_bundle:
            return [(_("一件事"), reverse("guidance:bundles"))]
        person = Served.PERSON in self.offer.served
        label, served = (_("个人办事"), "1") if person else (_("企业办事"), "2")
        return [(label, f"{reverse('guidance:search')}?served={served}")]


def thing(code: str) -> Thing:
    """Raises NotFound `catalogue.no_such_offer`."""
    return _with_offices(catalogue.pinned_offer(code))


def draft_thing(code: str, actor: Actor) -> Thing:
    """What an officer is writing under the code, to be seen as a citizen will see it.

    Raises NotFound `catalogue.no_such_draft`, Conflict `catalogue.draft_contradicts`, Refused
    `accounts.not_permitted`.
    """
    return _with_offices(*catalogue.draft_offer(code, actor=actor))


def _with_offices(pinned: PinnedOffer, draft: Edition | None = None) -> Thing:
    offices = directory.departments()
    by_id = {each.id: each for each in offices}
    return Thing(pinned, by_id, {each.code: each for each in offices}, draft)


def days(amount: int | None, unit: DayUnit) -> str:
    """A limit as people say it."""
    if amount is None:
        return _("时限没有写明")
    if unit is DayUnit.NATURAL and amount:
        return natural_days(amount)
    return working_days(amount)


def phone(thing: Thing) -> str:
    """Whom to call about it: what the definition says, else its first office; maybe nobody."""
    office = thing.offices[0] if thing.offices else None
    return thing.offer.texts.consult_phone or (office.phone if office else "")


def contact(thing: Thing) -> list[tuple[str, str]]:
    """Where to go, when, and whom to call."""
    texts = thing.offer.texts
    rows = [
        (_("地点"), texts.location),
        (_("时间"), texts.hours),
        (_("咨询"), phone(thing)),
        (_("投诉"), texts.complaint_phone),
    ]
    return [(label, text) for label, text in rows if text]
