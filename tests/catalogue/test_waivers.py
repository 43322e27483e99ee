"""Publishing refuses what blocks; a named officer may let one rule go for one item, on record."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from onevisit.accounts.rules import SYSTEM, Actor, GrantFact, Scope
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import Item, ItemVersion, LintCount, LintRun, Waiver
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.ui.wordings import text_for
from tests.catalogue import publishable
from tests.catalogue.conftest import COUNTY
from tests.factories.publishing import OFFICER

pytestmark = pytest.mark.django_db
CODE = publishable.ITEM["code"]
PHONES = ("/texts/complaint_phone", "0580-5550111")


def draft(*changes: tuple[str, Any]) -> UUID:
    return services.save_item_draft(
        publishable.changed(publishable.ITEM, changes),
        region=COUNTY,
        department="market",
        actor=SYSTEM,
    )


def waive(rule: str = "phones_same", reason: str = "总机转接。", actor: Actor = OFFICER) -> UUID:
    return services.waive(code=CODE, rule=rule, reason=reason, actor=actor)


def test_what_blocks_is_not_published_and_all_of_it_is_named(offices: dict[str, UUID]) -> None:
    version = draft(PHONES, ("/texts/faq", []), ("/everyday", []))
    with pytest.raises(Invalid) as refusal:
        services.publish_item(version, actor=OFFICER)
    assert refusal.value.code == "catalogue.publish_refused"
    assert [(each.place, each.code) for each in refusal.value.problems] == [
        ("/texts/complaint_phone", "catalogue.rule_phones_same"),
        ("/texts/faq", "catalogue.rule_permit_without_faq"),
    ]
    told = text_for(refusal.value)
    assert "咨询电话与投诉电话相同" in told and "phones_same" not in told
    assert ItemVersion.objects.get(id=version).state == "draft"
    assert [each.rule for each in queries.findings_of(version)] == [
        "phones_same",
        "everyday_missing",
        "permit_without_faq",
    ]


def test_a_waiver_lets_one_rule_go_for_one_item(offices: dict[str, UUID]) -> None:
    version = draft(PHONES)
    waive()
    services.publish_item(version, actor=OFFICER)
    item = Item.objects.get(code=CODE)
    assert item.current_id == version
    assert item.findings == ["phones_same"]
    line = queries.live_waivers([item.id])[item.id, "phones_same"]
    assert (line.by, line.reason, line.number) == (OFFICER.name, "总机转接。", 1)
    entry = AuditEntry.objects.get(action="catalogue.waive")
    assert entry.actor_user_id == OFFICER.user_id


def test_a_waiver_outlives_its_version_and_is_told_with_it(offices: dict[str, UUID]) -> None:
    first = draft(PHONES)
    waive()
    services.publish_item(first, actor=OFFICER)
    services.publish_item(draft(PHONES, ("/name", "摊贩登记")), actor=OFFICER)
    item = Item.objects.get(code=CODE)
    assert queries.live_waivers()[item.id, "phones_same"].number == 1


def test_a_withdrawn_waiver_counts_no_more(offices: dict[str, UUID]) -> None:
    version = draft(PHONES)
    waiver = waive()
    services.withdraw_waiver(waiver_id=waiver, actor=OFFICER)
    services.withdraw_waiver(waiver_id=waiver, actor=OFFICER)
    with pytest.raises(Invalid):
        services.publish_item(version, actor=OFFICER)
    waive()
    services.publish_item(version, actor=OFFICER)
    assert Waiver.objects.count() == 2
    told = [each for each in queries.history_of(CODE, actor=OFFICER).events if "rule" in each.facts]
    assert [(each.move, each.reason) for each in told] == [
        ("waive", "总机转接。"),
        ("withdraw_waiver", ""),
        ("waive", "总机转接。"),
    ]
    assert AuditEntry.objects.filter(action="catalogue.withdraw_waiver").count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_a_waiver_says_why(offices: dict[str, UUID], reason: str) -> None:
    draft(PHONES)
    with pytest.raises(Invalid, match=r"catalogue\.waiver_reason"):
        waive(reason=reason)


def test_nothing_else_can_be_waived(offices: dict[str, UUID]) -> None:
    with pytest.raises(NotFound, match=r"catalogue\.no_such_offer"):
        waive()
    draft(PHONES)
    with pytest.raises(Invalid, match=r"catalogue\.no_such_rule"):
        waive(rule="nonsense")
    with pytest.raises(Conflict, match=r"catalogue\.nothing_to_waive"):
        waive(rule="visits_missing")
    with pytest.raises(Refused, match=r"catalogue\.waiver_needs_name"):
        waive(actor=SYSTEM)
    with pytest.raises(NotFound, match=r"catalogue\.no_such_waiver"):
        services.withdraw_waiver(waiver_id=uuid4(), actor=OFFICER)


def test_only_who_may_publish_there_may_waive(offices: dict[str, UUID]) -> None:
    draft(PHONES)
    elsewhere = GrantFact("catalogue_officer", Scope(region="440000000000"))
    for actor in (replace(OFFICER, grants=()), replace(OFFICER, grants=(elsewhere,))):
        with pytest.raises(Refused, match=r"accounts\.not_permitted"):
            waive(actor=actor)
    waiver = waive()
    with pytest.raises(Refused, match=r"accounts\.not_permitted"):
        services.withdraw_waiver(waiver_id=waiver, actor=replace(OFFICER, grants=()))


def test_the_database_keeps_one_live_waiver_with_reason_and_name(offices: dict[str, UUID]) -> None:
    draft(PHONES)
    waive()
    with pytest.raises(Conflict, match=r"catalogue\.already_waived"):
        waive()
    row = Waiver.objects.get()
    for change in ({}, {"reason": " ", "rule": "other"}, {"given_by_name": "", "rule": "other"}):
        again = Waiver.objects.get()
        again.pk = uuid4()
        for name, value in change.items():
            setattr(again, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)
    assert row.withdrawn_at is None


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_give_one_waiver(offices: dict[str, UUID]) -> None:
    draft(PHONES)

    def attempt(_: int) -> str:
        try:
            waive()
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "given"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == ["catalogue.already_waived", "given"]


def test_a_run_over_everything_keeps_findings_and_the_counts_of_the_day(
    offices: dict[str, UUID],
) -> None:
    version = draft(PHONES, ("/everyday", []))
    waive()
    services.publish_item(version, actor=OFFICER)
    Item.objects.update(findings=None)
    seen: list[str] = []
    for _ in range(2):
        services.lint_everything(lambda one: seen.append(one.code))
    assert seen == [CODE, CODE]
    assert Item.objects.get().findings == ["phones_same", "everyday_missing"]
    run = LintRun.objects.get()
    assert (run.on, run.checked) == (clock.today(), 1)
    counts = LintCount.objects.filter(run=run).order_by("rule")
    assert [(each.rule, each.found, each.waived) for each in counts] == [
        ("everyday_missing", 1, 0),
        ("phones_same", 1, 1),
    ]


def test_a_bundle_is_looked_at_again_when_an_item_of_it_changes(restaurant: UUID) -> None:
    from onevisit.catalogue.models import Bundle, BundleVersion
    from tests.catalogue.conftest import item_document

    bundle = Bundle.objects.get()
    before = list(bundle.findings)
    source = item_document("food_permit")
    document = source["document"]
    document["regime"]["promise"] = 20
    services.publish_item(
        services.save_item_draft(
            document, region=COUNTY, department=source["department"], actor=SYSTEM
        ),
        actor=OFFICER,
    )
    bundle.refresh_from_db()
    assert set(bundle.findings) == {*before, "bundle_promise_under_chain"}
    assert BundleVersion.objects.get(id=restaurant).state == "published"
