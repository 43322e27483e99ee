"""Who accepts: the department, or the window it delegated this to."""

from onevisit.accounts.rules import Permission, require
from onevisit.cases import errors
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case
from onevisit.cases.services.holding import Held


def require_acceptor(held: Held, case: Case) -> bool:
    """Whether the actor accepts as the window; raises Refused when they may not accept at all."""
    require(held.actor, Permission.CASES_ACCEPT, scope_of(case))
    of_department = case.department_id in held.actor.departments(Permission.CASES_ACCEPT)
    if of_department or held.actor.is_system:
        return False
    if not held.item(case).delegation.accept:
        raise errors.not_delegated()
    return True
