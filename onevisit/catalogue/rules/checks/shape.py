"""Checks of shape: keys, names, numbers, options, lengths."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from onevisit.catalogue.rules.checks.findings import fault
from onevisit.catalogue.rules.definition import (
    Fee,
    Field,
    Material,
    Option,
    Question,
    Regime,
    Step,
)
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.kernel.conditions import Condition
from onevisit.kernel.errors import Problem

MOST_DAYS = 3_650
LONGEST_KEY = 100
LONGEST_NAME = 500
LONGEST_PHRASE = 100
MOST_PAGES = 1_000
MOST_FEN = 10**12
FIRST_YEAR = 1949
CHOSEN = (VarKind.CHOICE, VarKind.MULTI)


def keys(place: str, found: Iterable[str]) -> Iterator[Problem]:
    """Keys must be there, short, and each stand once."""
    first: dict[str, int] = {}
    for index, key in enumerate(found):
        if not key.strip() or len(key) > LONGEST_KEY:
            yield fault(f"{place}/{index}/key", "bad_key", key=key[:40])
        elif key in first:
            yield fault(f"{place}/{index}/key", "duplicate_key", key=key, first=first[key] + 1)
        first.setdefault(key, index)


def names(place: str, found: Iterable[str], *, what: str = "name") -> Iterator[Problem]:
    """What people read must not be blank, nor longer than a page."""
    for index, name in enumerate(found):
        yield from name_of(f"{place}/{index}/{what}", name)


def name_of(place: str, name: str, longest: int = LONGEST_NAME) -> Iterator[Problem]:
    """One name that people read."""
    if not name.strip():
        yield fault(place, "name_missing")
    elif len(name) > longest:
        yield fault(place, "too_long", most=longest)


def options(place: str, kind: VarKind, found: Sequence[Option]) -> Iterator[Problem]:
    """A choice needs options, each value once."""
    if kind in CHOSEN and not found:
        yield fault(f"{place}/options", "options_missing")
    values: set[str] = set()
    for index, option in enumerate(found):
        if option.value in values or not option.value:
            yield fault(f"{place}/options/{index}/value", "duplicate_option", option=option.value)
        values.add(option.value)
        yield from name_of(f"{place}/options/{index}/label", option.label)


def bounds(place: str, minimum: float | None, maximum: float | None) -> Iterator[Problem]:
    """A range must not be empty."""
    if minimum is not None and maximum is not None and minimum > maximum:
        yield fault(f"{place}/minimum", "range_empty", minimum=minimum, maximum=maximum)


def number(
    place: str, value: int | None, least: int = 0, most: int = MOST_DAYS
) -> Iterator[Problem]:
    """A whole number within its bounds, or nothing."""
    if value is not None and not least <= value <= most:
        yield fault(place, "number_out_of_range", value=value, least=least, most=most)


def regime(found: Regime) -> Iterator[Problem]:
    """Limits are sane, and the promise is never longer than the law allows (承诺 ≤ 法定)."""
    for name in ("intake", "legal", "promise", "extension", "delivery", "applicant_limit"):
        yield from number(f"/regime/{name}", getattr(found, name))
    if found.promise is not None and found.legal is not None and found.promise > found.legal:
        yield fault(
            "/regime/promise", "promise_over_legal", promise=found.promise, legal=found.legal
        )


def questions(found: Sequence[Question]) -> Iterator[Problem]:
    """Keys, labels, options and ranges of questions."""
    yield from keys("/questions", (q.key for q in found))
    yield from names("/questions", (q.label for q in found), what="label")
    for index, question in enumerate(found):
        place = f"/questions/{index}"
        yield from options(place, question.kind, question.options)
        yield from bounds(place, question.minimum, question.maximum)


def fields(found: Sequence[Field]) -> Iterator[Problem]:
    """Keys, labels, options, ranges and lengths of form fields."""
    yield from keys("/form", (f.key for f in found))
    yield from names("/form", (f.label for f in found), what="label")
    for index, field in enumerate(found):
        place = f"/form/{index}"
        yield from options(place, field.kind, field.options)
        yield from bounds(place, field.minimum, field.maximum)
        yield from number(f"{place}/max_length", field.max_length, 1, 10_000)


def materials(found: Sequence[Material]) -> Iterator[Problem]:
    """Keys, names, copies and pages of materials."""
    yield from keys("/materials", (m.key for m in found))
    yield from names("/materials", (m.name for m in found))
    for index, material in enumerate(found):
        place = f"/materials/{index}"
        yield from number(f"{place}/copies", material.copies, 1, 99)
        yield from number(f"{place}/max_pages", material.max_pages, 1, MOST_PAGES)
        yield from number(f"{place}/defer_days", material.defer_days, 1)
        for nth, point in enumerate(material.points):
            yield from name_of(f"{place}/points/{nth}", point)


def steps(found: Sequence[Step]) -> Iterator[Problem]:
    """Keys, names and limits of steps."""
    yield from keys("/steps", (s.key for s in found))
    yield from names("/steps", (s.name for s in found))
    for index, step in enumerate(found):
        yield from number(f"/steps/{index}/limit", step.limit)
        for nth, point in enumerate(step.points):
            yield from name_of(f"/steps/{index}/points/{nth}", point)


def rates(found: Sequence[Fee]) -> Iterator[Problem]:
    """Each rate begins on a day, no two on the same under the same condition; none is negative."""
    for index, fee in enumerate(found):
        days: set[tuple[str, Condition]] = set()
        for at, rate in enumerate(fee.rates):
            place = f"/fees/{index}/rates/{at}"
            if not _is_day(rate.since):
                yield fault(f"{place}/since", "bad_rate_day", fee=fee.name)
            elif (rate.since, rate.when) in days:
                yield fault(f"{place}/since", "rate_day_twice", fee=fee.name, day=rate.since)
            days.add((rate.since, rate.when))
            if not rate.standard.strip():
                yield fault(f"{place}/standard", "rate_untold", fee=fee.name)
            elif len(rate.standard) > LONGEST_NAME:
                yield fault(f"{place}/standard", "too_long", most=LONGEST_NAME)
            yield from number(f"{place}/amount", rate.amount, 0, MOST_FEN)


def quantities(found: Sequence[Fee], asked: Iterable[Question | Field]) -> Iterator[Problem]:
    """A fee is counted by a number that is asked for."""
    numbers = {each.key for each in asked if each.kind is VarKind.NUMBER}
    for index, fee in enumerate(found):
        if fee.quantity and fee.quantity not in numbers:
            place = f"/fees/{index}/quantity"
            yield fault(place, "fee_quantity", fee=fee.name, key=fee.quantity)


def _is_day(text: str) -> bool:
    """A day of our times: one that slipped while it was typed (0026) is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and FIRST_YEAR <= day.year < FIRST_YEAR + 200


def phrases(found: Sequence[str]) -> Iterator[Problem]:
    """Everyday names: short, and more than punctuation."""
    for index, phrase in enumerate(found):
        if len(phrase) > LONGEST_PHRASE or not any(each.isalnum() for each in phrase):
            yield fault(f"/everyday/{index}", "bad_alias", phrase=phrase[:40])
