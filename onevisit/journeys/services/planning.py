"""Plans: asked for in a request, reckoned thing by thing by whichever worker comes."""

import logging
from collections.abc import Sequence
from uuid import UUID

from django.db import OperationalError, transaction

from onevisit.accounts.rules import Actor
from onevisit.audit.services import record
from onevisit.catalogue import queries as catalogue
from onevisit.journeys.access import require_planner
from onevisit.journeys.errors import (
    Malformed,
    Unplannable,
    no_such_plan,
    plan_ended,
    too_many_plans,
)
from onevisit.journeys.models import PLAN_ENDED, Plan, PlanState
from onevisit.journeys.queries.curves import Curves, Uncounted
from onevisit.journeys.queries.expecting import YEAR
from onevisit.journeys.queries.plans import services_for
from onevisit.journeys.rules.expecting import Seen
from onevisit.journeys.rules.planning import choose, greedy, sparing
from onevisit.journeys.rules.planning.given import Given, Thing, Unknown, given_as_json, thing
from onevisit.journeys.rules.planning.wishes import Wish, wish_as_json, wish_of_json
from onevisit.journeys.rules.seen import seen_since
from onevisit.kernel import clock
from onevisit.kernel.alone import alone
from onevisit.kernel.canonical import digest
from onevisit.kernel.errors import NotFound

MOST_AT_ONCE = 3
"""Plans of one person that have not ended."""
_TOLD_EVERY = 20
_log = logging.getLogger(__name__)


class _Ended(Exception):
    """Somebody ended the plan meanwhile."""


@transaction.atomic
def begin_plan(*, wish: Wish, actor: Actor) -> UUID:
    """Ask for a plan; its id. A worker reckons it.

    Raises Conflict `journeys.too_many_plans`, Refused `accounts.not_permitted`.
    """
    require_planner(actor)
    mine = Plan.objects.filter(made_by=actor.user_id).exclude(state__in=PLAN_ENDED)
    if mine.count() >= MOST_AT_ONCE:
        raise too_many_plans(MOST_AT_ONCE)
    made = Plan.objects.create(
        wish=wish_as_json(wish),
        made_at=clock.now(),
        made_by=actor.user_id,
        made_by_name=(actor.name or "system")[:100],
    )
    _put_down("journeys.begin_plan", made, actor)
    return made.id


@transaction.atomic
def cancel_plan(*, plan_id: UUID, actor: Actor) -> None:
    """End a plan before it is done. Raises NotFound `journeys.no_such_plan`, Conflict
    `journeys.plan_ended`, Refused `accounts.not_permitted`.
    """
    require_planner(actor)
    row = Plan.objects.select_for_update().filter(id=plan_id).first()
    if row is None:
        raise no_such_plan()
    if row.state in PLAN_ENDED:
        raise plan_ended()
    row.state, row.ended_at = PlanState.CANCELLED, clock.now()
    row.save(update_fields=["state", "ended_at"])
    _put_down("journeys.cancel_plan", row, actor)


def _put_down(action: str, row: Plan, actor: Actor) -> None:
    facts = {each: row.wish[each] for each in ("scope", "most", "budget")}
    record(
        action=action,
        target_type="journeys.plan",
        target_id=row.id,
        actor=actor,
        facts=facts,
    )


def work_plans() -> int:
    """Reckon what was asked for, the oldest first; how many plans came to their end. One that was
    left in the middle is begun again: nothing of it is kept before it is done.

    Raises OperationalError when the database is away.
    """
    done = 0
    with alone("journeys.plans") as mine:
        while mine and (row := _next()) is not None:
            _reckon(row)
            done += 1
    return done


def _next() -> Plan | None:
    return Plan.objects.exclude(state__in=PLAN_ENDED).order_by("made_at").first()


def _reckon(row: Plan) -> None:
    try:
        _end(row, **_result(row))
    except _Ended:
        return
    except OperationalError:
        raise
    except Unplannable as error:
        _fail(row, error.why)
    except Exception:
        _log.exception("plan %s failed", row.id)
        _fail(row, "broken")


def _fail(row: Plan, why: str) -> None:
    mine = Plan.objects.filter(id=row.id).exclude(state__in=PLAN_ENDED)
    mine.update(state=PlanState.FAILED, problem=why, ended_at=clock.now())


def _end(row: Plan, **values: object) -> None:
    mine = Plan.objects.filter(id=row.id, state=PlanState.WORKING)
    mine.update(state=PlanState.DONE, ended_at=clock.now(), **values)


def _result(row: Plan) -> dict[str, object]:
    wish = wish_of_json(row.wish)
    codes = [each.code for each in catalogue.all_in_force()]
    _tell(row, 0, len(codes))
    curves = Curves(wish.scope)
    given = _given(row, wish, codes, curves)
    _tell(row, len(codes), len(codes))
    sets = sparing(given.loads)
    chosen = choose(sets, given.candidates, wish.limits)
    kept = given_as_json(given)
    return {
        "given": kept,
        "digest": digest({"wish": row.wish, "given": kept}),
        "chosen": sorted(chosen),
        "by_steps": sorted(greedy(sets, given.candidates, wish.limits)),
        "otherwise": _otherwise(given, chosen, curves),
    }


def _given(row: Plan, wish: Wish, codes: list[str], curves: Curves) -> Given:
    seen = seen_since(row.made_at - YEAR)
    things: list[Thing] = []
    unknown: list[Unknown] = []
    for done, code in enumerate(codes):
        if done % _TOLD_EVERY == 0:
            _tell(row, done, len(codes))
        found = _looked_at(code, wish, seen.get(code, []), curves)
        if isinstance(found, Thing):
            things.append(found)
        elif found is not None:
            unknown.append(found)
    return Given(services_for(wish), tuple(things), tuple(unknown))


def _looked_at(
    code: str, wish: Wish, seen: Sequence[Seen], curves: Curves
) -> Thing | Unknown | None:
    try:
        pinned = catalogue.pinned_offer(code)
    except NotFound:  # it was withdrawn, or cannot be offered, meanwhile
        return None
    name = pinned.offer.name
    volume = wish.volume(code, sum(each.number for each in seen))
    try:
        return thing(code, name, volume, curves.of(pinned), curves.in_cases(pinned, seen))
    except Uncounted as error:
        return Unknown(code, name, error.why)
    except Malformed:  # acts that go round, or too many ways to try: it alone is left out
        return Unknown(code, name, "gaps")


def _otherwise(given: Given, chosen: frozenset[str], curves: Curves) -> list[tuple[str, int]]:
    """Solved anew, the things the plan helps must be what their curves say; those that are not."""
    found = []
    for code, curve in given.worst.items():
        then = curve.at(chosen)
        if then < curve.now:
            anew = curves.worst(catalogue.pinned_offer(code), chosen)
            if anew is not None and anew != then:
                found.append((code, anew))
    return found


def _tell(row: Plan, done: int, total: int) -> None:
    mine = Plan.objects.filter(id=row.id).exclude(state__in=PLAN_ENDED)
    if not mine.update(state=PlanState.WORKING, done=done, total=total):
        raise _Ended
