"""The machine's clock is put back between two acts: the case stays true and no day is made up."""

from datetime import timedelta

import pytest

from onevisit.cases import queries, services
from onevisit.kernel import clock
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=5)])
def test_a_clock_put_back_between_two_acts_leaves_one_story(here: County, back: timedelta) -> None:
    case = make.case_of(make.submitted(here), "sign")
    services.accept(case_id=case.id, actor=here.officer(case))
    with clock.travel(make.MONDAY - back):
        make.decide(here, case)
        assert_whole()
        read_now = queries.case_view(case_id=case.id, actor=here.officer(case)).clocks
    case.refresh_from_db()
    assert case.ended_at is not None
    acts = list(case.events.order_by("seq").values_list("action", flat=True))
    assert acts.index("accept") < acts.index("approve")
    assert [(each.used, each.overdue) for each in read_now] == [(0, False)] * len(read_now)
