"""Plans as they are looked at: the list, one of them with what comes of it, and by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import EnablerLine
from onevisit.catalogue.rules.enablers import EnablerState
from onevisit.journeys.access import require_planner
from onevisit.journeys.errors import no_such_plan
from onevisit.journeys.models import PLAN_ENDED, Plan, PlanState
from onevisit.journeys.rules.planning import Outcome, outcome, visits_left
from onevisit.journeys.rules.planning.given import Given, Service, given_of_json
from onevisit.journeys.rules.planning.wishes import Wish, wish_of_json
from onevisit.kernel.money import Fen

SHOWN_PLANS = 50


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in the list: how many enablers it opens."""

    id: UUID
    state: str
    wish: Wish
    opened: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: with the plan's enablers, or with those `by_hand`; `best` is what the plan
    leaves, `greedy` what looking step by step would leave, in visits a year.
    """

    given: Given
    told: Outcome
    opened: frozenset[str]
    by_hand: bool
    best: int
    greedy: int
    otherwise: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan. `result` is None until it is done, and where it failed."""

    id: UUID
    state: str
    wish: Wish
    digest: str
    problem: str
    done: int
    total: int
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    result: Result | None

    @property
    def ended(self) -> bool:
        """Whether nothing is to come any more."""
        return self.state in PLAN_ENDED

    @property
    def percent(self) -> int:
        """How far it is."""
        return self.done * 100 // self.total if self.total else 0


def openable(*, actor: Actor) -> tuple[EnablerLine, ...]:
    """The enablers that do not work yet, by code. Raises Refused `accounts.not_permitted`."""
    require_planner(actor)
    return _closed()


def _closed() -> tuple[EnablerLine, ...]:
    lines = catalogue.registered_enablers()
    return tuple(each for each in lines if each.state is not EnablerState.OPEN)


def first_year(line: EnablerLine) -> Fen | None:
    """What it costs until it has worked for a year; None where nobody knows anything of it."""
    known = [each for each in (line.once, line.yearly) if each is not None]
    return sum(known) if known else None


def services_for(wish: Wish) -> tuple[Service, ...]:
    """What could be opened, and what of it the plan may open: of the kinds that are asked for, not
    left out, and under a budget only where somebody knows the cost. What must be opened is.
    """
    return tuple(
        Service(
            code=line.code,
            name=line.name,
            name_en=line.name_en,
            state=line.state.value,
            cost=first_year(line),
            considered=line.code in wish.must or _considered(line, wish),
        )
        for line in _closed()
    )


def _considered(line: EnablerLine, wish: Wish) -> bool:
    of_kind = not wish.kinds or line.kind in wish.kinds
    priced = wish.budget is None or first_year(line) is not None
    return of_kind and priced and line.code not in wish.without


def plans(*, actor: Actor) -> tuple[PlanLine, ...]:
    """The newest plans of everybody. One query. Raises Refused `accounts.not_permitted`."""
    require_planner(actor)
    rows = Plan.objects.order_by("-made_at").defer("given")[:SHOWN_PLANS]
    return tuple(
        PlanLine(
            row.id,
            row.state,
            wish_of_json(row.wish),
            len(row.chosen),
            row.made_at,
            row.made_by_name,
        )
        for row in rows
    )


def plan_view(plan_id: UUID, *, opened: Iterable[str] | None = None, actor: Actor) -> PlanView:
    """One plan, and what comes of it; with `opened`, what would come of these instead. One query.

    Raises NotFound `journeys.no_such_plan`, Refused `accounts.not_permitted`.
    """
    require_planner(actor)
    row = Plan.objects.filter(id=plan_id).first()
    if row is None:
        raise no_such_plan()
    return PlanView(
        id=row.id,
        state=row.state,
        wish=wish_of_json(row.wish),
        digest=row.digest,
        problem=row.problem,
        done=row.done,
        total=row.total,
        made_at=row.made_at,
        made_by=row.made_by_name,
        ended_at=row.ended_at,
        result=_result(row, opened) if row.state == PlanState.DONE else None,
    )


def _result(row: Plan, by_hand: Iterable[str] | None) -> Result:
    given = given_of_json(row.given)
    known = {each.code for each in given.services}
    chosen = frozenset(row.chosen)
    opened = chosen if by_hand is None else frozenset(by_hand) & known
    return Result(
        given=given,
        told=outcome(given.loads, given.openable, opened, given.worst),
        opened=opened,
        by_hand=opened != chosen,
        best=visits_left(given.loads, chosen),
        greedy=visits_left(given.loads, frozenset(row.by_steps)),
        otherwise=dict(row.otherwise) if opened == chosen else {},
    )
