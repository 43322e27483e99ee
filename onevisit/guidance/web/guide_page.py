"""The guide 办事指南 of one thing, before anybody has answered anything."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.catalogue.rules.composition import OfferPart
from onevisit.catalogue.rules.definition import Faq
from onevisit.catalogue.rules.vocabulary import CaseKind, Collection
from onevisit.guidance.rules.checklist import Checklist, MaterialLine, checklist
from onevisit.guidance.rules.plan import limit_of, plan_parts
from onevisit.guidance.rules.survey import Survey, survey
from onevisit.guidance.web import bars, figures
from onevisit.guidance.web.checklist_page import Paper, paper
from onevisit.guidance.web.things import Thing, contact, days, phone
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar
from onevisit.ui.charts import Bar
from onevisit.ui.formatting import joined


@dataclass(frozen=True)
class PartRow:
    """One row of the table of parts."""

    name: str
    office: str
    promise: str
    legal: str
    fee: str
    basis: str
    always: bool


@dataclass(frozen=True)
class GuidePage:
    """What the template draws."""

    thing: Thing
    sums: list[figures.Told]
    situations: int
    must: list[Paper]
    perhaps: list[Paper]
    spared: list[Paper]
    parts: list[PartRow]
    bars: list[Bar]
    axis: list[str]
    finding: str
    results: list[str]
    basis: list[str]
    faq: list[Faq]
    contact: list[tuple[str, str]]
    phone: str
    elsewhere: str
    questions: int
    immediate: bool


def guide_page(thing: Thing) -> GuidePage:
    """The guide of `thing`."""
    offer = thing.offer
    listed = checklist(offer, {})
    found = survey(offer)
    calendar = load_calendar()
    everything = plan_parts(offer.parts, calendar, clock.today())
    asked = (*listed.bring(), *listed.may_follow())
    return GuidePage(
        thing=thing,
        sums=figures.surveyed(found, offer.promise) if found and thing.applicable else [],
        situations=found.situations if found else 0,
        must=[paper(thing, line) for line in asked if not line.undecided],
        perhaps=[paper(thing, line) for line in _perhaps(listed)],
        spared=[paper(thing, line) for line in listed.spared()],
        parts=[_row(thing, part, found) for part in offer.parts],
        bars=bars.bars(thing, everything, dated=False),
        axis=bars.axis(everything, calendar, dated=False),
        finding=bars.finding(everything),
        results=list(dict.fromkeys(_result(part) for part in offer.parts if part.item.results)),
        basis=_basis(thing),
        faq=_faq(thing),
        contact=contact(thing),
        phone=phone(thing),
        elsewhere=offer.texts.online_url if _is_web(offer.texts.online_url) else "",
        questions=len(offer.questions),
        immediate=all(part.item.kind is CaseKind.IMMEDIATE for part in offer.parts),
    )


def _is_web(address: str) -> bool:
    """Whether an imported address may be made a link."""
    return address.startswith(("https://", "http://"))


def _perhaps(listed: Checklist) -> list[MaterialLine]:
    asked = (*listed.bring(), *listed.may_follow())
    return [*(line for line in asked if line.undecided), *listed.optional()]


def _row(thing: Thing, part: OfferPart, found: Survey | None) -> PartRow:
    regime = part.item.regime
    return PartRow(
        name=part.name,
        office=thing.office(part),
        promise=days(limit_of(part), regime.unit),
        legal="" if regime.legal is None else days(regime.legal, regime.unit),
        fee=part.item.fee or _("收费没有写明"),
        basis=regime.basis,
        always=found is None or part.key in found.always,
    )


def _result(part: OfferPart) -> str:
    ways = {
        Collection.ONLINE: _("网上领电子件"),
        Collection.WINDOW: _("窗口领纸质件"),
        Collection.COURIER: _("邮寄纸质件"),
    }
    listed = [
        _("%(name)s（%(ways)s）")
        % {
            "name": result.name,
            "ways": joined(ways[way] for way in result.collections if way in ways),
        }
        for result in part.item.results
    ]
    return joined(listed)


def _basis(thing: Thing) -> list[str]:
    """Legal basis of the whole; of the parts only where the whole names none."""
    if thing.offer.texts.legal_basis:
        return list(thing.offer.texts.legal_basis)
    parts = thing.offer.parts
    named = [each for part in parts for each in part.item.texts.legal_basis]
    regimes = [part.item.regime.basis for part in parts if part.item.regime.basis]
    return list(dict.fromkeys([*named, *regimes]))


def _faq(thing: Thing) -> list[Faq]:
    """Questions about the whole; of the parts only where there are none."""
    if thing.offer.texts.faq:
        return list(thing.offer.texts.faq)
    return [each for part in thing.offer.parts for each in part.item.texts.faq]
