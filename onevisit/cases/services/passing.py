"""转报: a lower authority examines and passes the case with its opinion to the one above, which
decides it as a successor in the same application; nobody is asked for anything again (行政许可法
art. 43).
"""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.cases.access import scope_of
from onevisit.cases.errors.routes import no_route_up
from onevisit.cases.models import Case
from onevisit.cases.queries.routes import route_of
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.rules.routes import RouteKind
from onevisit.cases.services.decision import require_decidable
from onevisit.cases.services.holding import hold
from onevisit.cases.services.successors import begin_successor, successor
from onevisit.cases.services.writing import write_reason


def pass_up(*, case_id: UUID, opinion: str, actor: Actor, last_seq: int | None = None) -> UUID:
    """Pass a reviewed case upward with the opinion of this office; returns the id of the case
    above. Its own clocks stop, those above begin, within the days of the route.

    Raises NotFound `cases.no_such_case`; Refused `accounts.not_permitted`; Conflict
    `cases.no_route_up` and those of `decide` for an approval; Invalid `cases.reason_needed`,
    `cases.text_too_long`.
    """
    with transaction.atomic():
        held, case = hold(case_id, actor)
        require(actor, Permission.CASES_DECIDE, scope_of(case))
        code = held.item(case).catalogue_code
        route = route_of(RouteKind.UPWARD, code, case.department_id)
        if route is None:
            raise no_route_up()
        require_decidable(held, case, Action.PASS_UP, last_seq)
        there = route.to_department
        above = successor(held, case, route.days, (there.id, there.region_id))
        facts = {"to": there.name, "successor": above.number, "basis": route.basis}
        held.move(case, Action.PASS_UP, facts=facts)
        write_reason(held, case, opinion, kind="passing")
        begin_successor(held, case, above, Action.FROM_BELOW, {"from": _office(case)})
        held.write()
        return above.id


def _office(case: Case) -> str:
    return case.department.name
