"""Before → after, computed from the definition and never typed.

*Before*: every active part filed by itself, one after the other, with nothing shared. So procedures
= parts; materials = over all parts, every material the part requires in this situation that is not
a form (not generated), whoever may hold it, since a part alone would ask for it, even the licence
that a sister part issues; fields = over all parts, every field it asks; days = the parts' own
promises in sequence; visits = one to the window for each part, or as many as it declares if more,
since by itself nothing comes from afar. *After*: as this offer does it:
one procedure; the materials the applicant gives, now or later; each field once; the longest chain
of promises with the bundle's overrides; the visits the offer declares. Visits here are always the
declared ones 声明; a figure is None when a source is silent.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.vocabulary import Need, SourceKind
from onevisit.guidance.rules.checklist import Checklist, checklist_in
from onevisit.guidance.rules.plan import limit_of
from onevisit.guidance.rules.situation import Answers, Situation, Truth, both, situation


@dataclass(frozen=True, slots=True)
class Figure:
    """One side. `days` in days of the items' units; `visits` as declared; None = not stated."""

    procedures: int
    materials: int
    fields: int
    days: int | None
    visits: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Both sides. `exact` is False while open questions can still change them: then they say at
    most.
    """

    before: Figure
    after: Figure
    exact: bool


def figures(offer: Offer, answers: Answers) -> Figures:
    """The figures of `offer` under `answers`; parts still undecided count as if they applied."""
    here = situation(offer, answers)
    return figures_in(here, checklist_in(here))


def figures_in(here: Situation, listed: Checklist) -> Figures:
    """The figures of a situation and its checklist already made."""
    parts = [part for part in here.offer.parts if here.part(part) is not Truth.NO]
    brought = (*listed.bring(), *listed.may_follow())
    fields = [use for use in here.offer.fields if here.field(use) is not Truth.NO]
    before = Figure(
        procedures=len(parts),
        materials=sum(_papers_alone(here, part) for part in parts),
        fields=sum(1 for use in fields for part in use.parts if part in parts),
        days=_total(limit_of(part, in_bundle=False) for part in parts),
        visits=_total(_visits_alone(here.offer, part) for part in parts),
    )
    after = Figure(
        procedures=min(1, len(parts)),
        materials=len(brought),
        fields=len(fields),
        days=longest_chain(parts),
        visits=here.offer.declared_visits,
    )
    return Figures(before, after, exact=listed.complete)


def longest_chain(parts: Iterable[OfferPart]) -> int | None:
    """The days of the longest chain of promises among `parts`; None when one states no limit.

    An edge to a part outside `parts` does not count: who does not apply delays nobody.
    """
    active = {part.key: part for part in parts}
    ends: dict[str, int | None] = {}

    def end(key: str, above: frozenset[str]) -> int | None:
        if key not in ends:
            part = active[key]
            before = [
                end(each, above | {key})
                for each in part.after
                if each in active and each not in above and each != key
            ]
            limit = limit_of(part)
            known = [each for each in before if each is not None]
            silent = limit is None or len(known) < len(before)
            ends[key] = None if silent or limit is None else max(known, default=0) + limit
        return ends[key]

    found = [end(key, frozenset()) for key in active]
    known = [each for each in found if each is not None]
    return max(known, default=0) if len(known) == len(found) else None


def _visits_alone(offer: Offer, part: OfferPart) -> int | None:
    """An item that is no part of anything is what it is: its own figure."""
    declared = part.item.declared_visits
    return max(1, declared) if offer.is_bundle and declared is not None else declared


def _papers_alone(here: Situation, part: OfferPart) -> int:
    """Papers this part would ask for if it were filed alone."""
    return sum(
        1
        for material in part.item.materials
        if material.need is not Need.OPTIONAL
        and material.source.kind is not SourceKind.GENERATED
        and both(here.part(part), here.judge(material.when).truth) is not Truth.NO
    )


def _total(amounts: Iterable[int | None]) -> int | None:
    known = list(amounts)
    return None if None in known else sum(each for each in known if each is not None)
