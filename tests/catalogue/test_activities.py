"""Kinds of business: set whole or refused, kept in their order, on record once."""

from typing import Any
from uuid import UUID

import pytest

from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.catalogue.conftest import COUNTY

pytestmark = pytest.mark.django_db

BARBER: dict[str, Any] = {
    "code": "barber",
    "name": "理发店",
    "questions": [
        {
            "key": "sign",
            "label": "做招牌吗？",
            "options": [{"value": "yes", "label": "做"}, {"value": "no", "label": "不做"}],
        }
    ],
    "needs": [
        {
            "key": "licence",
            "name": "营业执照",
            "catalogue_code": "330731002000",
            "basis": "《条例》",
        },
        {
            "key": "sign",
            "name": "招牌",
            "office": "综合执法局",
            "days": 1,
            "basis": "《条例》",
            "when": {"==": [{"var": "sign"}, "yes"]},
            "why_not": "不做招牌。",
            "after": ["licence"],
        },
    ],
}


def test_setting_again_changes_nothing_and_is_on_record_once(offices: dict[str, UUID]) -> None:
    shop = {**BARBER, "code": "shop", "name": "小店"}
    first = services.set_activities([BARBER, shop], region=COUNTY, actor=SYSTEM)
    assert services.set_activities([BARBER, shop], region=COUNTY, actor=SYSTEM) == first
    assert AuditEntry.objects.filter(action="catalogue.set_activity").count() == 2
    assert [each.activity.code for each in queries.activities()] == ["barber", "shop"]
    services.set_activities([{**shop, "name": "杂货店"}], region=COUNTY, actor=SYSTEM)
    assert queries.activity("shop").activity.name == "杂货店"
    assert AuditEntry.objects.filter(action="catalogue.set_activity").count() == 3


def test_a_withdrawn_kind_is_gone_until_it_is_set_again(offices: dict[str, UUID]) -> None:
    services.set_activities([BARBER], region=COUNTY, actor=SYSTEM)
    for _ in range(2):
        services.withdraw_activity(code="barber", actor=SYSTEM)
    assert AuditEntry.objects.filter(action="catalogue.withdraw_activity").count() == 1
    assert queries.activities() == ()
    with pytest.raises(NotFound):
        queries.activity("barber")
    services.set_activities([BARBER], region=COUNTY, actor=SYSTEM)
    assert len(queries.activities()) == 1
    with pytest.raises(NotFound):
        services.withdraw_activity(code="nothing", actor=SYSTEM)


def test_nobody_sets_them_without_the_right_or_for_another_region(
    offices: dict[str, UUID],
) -> None:
    services.set_activities([BARBER], region=COUNTY, actor=SYSTEM)
    nobody = Actor(user_id=None, name="路人")
    for change in (
        lambda: services.set_activities([BARBER], region=COUNTY, actor=nobody),
        lambda: services.withdraw_activity(code="barber", actor=nobody),
    ):
        with pytest.raises(Refused):
            change()
    with pytest.raises(Conflict):
        services.set_activities([BARBER], region="339900000000", actor=SYSTEM)


def test_every_fault_is_named_and_nothing_is_kept(offices: dict[str, UUID]) -> None:
    lines = [
        {**BARBER["needs"][0], "basis": " ", "catalogue_code": "", "after": ["sign"]},
        {**BARBER["needs"][1], "why_not": ""},
    ]
    question = BARBER["questions"][0]
    many = [{**question, "key": f"q{n}"} for n in range(6)]
    bad = {**BARBER, "code": "Bad Code", "needs": lines, "questions": [question, *many]}
    with pytest.raises(Invalid) as refusal:
        services.set_activities([BARBER, bad], region=COUNTY, actor=SYSTEM)
    assert {(each.place, each.code) for each in refusal.value.problems} == {
        ("/code", "catalogue.activity_code"),
        ("/questions", "catalogue.activity_asks_too_much"),
        ("/needs/0/basis", "catalogue.activity_without_basis"),
        ("/needs/0/office", "catalogue.activity_without_office"),
        ("/needs/0/after", "catalogue.parts_cycle"),
        ("/needs/1/why_not", "catalogue.why_not_missing"),
    }
    assert queries.activities() == ()
    for broken in ({**BARBER, "needs": []}, {**BARBER, "colour": "red"}):
        with pytest.raises(Invalid):
            services.set_activities([broken], region=COUNTY, actor=SYSTEM)
