"""When each part of an offer is done: departments in parallel, order respected, days counted.

A part starts when all active parts it comes after have ended, else on the day of the start; it
lasts its promise (the bundle's override if there is one), or the legal limit where nothing is
promised. The plan counts from acceptance, on a day off from the next working day, when somebody is
there to accept; the intake limit before it is the authority's worst case and stands in the guide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.guidance.rules.checklist import Checklist, checklist
from onevisit.guidance.rules.situation import Answers
from onevisit.kernel.calendar import DueDate, WorkingCalendar


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One part in time. `begins` and `days` in working days from the start, for drawing.

    `due_on` None = the catalogue states no limit for it or for something before it. `critical`: a
    delay here delays the whole.
    """

    part: OfferPart
    starts_on: date | None
    due_on: date | None
    provisional: bool
    begins: int = 0
    days: int = 0
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole in time. `due_on` None when some part states no limit; `days` working days until
    then.
    """

    starts_on: date
    parts: tuple[PartPlan, ...]
    due_on: date | None
    provisional: bool
    days: int | None


def limit_of(part: OfferPart, *, in_bundle: bool = True) -> int | None:
    """The days a part may take, in the unit of its regime: promised, else legal, else None.

    With `in_bundle` False as the item alone promises, without the bundle's override.
    """
    regime = part.item.regime
    promised = part.promise if in_bundle and part.promise is not None else regime.promise
    return regime.legal if promised is None else promised


def plan(offer: Offer, answers: Answers, calendar: WorkingCalendar, start: date) -> Plan:
    """The plan of the parts that apply under `answers`, accepted on `start`."""
    return plan_of(checklist(offer, answers), calendar, start)


def plan_of(listed: Checklist, calendar: WorkingCalendar, start: date) -> Plan:
    """The plan of a checklist's active parts; parts that may still fall away are left out."""
    return plan_parts(listed.active_parts, calendar, start)


def plan_parts(every: Iterable[OfferPart], calendar: WorkingCalendar, start: date) -> Plan:
    """The plan of these parts, whatever the answers; an edge to any other part does not count."""
    parts = {part.key: part for part in every}
    if not calendar.is_working(start):
        start = calendar.next_working_day(start)
    spans: dict[str, _Span] = {}
    for key in parts:
        _place(key, parts, spans, calendar, start, frozenset())
    ends = [span.end.day for span in spans.values() if span.end is not None]
    whole = max(ends, default=None) if len(ends) == len(spans) else None
    last_chain = _critical(parts, spans, whole)
    return Plan(
        starts_on=start,
        parts=tuple(
            _drawn(part, spans[key], calendar, start, key in last_chain)
            for key, part in parts.items()
        ),
        due_on=whole,
        provisional=any(span.end is not None and span.end.provisional for span in spans.values()),
        days=None if whole is None else calendar.working_days_between(start, whole),
    )


@dataclass(frozen=True, slots=True)
class _Span:
    start: date | None
    end: DueDate | None


def _place(
    key: str,
    parts: dict[str, OfferPart],
    spans: dict[str, _Span],
    calendar: WorkingCalendar,
    start: date,
    above: frozenset[str],
) -> _Span:
    """The span of one part after those before it; a circle, which the catalogue refuses, is cut."""
    if key in spans:
        return spans[key]
    part = parts[key]
    before = [
        _place(each, parts, spans, calendar, start, above | {key})
        for each in part.after
        if each in parts and each not in above and each != key
    ]
    ends = [span.end for span in before]
    limit = limit_of(part)
    if limit is None or None in ends:
        begins = start if not before else None
        return spans.setdefault(key, _Span(begins, None))
    known = [end for end in ends if end is not None]
    begins = max((end.day for end in known), default=start)
    due = calendar.add_days(begins, limit, part.item.regime.unit)
    provisional = due.provisional or any(end.provisional for end in known)
    return spans.setdefault(key, _Span(begins, DueDate(due.day, provisional)))


def _critical(
    parts: dict[str, OfferPart], spans: dict[str, _Span], whole: date | None
) -> frozenset[str]:
    """The parts on a longest chain: those that end last, and what ended just when they began."""
    found: set[str] = set()
    agenda = [key for key, span in spans.items() if whole and span.end and span.end.day == whole]
    while agenda:
        key = agenda.pop()
        if key in found:
            continue
        found.add(key)
        for before in parts[key].after:
            span = spans.get(before)
            if span is not None and span.end and span.end.day == spans[key].start:
                agenda.append(before)
    return frozenset(found)


def _drawn(
    part: OfferPart, span: _Span, calendar: WorkingCalendar, start: date, critical: bool
) -> PartPlan:
    if span.start is None or span.end is None:
        return PartPlan(part, span.start, None, provisional=False)
    begins = calendar.working_days_between(start, span.start)
    until = calendar.working_days_between(start, span.end.day)
    return PartPlan(
        part, span.start, span.end.day, span.end.provisional, begins, until - begins, critical
    )
