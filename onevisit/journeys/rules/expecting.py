"""Expected visits: the mean over the situations people were in, weighted with how many were. Pure.

Who came in which situation is known of applications: what they answered settles the definition that
is looked at, whichever version they were made under. What does not settle it says nothing of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from onevisit.catalogue.rules.composition import Offer
from onevisit.guidance.rules.situation import Answers
from onevisit.journeys.rules.expanding import Known, Situated, key_of, settled
from onevisit.journeys.rules.flat import Flat
from onevisit.journeys.rules.solving import solve

FEW = 5
"""Below so many applications a mean says nothing, and may say something of one of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """So many applications with the same answers."""

    answers: Answers
    number: int


@dataclass(frozen=True, slots=True)
class Case:
    """One situation in which people were: in how many applications, and what it comes to, one form
    for each party.
    """

    known: Known
    forms: tuple[Flat, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Expected:
    """`visits` of `of` applications together, None where there are none; of `unfit` more nobody can
    tell, since what they answered does not settle the definition, or nobody can finish then.
    """

    visits: int | None = None
    of: int = 0
    unfit: int = 0

    @property
    def mean(self) -> float | None:
        """Visits of an application; None where they are too few to say."""
        return None if self.visits is None or self.of < FEW else self.visits / self.of


def cases_of(
    offer: Offer, forms: Situated, seen: Iterable[Seen], *, apart: bool = False
) -> tuple[list[Case], int]:
    """The situations that come to something different, and of how many applications nobody can tell
    in which they were. `apart`: those are told apart too that do so only with other enablers.
    """
    found: dict[object, Case] = {}
    unfit = 0
    for each in seen:
        known = settled(offer, each.answers) if forms.possible else None
        if known is None:
            unfit += each.number
            continue
        at = forms.at(known)
        key = (key_of(at), forms.told_apart(known) if apart else "")
        before = found[key].number if key in found else 0
        found[key] = Case(known, at, before + each.number)
    return list(found.values()), unfit


def visits_in(forms: Iterable[Flat]) -> int | None:
    """How often who comes most must come in one situation; None where somebody cannot finish."""
    worst = [solve(each).worst for each in forms]
    counted = [each for each in worst if each is not None]
    return max(counted, default=0) if len(counted) == len(worst) else None


def expected_of(offer: Offer, forms: Situated, seen: Iterable[Seen]) -> Expected:
    """The visits that these applications come to, and of how many that is."""
    cases, unfit = cases_of(offer, forms, seen)
    visits = of = 0
    for case in cases:
        here = visits_in(case.forms)
        if here is None:
            unfit += case.number
        else:
            visits, of = visits + here * case.number, of + case.number
    return Expected(visits if of else None, of, unfit)
