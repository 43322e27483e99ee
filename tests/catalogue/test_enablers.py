"""The register of enablers: who says what works, since when, why, and what nobody registered."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import SYSTEM, Actor, GrantFact, Scope
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import Enabler
from onevisit.catalogue.rules.enablers import read_enabler
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.catalogue.conftest import COUNTY, item_document
from tests.catalogue.test_findings_page import browser
from tests.factories.enablers import change, enabler
from tests.factories.publishing import OFFICER

pytestmark = pytest.mark.django_db

STEWARD = Actor(user_id=uuid4(), name="沈知远", grants=(GrantFact("data_steward", Scope()),))
CELLS = {
    "code": "courier",
    "name": "结果邮寄",
    "name_en": "Courier",
    "kind": "courier",
    "department": "data",
    "once": "1,200.5",
    "yearly": "",
    "state": "planned",
    "planned_by": "2027-03-01",
    "why": "招标公告",
}
NAMES = st.sampled_from([*CELLS, "regions"])


@given(st.dictionaries(NAMES, st.text() | st.sampled_from([*CELLS.values(), "open"])))
def test_nothing_typed_is_ever_more_than_refused(cells: dict[str, str]) -> None:
    try:
        read_enabler(cells)
    except Invalid as error:
        assert error.problems


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("planned_by", "", "cell_missing"),
        ("planned_by", "明年", "cell_not_a_day"),
        ("once", "很多", "cell_not_money"),
        ("state", "half", "cell_unknown"),
        ("why", " ", "cell_missing"),
        ("code", "a b", "cell_not_a_code"),
    ],
)
def test_what_is_wrong_is_told_by_field(field: str, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_enabler(CELLS | {field: text})
    assert [(each.place, each.code) for each in refusal.value.problems] == [
        (field, f"catalogue.{code}")
    ]


def test_what_is_put_down_stays_on_record_with_who_and_why(offices: dict[str, UUID]) -> None:
    kept = services.save_enabler(cells=CELLS, regions=[COUNTY], actor=STEWARD)
    again = {"enabler_id": kept, "actor": STEWARD, "regions": [COUNTY]}
    services.save_enabler(cells=CELLS, seen=1, **again)  # nothing new: no trace
    services.save_enabler(
        cells=CELLS | {"state": "open", "yearly": "80000", "why": "合同签了"}, seen=1, **again
    )
    view = queries.enabler_view(kept, actor=OFFICER)
    assert (view.may_change, view.line.once, view.line.yearly) == (False, 120050, 8_000_000)
    assert [(each.state.value, each.why, each.by) for each in view.changes] == [
        ("open", "合同签了", "沈知远"),
        ("planned", "招标公告", "沈知远"),
    ]
    assert AuditEntry.objects.filter(action="catalogue.save_enabler").count() == 2
    with pytest.raises(Conflict, match=r"catalogue\.row_moved_on"):
        services.save_enabler(cells=CELLS, seen=1, **again)
    with pytest.raises(Conflict, match=r"catalogue\.enabler_twice"):
        services.save_enabler(cells=CELLS, actor=STEWARD)
    with pytest.raises(NotFound, match=r"catalogue\.no_such_enabler"):
        services.save_enabler(cells=CELLS, enabler_id=uuid4(), actor=STEWARD)
    elsewhere = replace(STEWARD, grants=(GrantFact("data_steward", Scope(region="339922000000")),))
    for actor in (OFFICER, elsewhere):
        with pytest.raises(Refused, match=r"accounts\.not_permitted"):
            services.save_enabler(cells=CELLS, enabler_id=kept, seen=2, actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enabler.objects.update(state="planned", planned_by=None)


def test_only_what_is_open_here_works(offices: dict[str, UUID]) -> None:
    assert queries.enablers_in(COUNTY) is None
    row = enabler("courier")
    enabler("remote_id", "absent")
    services.save_enabler(
        cells=CELLS | {"code": "neighbour", "state": "open"},
        regions=["339922000000"],
        actor=SYSTEM,
    )
    services.save_enabler(
        cells=CELLS | {"code": "province", "state": "open"},
        regions=["330000000000"],
        actor=SYSTEM,
    )
    kept = queries.enablers_in(COUNTY)
    assert kept is not None
    assert kept.open == {"courier", "province"}
    assert set(kept.known) == {"courier", "province", "remote_id", "neighbour"}
    change(row, "planned", planned_by="2027-01-01")
    assert queries.enablers_in(COUNTY).open == {"province"}  # type: ignore[union-attr]


def test_what_an_item_names_and_nobody_registered_is_found(publish: Callable[[str], UUID]) -> None:
    def found() -> list[str]:
        view = queries.findings_of_thing(code, actor=OFFICER)
        return [each.found for each in view.findings if each.rule == "enabler_unregistered"]

    publish("sign")
    code = item_document("sign")["document"]["code"]
    assert found() == []  # nobody keeps a register yet
    enabler("courier")
    named = {name for name, _n in queries.enablers(actor=OFFICER).unregistered}
    assert {"remote_id", "e_signature", "police.id_card"} <= named == set(found())
    for name in named:
        enabler(name)
    assert found() == []
    assert queries.enablers(actor=OFFICER).unregistered == ()


def test_the_steward_registers_and_the_officer_reads(
    offices: dict[str, UUID],
) -> None:
    steward = browser("steward", "data_steward", COUNTY)
    officer = browser("keeper", "catalogue_officer", COUNTY)
    wrong = steward.post("/catalogue/enablers/new/", CELLS | {"once": "很多"})
    assert wrong.status_code == 422
    assert "「很多」不是金额" in wrong.content.decode()
    assert steward.post("/catalogue/enablers/new/", CELLS).status_code == 302
    row = Enabler.objects.get()
    page = officer.get(f"/catalogue/enablers/{row.id}/").content.decode()
    assert "招标公告" in page
    assert 'name="why"' not in page
    assert "计划开通" in officer.get("/catalogue/enablers/").content.decode()
    assert officer.post(f"/catalogue/enablers/{row.id}/", CELLS).status_code == 403
    stale = steward.post(f"/catalogue/enablers/{row.id}/", CELLS | {"seen": "7"})
    assert stale.status_code == 409
