"""Who else must agree to an application, to what exactly, and whether all of them do."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from onevisit.cases.errors import not_yours_to_answer
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import PartyNeed
from onevisit.guidance.rules.situation import Answers, Truth, situation
from onevisit.kernel.types import Json, JsonObject


class Standing(StrEnum):
    """Where somebody stands who was named."""

    INVITED = "invited"  # has not answered yet
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # agreed, and took it back before it was handed in
    VOID = "void"  # what was agreed to changed afterwards
    REMOVED = "removed"  # named no more; what was answered stays on record


WANTED = (Standing.INVITED, Standing.VOID)
"""Whose word is waited for: not given yet, or given to something else."""


class Answering(StrEnum):
    """What whoever was named, or the applicant, can do about it."""

    AGREE = "agree"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CHANGE = "change"  # somebody changed what was agreed to
    REMOVE = "remove"


_S, _A = Standing, Answering
MOVES: Mapping[tuple[Standing, Answering], Standing] = {
    (_S.INVITED, _A.AGREE): _S.AGREED,
    (_S.DECLINED, _A.AGREE): _S.AGREED,
    (_S.WITHDRAWN, _A.AGREE): _S.AGREED,
    (_S.VOID, _A.AGREE): _S.AGREED,
    (_S.INVITED, _A.DECLINE): _S.DECLINED,
    (_S.WITHDRAWN, _A.DECLINE): _S.DECLINED,
    (_S.VOID, _A.DECLINE): _S.DECLINED,
    (_S.AGREED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.AGREED, _A.CHANGE): _S.VOID,
    **{(each, _A.REMOVE): _S.REMOVED for each in Standing if each is not _S.REMOVED},
}
"""All that can happen; anything else is refused."""


def moved(standing: Standing, answering: Answering) -> Standing:
    """Where it stands afterwards. Raises Conflict `cases.not_yours_to_answer`."""
    try:
        return MOVES[standing, answering]
    except KeyError:
        raise not_yours_to_answer() from None


@dataclass(frozen=True, slots=True)
class Demand:
    """A role, and how many of it must agree as the answers stand."""

    need: PartyNeed
    number: int


def demands(offer: Offer, answers: Answers) -> tuple[Demand, ...]:
    """Who must agree for certain; nobody where the offer names no parties."""
    if not offer.parties:
        return ()
    here = situation(offer, answers)
    return tuple(
        Demand(use.need, _number(use.need, here.known.get(use.need.count)))
        for use in offer.parties
        if here.party(use) is Truth.YES
    )


def _number(need: PartyNeed, answer: object) -> int:
    if not isinstance(answer, (int, float)):
        return need.least
    return min(max(int(answer), need.least), need.most)


def others(offer: Offer, answers: Answers) -> int:
    """How many consents handing in takes beside the applicant's signature."""
    return sum(demand.number for demand in demands(offer, answers))


def agreed_to(
    need: PartyNeed,
    *,
    offer: Offer,
    applicant: str,
    values: Mapping[str, object],
    papers: Iterable[tuple[str, str, str]],
) -> JsonObject:
    """Exactly what somebody of this role is shown and agrees to; its digest is what they sign.

    `values` are answers and form together; `papers` material, kind and stored file. What they are
    not shown is not in it, so a change of that leaves their consent alone.
    """
    shown = set(need.shown)
    held: list[Json] = [list(each) for each in sorted(papers) if each[0] in shown]
    return {
        "offer": offer.code,
        "role": need.key,
        "agrees": need.agrees,
        "applicant": applicant,
        "values": {key: values.get(key) for key in sorted(shown) if key in values},  # type: ignore[misc]
        "papers": held,
    }


def lacking(
    wanted: Iterable[Demand], standing: Iterable[tuple[str, Standing]]
) -> tuple[Demand, ...]:
    """The roles in which consents are missing, with how many; whoever was named must agree too."""
    rows = [(role, each) for role, each in standing if each is not Standing.REMOVED]
    agreed = Counter(role for role, each in rows if each is Standing.AGREED)
    open_ones = Counter(role for role, each in rows if each is not Standing.AGREED)
    found = []
    for demand in wanted:
        role = demand.need.key
        short = max(demand.number - agreed[role], open_ones[role])
        if short:
            found.append(Demand(demand.need, short))
    return tuple(found)
