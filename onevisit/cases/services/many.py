"""One thing done to many cases: tried first, with nothing left of it, then done case by case.

What is tried is the very service, taken back: no second set of rules could say something else.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.cases.rules.many import MOST, Many
from onevisit.cases.services.deputies import pass_on
from onevisit.cases.services.review import claim, release
from onevisit.kernel.errors import DomainError, Invalid


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done to all of them; whom to and why are asked for handing on only."""

    doing: Many
    to: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of it for one case: None where it went well."""

    case_id: UUID
    problem: DomainError | None


def try_many(*, case_ids: Collection[UUID], wish: Wish, actor: Actor) -> tuple[Came, ...]:
    """What would come of it for each; nothing is changed. Raises Invalid as `do_many`."""
    return _each(case_ids, wish, actor, keep=False)


def do_many(*, case_ids: Collection[UUID], wish: Wish, actor: Actor) -> tuple[Came, ...]:
    """Do it to each in a transaction of its own; what fails stops no other.

    Raises Invalid `cases.many_none`, `cases.many_too_many`.
    """
    return _each(case_ids, wish, actor, keep=True)


def _each(case_ids: Collection[UUID], wish: Wish, actor: Actor, *, keep: bool) -> tuple[Came, ...]:
    if not case_ids:
        raise Invalid("cases.many_none", field="case")
    if len(case_ids) > MOST:
        raise Invalid("cases.many_too_many", field="case", most=MOST)
    doing = _DOINGS[wish.doing]
    found: list[Came] = []
    for case_id in dict.fromkeys(case_ids):
        problem: DomainError | None = None
        try:
            with transaction.atomic():
                doing(case_id, wish, actor)
                if not keep:
                    transaction.set_rollback(True)
        except DomainError as error:
            problem = error
        found.append(Came(case_id, problem))
    return tuple(found)


def _claim(case_id: UUID, _wish: Wish, actor: Actor) -> None:
    claim(case_id=case_id, actor=actor)


def _release(case_id: UUID, _wish: Wish, actor: Actor) -> None:
    release(case_id=case_id, actor=actor)


def _pass_on(case_id: UUID, wish: Wish, actor: Actor) -> None:
    if wish.to is None:
        raise Invalid("cases.not_a_colleague", field="to")
    pass_on(case_id=case_id, to=wish.to, reason=wish.reason, actor=actor)


_DOINGS: dict[Many, Callable[[UUID, Wish, Actor], None]] = {
    Many.CLAIM: _claim,
    Many.RELEASE: _release,
    Many.HAND_ON: _pass_on,
}
