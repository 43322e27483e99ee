"""Each kind of trouble has an index with just its cases in the order of their day."""

import pytest

from onevisit.oversight.access import Reach
from onevisit.oversight.queries.exceptions import Trouble, open_params
from onevisit.oversight.queries.statements import CASE_REACHED, TROUBLES, composed
from tests.factories.plans import plan_of

pytestmark = pytest.mark.django_db

INDEXES = {
    Trouble.OVERDUE: "oversight_running",
    Trouble.SOON: "oversight_running",
    Trouble.INTAKE: "case_to_accept",
    Trouble.SUSPENDED: "oversight_suspended",
    Trouble.UNCOLLECTED: "case_to_hand_over",
    Trouble.PROVISIONAL: "oversight_provisional",
}


@pytest.mark.parametrize("kind", Trouble)
def test_a_list_of_troubles_is_read_in_its_order(kind: Trouble) -> None:
    day, wrong = TROUBLES[kind]
    asked = composed(
        "SELECT c.id FROM cases_case AS c WHERE c.ended_at IS NULL AND {wrong} AND {reached}"
        " ORDER BY {day}, c.id LIMIT 50",
        day=day,
        wrong=wrong,
        reached=CASE_REACHED,
    )
    params = open_params(Reach(("339921%",), (None,)))
    plan = plan_of(asked, params, without=("sort", "bitmapscan"))
    assert INDEXES[kind] in plan
    assert "Sort" not in plan
