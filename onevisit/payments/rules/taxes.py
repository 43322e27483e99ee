"""Taxes from a dated table: which row holds in which situation, and what it comes to.

The table is data (`taxes.json`, with its sources): for each catalogue code its taxes, for each tax
its rows in their order. A row holds from `since` until the day before the same tax has a newer set
of rows; of the newest set the first row whose `when` fits counts. A fact that is missing fits no
row that asks for it: then the amount is found out by an officer, never guessed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from onevisit.kernel.money import Fen, from_number, share

Facts = Mapping[str, Any]
"""Answers and form values by their keys."""

WHOLE = 10_000
"""Rates are in ten-thousandths: 150 is 1.5 %."""

_TABLE = Path(__file__).with_name("taxes.json")


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One row: from when, where it fits, and what follows: a `rate`, an exemption (`free` says
    why), or neither, and an officer finds the amount out.
    """

    since: str
    when: Mapping[str, Any]
    says: str
    rate: int | None = None
    free: str = ""


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax of one item. `base` is what the rate counts from: "price", "price_within_rate" (the
    price with the tax in it: VAT) or "price_without_vat".
    """

    key: str
    name: str
    owed_by: str
    base: str
    basis: str
    sources: tuple[str, ...]
    rows: tuple[TaxRow, ...]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a tax comes to; `amount` None: to be found out by an officer."""

    tax: str
    name: str
    owed_by: str
    full: Fen
    amount: Fen | None
    how: dict[str, Any] = field(default_factory=dict)
    basis: str = ""
    exempt: str = ""


class _TaxesOf:
    """The taxes of a catalogue code, with whether there are any."""

    def known(self, catalogue_code: str) -> bool:
        """Whether the table has this code."""
        return catalogue_code in table()

    def __call__(self, catalogue_code: str, facts: Facts, day: date) -> tuple[Reckoned, ...]:
        """Each tax in the order of the table; those after VAT count from the price without it, and
        are found out with it where nobody knows it yet.
        """
        told = {**facts, "years_held": years_held(facts.get("house.bought_on"), day)}
        vat: Fen | None = 0
        found = []
        for tax in table().get(catalogue_code, ()):
            reckoned = _reckoned(tax, told, day, vat)
            if tax.key == "vat":
                vat = reckoned.amount
            found.append(reckoned)
        return tuple(found)


taxes_of = _TaxesOf()


@cache
def table() -> Mapping[str, tuple[Tax, ...]]:
    """The table by catalogue code, read once."""
    held = json.loads(_TABLE.read_text(encoding="utf-8"))
    return {
        code: tuple(
            Tax(
                **{
                    **tax,
                    "sources": tuple(tax["sources"]),
                    "rows": tuple(TaxRow(**row) for row in tax["rows"]),
                }
            )
            for tax in taxes
        )
        for code, taxes in held["items"].items()
    }


def facts_asked(catalogue_code: str) -> frozenset[str]:
    """The facts the taxes of this code depend on, the price aside."""
    rows = (row for tax in table().get(catalogue_code, ()) for row in tax.rows)
    return frozenset(key for row in rows for key in row.when)


def years_held(bought: object, day: date) -> int | None:
    """Whole years from the day of purchase to `day`; None where the day is not known."""
    try:
        since = bought if isinstance(bought, date) else date.fromisoformat(str(bought))
    except ValueError:
        return None
    if since > day:
        return None
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _reckoned(tax: Tax, facts: Facts, day: date, vat: Fen | None) -> Reckoned:
    row = row_on(tax, facts, day)
    price = from_number(facts.get("house.price"))
    if row is not None and row.free:
        return _of(tax, 0, 0, {"says": row.says, "since": row.since}, row.free)
    net = tax.base == "price_without_vat"
    if row is None or price is None or row.rate is None or (net and vat is None):
        says = row.says if row else ""
        return _of(tax, 0, None, {"says": says, "since": row.since if row else ""}, "")
    rate = row.rate
    taken = vat or 0 if net else 0
    base = price - taken
    over = WHOLE + rate if tax.base == "price_within_rate" else WHOLE
    amount = share(base, rate, over)
    how = {
        "base": base,
        "of": tax.base,
        "vat": taken,
        "rate": rate,
        "since": row.since,
        "says": row.says,
    }
    return _of(tax, amount, amount, how, "")


def _of(tax: Tax, full: Fen, amount: Fen | None, how: dict[str, Any], exempt: str) -> Reckoned:
    return Reckoned(tax.key, tax.name, tax.owed_by, full, amount, how, tax.basis, exempt)


def row_on(tax: Tax, facts: Facts, day: date) -> TaxRow | None:
    """The row that counts that day; None where none fits."""
    begun = [row for row in tax.rows if row.since <= day.isoformat()]
    newest = max((row.since for row in begun), default="")
    return next((row for row in begun if row.since == newest and fits(row.when, facts)), None)


def fits(when: Mapping[str, Any], facts: Facts) -> bool:
    """Whether every fact is as the row asks: equal, one of a list, or between `min` and `max`
    (both counted in, `under` and `over` not).
    """
    return all(_fits(wanted, facts.get(key)) for key, wanted in when.items())


def _fits(wanted: Any, value: Any) -> bool:
    if value is None:
        return False
    if isinstance(wanted, list):
        return value in wanted
    if isinstance(wanted, dict):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        tests = {
            "min": lambda bound: value >= bound,
            "max": lambda bound: value <= bound,
            "under": lambda bound: value < bound,
            "over": lambda bound: value > bound,
        }
        return all(tests[name](bound) for name, bound in wanted.items())
    return bool(value == wanted)
