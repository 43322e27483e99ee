"""What one pays in one's situation: the rates of the day that hold for it, and what is let off."""

from dataclasses import dataclass
from datetime import date

from onevisit.catalogue.rules.composition import OfferPart
from onevisit.catalogue.rules.definition import Fee
from onevisit.catalogue.rules.fees import rates_on, told
from onevisit.guidance.rules.situation import Situation, Truth


@dataclass(frozen=True, slots=True)
class Cost:
    """One fee. `standards` are the rates that hold, or still may while a question is open; `free`
    says why nothing is charged, "" where it is.
    """

    name: str
    standards: tuple[str, ...]
    free: str = ""


def costs_in(here: Situation, part: OfferPart, day: date) -> tuple[Cost, ...]:
    """The fees of `part` that this applicant meets on `day`; those charged in other situations only
    are left out.
    """
    found = (_cost(here, fee, day) for fee in part.item.fees)
    return tuple(cost for cost in found if cost.standards or cost.free)


def _cost(here: Situation, fee: Fee, day: date) -> Cost:
    free = (each.reason for each in fee.exemptions if here.judge(each.when).truth is Truth.YES)
    rates = rates_on(fee, day)
    held = tuple(told(rate) for rate in rates if here.judge(rate.when).truth is not Truth.NO)
    return Cost(fee.name, held if rates else (fee.standard,), next(free, ""))
