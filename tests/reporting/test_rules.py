"""Pure rules: what a case gives in each table, and what is said of a row."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.lifecycle import TERMINAL, Action, CaseState
from onevisit.cases.rules.reported import (
    ReportedCase,
    ReportedMaterial,
    ReportedMove,
    ReportedParty,
    ReportedResult,
)
from onevisit.catalogue.rules.exchange.model import Operation
from onevisit.catalogue.rules.exchange.profiles import profile
from onevisit.reporting.rules.changes import Outcome, after_answer, operation
from onevisit.reporting.rules.codes import OUTCOMES, STAGES
from onevisit.reporting.rules.tables import TABLES, lines

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
_S, _A = CaseState, Action


def moves(*told: tuple[Action, CaseState, str]) -> tuple[ReportedMove, ...]:
    """One an hour."""
    found: list[ReportedMove] = []
    for hour, (action, after, words) in enumerate(told):
        before = found[-1].after if found else None
        at = NOON + timedelta(hours=hour)
        limit = date(2026, 12, 1) if action is _A.SUSPEND else None
        found.append(ReportedMove(hour + 1, action, before, after, at, limit, "周审", words))
    return tuple(found)


GRANTED = ReportedCase(
    id=UUID(int=1),
    application_id=UUID(int=2),
    number="AL20261116-00001-01",
    name="食品经营许可",
    offer_name="开办餐饮店",
    department_id=UUID(int=3),
    department_code="11339921MB0000001X",
    department="安澜县市场监督管理局",
    region="339921104000",
    item_code="11339921MB0000001X433013100100001",
    catalogue_code="330131001000",
    item_name="食品经营许可（新办）",
    item_version=3,
    task_type="01",
    kind="2",
    online=True,
    party=ReportedParty(
        *(UUID(int=4), "陈小岚", "resident_id", "339921198503070015", "13800000001"),
        *("吉祥餐饮有限公司", "91339921MA00000001", "人民路 86 号", "王大山"),
    ),
    state=_S.DELIVERED,
    submitted_at=NOON,
    accepted_at=NOON + timedelta(hours=1),
    promised_due=date(2026, 11, 30),
    ended_at=NOON + timedelta(hours=7),
    moves=moves(
        (_A.SUBMIT, _S.SUBMITTED, ""),
        (_A.ACCEPT, _S.ACCEPTED, ""),
        (_A.START, _S.IN_REVIEW, ""),
        (_A.SUSPEND, _S.SUSPENDED, "送检"),
        (_A.RESUME, _S.IN_REVIEW, ""),
        (_A.APPROVE, _S.APPROVED, "符合条件"),
        (_A.ISSUE, _S.ISSUED, ""),
        (_A.DELIVER, _S.DELIVERED, ""),
    ),
    materials=(
        ReportedMaterial("plan", "平面图", "bring", ("upload",), 2),
        ReportedMaterial("id_card", "身份证", "fetched", (), 0),
    ),
    result=ReportedResult("JY133992100001", "食品经营许可证", "证", NOON, None),
)
REFUSED = replace(
    GRANTED,
    number="AL20261116-00002-01",
    party=replace(GRANTED.party, organisation="", uscc="", address="", representative=""),
    state=_S.REFUSED,
    ended_at=NOON + timedelta(hours=3),
    moves=moves(
        (_A.SUBMIT, _S.SUBMITTED, ""),
        (_A.DEEM_ACCEPTED, _S.ACCEPTED, ""),
        (_A.START, _S.IN_REVIEW, ""),
        (_A.REFUSE, _S.REFUSED, "场所不符合要求"),
    ),
    materials=(),
    result=None,
)


def test_what_cases_give_in_each_table(golden: Callable[[str, str], None]) -> None:
    written = profile("national")
    told = [*lines(GRANTED, written, satisfaction="1"), *lines(REFUSED, written)]
    golden(
        "reported_rows.txt",
        "".join(
            f"{each.table} {each.row_guid}\n"
            + "".join(f"  {name}: {json.dumps(cell, ensure_ascii=False)}\n"
                      for name, cell in each.cells.items() if cell)
            for each in told
        ),
    )  # fmt: skip
    assert {each.table for each in told} == set(TABLES)
    assert len({each.row_guid for each in told}) == len(told)


def test_a_revoked_result_takes_its_licence_back() -> None:
    assert GRANTED.result is not None
    revoked = replace(GRANTED, result=replace(GRANTED.result, revoked_at=NOON + timedelta(days=9)))
    told = {each.table: each.cells for each in lines(revoked, profile("national"))}
    assert "up_lic_data" not in told
    assert (told["up_pro_result"]["result_type"], told["up_pro_result"]["result_explain"]) == (
        "6",
        "撤销",
    )


def test_every_act_of_a_case_has_a_stage_and_every_end_a_result() -> None:
    assert set(Action) <= set(STAGES)
    assert set(TERMINAL) <= set(OUTCOMES)


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b", "c"]), st.booleans()), max_size=12))
def test_the_other_side_ends_with_what_is_wanted_or_has_refused_it(
    told: list[tuple[str, bool]],
) -> None:
    """Whatever a row becomes, and whatever is answered: an insert never meets a row, an update and
    a deletion never miss one, and what was taken last is what is held.
    """
    theirs, held, refused = "", "", ""
    for wanted, takes in told:
        said = operation(wanted, held, refused)
        assert (said is Operation.INSERT) <= (theirs == "")
        assert (said in (Operation.UPDATE, Operation.DELETE)) <= (theirs != "")
        if said is not None:
            theirs = wanted if takes else theirs
            outcome = Outcome.ACCEPTED if takes else Outcome.REFUSED
            held, refused = after_answer(wanted, outcome, held, refused)
        assert held == theirs
        assert held == wanted or refused
        assert operation(wanted, held, refused) is None
