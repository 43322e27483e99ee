"""The guide 办事指南 of one thing, before anybody has answered anything."""

from dataclasses import dataclass

from django.urls import reverse

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Edition, edition_of
from onevisit.catalogue.rules.definition import Faq
from onevisit.catalogue.rules.vocabulary import CaseKind
from onevisit.guidance.rules.checklist import Checklist, MaterialLine, checklist
from onevisit.guidance.rules.plan import limit_of, plan_parts
from onevisit.guidance.rules.survey import survey
from onevisit.guidance.web import bars, figures
from onevisit.guidance.web.cards import REMOTE
from onevisit.guidance.web.changed import Changed, changed
from onevisit.guidance.web.checklist_page import Paper, paper
from onevisit.guidance.web.flow_page import FlowPage, flow_page
from onevisit.guidance.web.part_guide import PartGuide, ResultRow, Row, part_guide
from onevisit.guidance.web.rights import rights
from onevisit.guidance.web.things import Thing, contact, phone
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar
from onevisit.ui.charts import Bar


@dataclass(frozen=True)
class GuidePage:
    """What the template, and the printed guide, draw. `edition` is the one in force."""

    thing: Thing
    sums: list[figures.Told]
    compared: list[figures.Compared]
    situations: int
    must: list[Paper]
    perhaps: list[Paper]
    spared: list[Paper]
    parts: list[PartGuide]
    bars: list[Bar]
    axis: list[str]
    finding: str
    results: list[ResultRow]
    conditions: str
    deferral: str
    presence: str
    rights: list[Row]
    edition: Edition
    changed: Changed | None
    flow: FlowPage | None
    has_form: bool
    basis: list[str]
    powers: list[tuple[str, str]]
    faq: list[Faq]
    contact: list[tuple[str, str]]
    phone: str
    elsewhere: str
    remote: bool
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
    always = frozenset(p.key for p in offer.parts) if found is None else found.always
    parts = [
        part_guide(thing, each, promise=limit_of(each), always=each.key in always)
        for each in offer.parts
    ]
    return GuidePage(
        thing=thing,
        sums=figures.surveyed(found, offer.promise) if found and thing.applicable else [],
        compared=figures.compared(found) if found and offer.is_bundle else [],
        situations=found.situations if found else 0,
        must=[paper(thing, line) for line in asked if not line.undecided],
        perhaps=[paper(thing, line) for line in _perhaps(listed)],
        spared=[paper(thing, line) for line in listed.spared()],
        parts=parts,
        bars=bars.bars(thing, everything, dated=False),
        axis=bars.axis(everything, calendar, dated=False),
        finding=bars.finding(everything),
        results=list(dict.fromkeys(result for part in parts for result in part.results)),
        conditions=offer.texts.conditions,
        deferral=offer.texts.deferral,
        presence=_presence(thing),
        rights=rights(thing) if thing.applicable else [],
        edition=thing.draft or edition_of(thing.pinned),
        changed=None if thing.draft else changed(thing),
        flow=flow_page(thing, always=always),
        has_form=bool(offer.fields) and thing.applicable,
        basis=_basis(thing),
        powers=_powers(thing),
        faq=_faq(thing),
        contact=contact(thing),
        phone=phone(thing),
        elsewhere=_elsewhere(thing),
        remote=not thing.applicable
        and any(part.item.online_depth in REMOTE for part in offer.parts),
        questions=len(offer.questions),
        immediate=all(part.item.kind is CaseKind.IMMEDIATE for part in offer.parts),
    )


def _elsewhere(thing: Thing) -> str:
    """Where else one may apply on the web: the first address that may be made a link."""
    own = [part.item.national.online_url for part in thing.offer.parts]
    listed = (thing.offer.texts.online_url, *(own if len(own) == 1 else ()))
    return next((each for each in listed if each.startswith(("https://", "http://"))), "")


def _perhaps(listed: Checklist) -> list[MaterialLine]:
    asked = (*listed.bring(), *listed.may_follow())
    return [*(line for line in asked if line.undecided), *listed.optional()]


def _presence(thing: Thing) -> str:
    """Why one must come, of a single item; a bundle's parts say it each for itself."""
    return "" if thing.offer.is_bundle else thing.offer.parts[0].item.presence_reason


def _basis(thing: Thing) -> list[str]:
    """Legal basis of the whole; of the parts only where the whole names none."""
    if thing.offer.texts.legal_basis:
        return list(thing.offer.texts.legal_basis)
    parts = thing.offer.parts
    named = [each for part in parts for each in part.item.texts.legal_basis]
    regimes = [part.item.regime.basis for part in parts if part.item.regime.basis]
    return list(dict.fromkeys([*named, *regimes]))


def _powers(thing: Thing) -> list[tuple[str, str]]:
    """The powers it rests on, name and address: what the office may do, and must."""
    found = catalogue.powers_of({pin.code for pin in thing.pinned.pins.values()})
    return [(name, reverse("guidance:power", args=[row_id])) for row_id, _code, name in found]


def _faq(thing: Thing) -> list[Faq]:
    """Questions about the whole; of the parts only where there are none."""
    if thing.offer.texts.faq:
        return list(thing.offer.texts.faq)
    return [each for part in thing.offer.parts for each in part.item.texts.faq]
