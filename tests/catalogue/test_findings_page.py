"""目录检查: departments, rules, days, and the waiver form; for whoever keeps the catalogue."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.accounts import services as accounts
from onevisit.accounts.models import User
from onevisit.accounts.rules import SYSTEM, StaffDraft
from onevisit.catalogue import services
from onevisit.catalogue.models import Item, Waiver
from onevisit.kernel import clock
from tests.catalogue import publishable
from tests.catalogue.conftest import COUNTY
from tests.factories.publishing import publish_item, waive_all

pytestmark = pytest.mark.django_db
CODE = publishable.ITEM["code"]
PHONES = ("/texts/complaint_phone", "0580-5550111")


@pytest.fixture
def client(offices: dict[str, UUID]) -> Client:
    """A browser of the county's catalogue officer."""
    return browser("keeper", "catalogue_officer", COUNTY)


def browser(username: str, role: str, region: str) -> Client:
    user = accounts.create_staff(
        StaffDraft(username, "温静怡", role, region=region), password=None, actor=SYSTEM
    )
    client = Client()
    client.force_login(User.objects.get(id=user))
    return client


def stand(code: str, *changes: tuple[str, Any], department: str = "market") -> None:
    """An item published with what blocks it waived."""
    document = publishable.changed(publishable.ITEM, (("/code", code), *changes))
    publish_item(
        services.save_item_draft(document, region=COUNTY, department=department, actor=SYSTEM)
    )


def lint() -> None:
    services.lint_everything()


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(f"catalogue:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_departments_come_with_what_they_have_to_put_right(client: Client) -> None:
    assert "已发布的都合发布规则" in page(client, "findings")
    assert "还没有全面检查过" in page(client, "findings")
    stand(CODE, PHONES, ("/everyday", []))
    Waiver.objects.all().delete()
    lint()
    shown = page(client, "findings")
    assert "安澜县市场监督管理局" in shown
    assert '<span class="vh">必须改 </span>1' in shown


def test_departments_are_sifted_and_go_on_page_by_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(CODE, PHONES)
    stand("11339921000000012C4331031026001", ("/everyday", []), department="police")
    Waiver.objects.all().delete()
    for days in (1, 0):
        with clock.travel(clock.now() - timedelta(days=days)):
            lint()

    def named(query: str) -> list[str]:
        shown = page(client, "findings", query=query).partition("<tbody")[2]
        return re.findall(r"/catalogue/findings/([a-z]+)/", shown)

    assert named("") == ["market", "police"]
    assert named("?severity=block") == named("?rule=phones_same") == ["market"]
    assert named("?q=公安") == ["police"]
    assert named("?q=公安&rule=phones_same") == []
    assert named("?severity=odd&rule=odd&after=odd") == ["market", "police"]
    shown = page(client, "findings", query="?rule=phones_same")
    assert "咨询电话与投诉电话相同 (1)" in shown and "合计：必须改 1，建议改 0" in shown
    assert "findings/market/?rule=phones_same" in shown, "the way on keeps the rule"
    assert "必须改和建议改的，从" in shown and "的 1 处。" in shown, "the trend of this rule"
    monkeypatch.setattr("onevisit.catalogue.queries.findings.PAGE", 1)
    assert named("") == ["market"]
    assert '?after=market"' in page(client, "findings")
    assert named("?after=market") == ["police"]


def test_a_rule_lists_its_things_with_place_and_what_stands_there(client: Client) -> None:
    stand(CODE, PHONES)
    shown = page(client, "findings-department", "market", query="?rule=phones_same")
    assert "咨询电话与投诉电话相同" in shown
    assert "投诉电话换成另一个号码" in shown
    assert "05805550111" in shown
    assert reverse("catalogue:finding", args=[CODE]) in shown


def test_the_days_show_a_trend(client: Client) -> None:
    stand(CODE, PHONES, ("/everyday", []))
    with clock.travel(clock.now() - timedelta(days=1)):
        lint()
    Waiver.objects.all().delete()
    lint()
    shown = page(client, "findings-department", "market")
    assert "比上一次 +1" in shown
    assert shown.count('<td class="n">') == 6, "two days of three figures"
    assert "必须改和建议改的，从" in shown and '<polyline class="ln"' in shown


def test_an_officer_waives_and_withdraws_on_the_page(client: Client) -> None:
    stand(CODE, PHONES)
    Waiver.objects.all().delete()
    url = reverse("catalogue:waive", args=[CODE])
    refused = client.post(url, {"rule": "phones_same", "reason": " "})
    assert refused.status_code == 422
    assert "豁免要写理由" in refused.content.decode()
    assert client.post(url, {"rule": "phones_same", "reason": "总机转接。"}).status_code == 302
    assert client.post(url, {"rule": "phones_same", "reason": "再来。"}).status_code == 409
    shown = page(client, "finding", CODE)
    assert "总机转接。" in shown and "温静怡" in shown and "为第 1 版豁免" in shown
    waiver = Waiver.objects.get()
    ended = client.post(reverse("catalogue:withdraw", args=[waiver.id]))
    assert ended.headers["Location"] == reverse("catalogue:finding", args=[CODE])
    assert "署名豁免" in page(client, "finding", CODE)


def test_a_waiver_of_what_holds_by_now_is_still_shown(client: Client) -> None:
    version = services.save_item_draft(
        publishable.changed(publishable.ITEM, (PHONES,)),
        region=COUNTY,
        department="market",
        actor=SYSTEM,
    )
    waive_all(version)
    services.save_item_draft(publishable.ITEM, region=COUNTY, department="market", actor=SYSTEM)
    shown = page(client, "finding", CODE)
    assert "第 1 版草稿" in shown
    assert "已经合规，豁免可以撤回。" in shown


def test_a_keeper_of_another_place_sees_nothing_of_it(
    client: Client, offices: dict[str, UUID]
) -> None:
    stand(CODE, PHONES)
    other = browser("elsewhere", "catalogue_officer", "330000000000")
    assert "安澜县市场监督管理局" in page(other, "findings"), "the province holds the county"
    town = browser("town", "catalogue_officer", "339921001000")
    assert "安澜县市场监督管理局" not in page(town, "findings")
    assert "咨询电话" not in page(
        town, "findings-department", "market", query="?rule=phones_same"
    ).replace("咨询电话与投诉电话相同", "")
    assert town.get(reverse("catalogue:finding", args=[CODE])).status_code == 403


def test_a_long_list_goes_on_after_its_last_code(client: Client) -> None:
    stand(CODE, PHONES)
    row = Item.objects.get()
    copies = []
    for n in range(60):
        copy = Item.objects.get(pk=row.pk)
        copy.pk, copy.code = None, f"{CODE}-{n:03}"
        copy.id = Item().id
        copies.append(copy)
    Item.objects.bulk_create(copies)
    first = page(client, "findings-department", "market", query="?rule=phones_same")
    assert first.count("data-row ") == 50
    after = f"&after={CODE}-048"
    rest = page(client, "findings-department", "market", query=f"?rule=phones_same{after}")
    assert rest.count("data-row ") == 11
    assert "下一页" in first and "下一页" not in rest


def test_pages_ask_as_often_however_much_there_is(
    client: Client, golden: Callable[[str, str | bytes], None]
) -> None:
    stand(CODE, PHONES, ("/everyday", []))
    for days in (3, 2):
        with clock.travel(clock.now() - timedelta(days=days)):
            lint()

    def asked() -> str:
        lines = []
        for name, args, query in (
            ("findings", (), ""),
            ("findings-department", ("market",), ""),
            ("findings-department", ("market",), "?rule=phones_same"),
            ("finding", (CODE,), ""),
        ):
            page(client, name, *args, query=query)
            with CaptureQueriesContext(connection) as queries:
                page(client, name, *args, query=query)
            lines.append(f"{name}{query} {len(queries)}\n")
        return "".join(lines)

    few = asked()
    for n in range(1, 6):
        stand(f"11339921000000115X433103102600{n}", PHONES, ("/catalogue_code", ""))
    lint()
    assert asked() == few
    golden("catalogue_queries.txt", few)
