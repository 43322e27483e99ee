"""Powers with duties, the negative list and funds: kept by officers, imported, shown, linked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import GrantFact, Scope
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import Fund, Power
from onevisit.catalogue.rules.registers import COLUMNS, Duty, Register, read_row, sheet_columns
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.kernel.sheets import as_csv, as_xlsx
from tests.catalogue.test_findings_page import browser
from tests.factories.publishing import OFFICER
from tests.factories.standards import COUNTY, ENTRY, OTHER, TOWN, power, stand, towns

pytestmark = pytest.mark.django_db
FUND = {
    "code": "Z01",
    "name": "高龄津贴资金",
    "department": "安澜县民政局",
    "purpose": "发津贴。",
    "year": "2026",
    "amount": "1860",
    "basis": "=某办法",
}


@pytest.fixture(autouse=True)
def there(offices: dict[str, UUID]) -> None:
    """The county's offices."""


def heads(register: Register) -> list[str]:
    return [each.head for each in sheet_columns(register)]


def sheet(register: Register, *rows: dict[str, str]) -> bytes:
    cells = [[row.get(each.key, "") for each in sheet_columns(register)] for row in rows]
    return b"".join(as_xlsx(heads(register), cells))


def test_a_row_is_kept_changed_and_ended_on_record() -> None:
    row_id = power(ENTRY)
    row = queries.register_row(Register.POWERS, row_id)
    assert (row.values["kind"], row.values["codes"], row.revision) == ("07", [ENTRY], 1)
    assert row.duties == (Duty("审查", "按期办结。", "同上第十九条", "超期不办的。"),)
    with pytest.raises(Conflict, match=r"catalogue\.row_twice"):
        power(ENTRY)
    services.end_row(Register.POWERS, row_id=row_id, seen=1, actor=OFFICER)
    assert queries.register_list(Register.POWERS) == ()
    with pytest.raises(Conflict, match=r"catalogue\.row_moved_on"):
        services.end_row(Register.POWERS, row_id=row_id, seen=1, actor=OFFICER)
    with pytest.raises(NotFound, match=r"catalogue\.no_such_row"):
        services.end_row(Register.FUNDS, row_id=row_id, seen=1, actor=OFFICER)
    assert AuditEntry.objects.filter(action__in=["catalogue.save_row", "catalogue.end_row"])


def test_what_is_wrong_with_a_row_is_told_by_column() -> None:
    cells = {"code": "甲", "kind": "许可证", "department": "market", "reaches_down": "也许"}
    with pytest.raises(Invalid) as refusal:
        services.save_row(Register.POWERS, cells=cells, duties=[Duty("")], actor=OFFICER)
    assert {
        (each.place, each.code.removeprefix("catalogue.")) for each in refusal.value.problems
    } == {
        ("code", "cell_not_a_code"),
        ("name", "cell_missing"),
        ("kind", "cell_unknown"),
        ("basis", "cell_missing"),
        ("reaches_down", "cell_unknown"),
        ("duty", "cell_missing"),
    }
    elsewhere = GrantFact("catalogue_officer", Scope(region=TOWN))
    with pytest.raises(Refused, match=r"accounts\.not_permitted"):
        services.save_row(Register.FUNDS, cells=FUND, actor=replace(OFFICER, grants=(elsewhere,)))


@given(st.dictionaries(st.sampled_from([c.key for c in COLUMNS[Register.FUNDS]]), st.text()))
def test_nothing_typed_is_ever_more_than_refused(cells: dict[str, str]) -> None:
    for register in Register:
        try:
            read_row(register, cells)
        except Invalid as error:
            assert error.problems


def test_a_sheet_is_taken_in_whole_and_again_changes_nothing() -> None:
    data = sheet(Register.FUNDS, FUND, FUND | {"code": "Z02", "name": "另一笔"})

    def taken(data: bytes) -> tuple[int, int, int]:
        done = services.import_rows(Register.FUNDS, data=data, actor=OFFICER)
        return done.made, done.changed, done.same

    assert taken(data) == (2, 0, 0)
    assert taken(data) == (0, 0, 2)
    assert taken(sheet(Register.FUNDS, FUND | {"amount": "2000"})) == (0, 1, 0)
    assert Fund.objects.get(code="Z01").amount == 2000
    assert Fund.objects.get(code="Z02").amount == 1860


def test_one_wrong_cell_keeps_the_whole_sheet_out_and_is_named() -> None:
    wrong = [
        FUND,
        FUND | {"code": "Z02", "amount": "很多"},
        FUND | {"code": "Z03", "name": ""},
    ]
    with pytest.raises(Invalid) as refusal:
        services.import_rows(Register.FUNDS, data=sheet(Register.FUNDS, *wrong), actor=OFFICER)
    assert [each.place for each in refusal.value.problems] == ["3/金额（万元）", "4/名称"]
    for rows, place in (
        ([FUND, FUND], "3/编码"),
        ([FUND | {"department": "没有的局"}], "2/部门"),
    ):
        with pytest.raises(Invalid) as refusal:
            services.import_rows(Register.FUNDS, data=sheet(Register.FUNDS, *rows), actor=OFFICER)
        assert [each.place for each in refusal.value.problems] == [place]
    with pytest.raises(Invalid) as refusal:
        services.import_rows(
            Register.FUNDS, data=b"".join(as_csv(["名称"], [["甲"]])), actor=OFFICER
        )
    assert {each.place for each in refusal.value.problems} >= {"1/编码", "1/用途"}
    assert not Fund.objects.exists()


def test_a_power_has_a_row_for_each_duty_and_comes_back_as_it_went() -> None:
    cells = {
        "code": ENTRY,
        "name": "食品摊贩登记",
        "department": "market",
        "kind": "其他行政权力",
        "basis": "某办法第三条",
        "reaches_down": "是",
    }
    rows = [cells | {"duty": each, "duty_basis": "某办法"} for each in ("受理", "监管")]
    services.import_rows(Register.POWERS, data=sheet(Register.POWERS, *rows), actor=OFFICER)
    (row,) = queries.register_list(Register.POWERS)
    assert [each.name for each in row.duties] == ["受理", "监管"]
    gone_out = Client().get("/lists/powers/xlsx/")
    data = b"".join(gone_out.streaming_content)
    done = services.import_rows(Register.POWERS, data=data, actor=OFFICER)
    assert (done.made, done.changed, done.same) == (0, 0, 1)


def test_a_sheet_says_nothing_of_columns_it_lacks_and_one_thing_of_each_power() -> None:
    row_id = power(ENTRY, name="食品摊贩登记", codes="330000000009")
    told = ["编码", "名称", "部门", "类型", "实施依据"]
    row = [f" {ENTRY}", "食品摊贩登记", "market", "行政确认", "新办法第五条"]

    def taken(heads: list[str], *rows: list[str]) -> services.Imported:
        data = b"".join(as_csv(heads, rows))
        return services.import_rows(Register.POWERS, data=data, actor=OFFICER)

    done = taken([*told, "责任事顶"], [*row, "受理"])
    assert (done.made, done.changed, done.same) == (0, 1, 0)
    assert done.unread == ("责任事顶",)
    kept = queries.register_row(Register.POWERS, row_id)
    assert kept.values["basis"] == "新办法第五条"
    assert kept.values["codes"] == ["330000000009"]
    assert [each.name for each in kept.duties] == ["审查"]
    with pytest.raises(Invalid) as refusal:
        taken([*told, "责任事项"], [*row, "受理"])
    assert [each.place for each in refusal.value.problems] == [
        "1/责任内容",
        "1/责任依据",
        "1/追责情形",
    ]
    with pytest.raises(Invalid) as refusal:
        taken(told, row, [ENTRY, "", "market", "", ""], [ENTRY, "别的权力", *row[2:]])
    assert [(each.place, each.code, each.facts) for each in refusal.value.problems] == [
        ("4/名称", "catalogue.cell_differs", {"first": 2})
    ]


def test_a_power_justifies_the_items_of_its_office_and_if_it_reaches_down_of_the_towns() -> None:
    towns()
    versions = {region: stand(region) for region in (COUNTY, TOWN, OTHER)}
    assert queries.justified() is None, "nobody keeps a list"

    def blamed() -> set[str]:
        return {
            region
            for region, version in versions.items()
            if "power_missing" in {each.rule for each in queries.findings_of(version)}
        }

    assert blamed() == set()
    first = power("330000000001")
    assert blamed() == {COUNTY, TOWN, OTHER}
    services.end_row(Register.POWERS, row_id=first, seen=1, actor=OFFICER)
    row_id = power(ENTRY)
    assert blamed() == {TOWN, OTHER}
    assert [each.region for each in queries.items_of_power(row_id)] == [COUNTY]
    cells = {
        "code": ENTRY,
        "name": "食品摊贩登记",
        "department": "market",
        "kind": "10",
        "basis": "某办法",
        "reaches_down": "是",
    }
    services.save_row(Register.POWERS, cells=cells, row_id=row_id, seen=1, actor=OFFICER)
    assert blamed() == set()
    assert len(queries.items_of_power(row_id)) == 3
    services.lint_everything()
    keeper = browser("keeper", "catalogue_officer", COUNTY)
    code = queries.items_of_power(row_id)[0].code
    found = body(keeper.get(reverse("catalogue:finding", args=[code])))
    assert reverse("catalogue:register-row", args=["powers", row_id]) in found
    guide = Client().get(reverse("guidance:guide", args=[queries.items_of_power(row_id)[0].code]))
    assert reverse("guidance:power", args=[row_id]) in guide.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_do_not_write_over_one_another() -> None:
    row_id = services.save_row(Register.FUNDS, cells=FUND, actor=OFFICER)

    def attempt(amount: int) -> str:
        try:
            services.save_row(
                Register.FUNDS,
                cells=FUND | {"amount": str(amount)},
                row_id=row_id,
                seen=1,
                actor=OFFICER,
            )
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, (1, 2))) == ["catalogue.row_moved_on", "saved"]


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


def test_an_officer_keeps_a_list_on_the_pages() -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    listed, new = (
        reverse(f"catalogue:{name}", args=["funds"]) for name in ("register", "register-new")
    )
    cells = FUND | {"department": "civil", "seen": "0"}
    assert "没有填" in body(client.post(new, cells | {"purpose": ""}), 422)
    assert client.post(new, cells).status_code == 302
    assert "高龄津贴资金" in body(client.get(listed, {"q": "高龄"}))
    assert "清单里没有这样的一项" in body(client.get(listed, {"q": "没有"}))
    row = reverse("catalogue:register-row", args=["funds", Fund.objects.get().id])
    assert "1860" in body(client.get(row))
    assert client.post(row, cells | {"amount": "9", "seen": "1"}).status_code == 302
    assert "刚改过这一项" in body(client.post(row, cells | {"seen": "1"}), 409)
    upload = reverse("catalogue:register-import", args=["funds"])
    wrong = SimpleUploadedFile("a.xlsx", sheet(Register.FUNDS, FUND | {"year": "去年"}))
    assert "第 2 行，年度：「去年」不是整数" in body(client.post(upload, {"file": wrong}), 422)
    assert body(client.post(upload), 422)
    right = SimpleUploadedFile("a.xlsx", sheet(Register.FUNDS, FUND))
    assert client.post(upload, {"file": right}).status_code == 302
    assert client.get(reverse("catalogue:register-template", args=["funds"])).status_code == 200
    end = reverse("catalogue:register-end", args=["funds", Fund.objects.get().id])
    assert "放回清单" in body(client.post(end, {"seen": "3"}, follow=True))
    assert Fund.objects.get().ended_on is not None
    assert "高龄津贴资金" not in body(client.get(listed))
    assert "高龄津贴资金" in body(client.get(listed, {"ended": "1"}))
    assert client.post(row, cells | {"seen": "4"}).status_code == 302
    assert "高龄津贴资金" in body(client.get(listed))
    assert client.get(reverse("catalogue:register", args=["nonsense"])).status_code == 404
    powers = reverse("catalogue:register-new", args=["powers"])
    given = {
        "code": "330231001000",
        "name": "对无证经营的处罚",
        "department": "market",
        "kind": "02",
        "basis": "《中华人民共和国食品安全法》第一百二十二条",
        "reaches_down": "否",
        "duty": ["立案", ""],
        "duty_content": ["及时立案。", ""],
        "duty_basis": ["", ""],
        "duty_accountability": ["", ""],
    }
    assert client.post(powers, given).status_code == 302
    assert Power.objects.get().duties.count() == 1


def test_everybody_reads_the_lists_and_a_power(
    golden: Callable[[str, str | bytes], None],
) -> None:
    row_id = power(ENTRY)
    services.save_row(Register.FUNDS, cells=FUND, actor=OFFICER)
    cells = {
        "code": "N1",
        "name": "新建燃煤小火电",
        "department": "market",
        "sector": "电力",
        "measure": "禁止",
        "basis": "某目录",
    }
    services.save_row(Register.NEGATIVE, cells=cells, actor=OFFICER)
    assert "禁止投资" in body(Client().get("/lists/negative/"))
    assert "1860 万元" in body(Client().get("/lists/funds/"))
    assert "1 项责任" in body(Client().get("/lists/powers/"))
    assert "超期不办的" in body(Client().get(reverse("guidance:power", args=[row_id])))
    assert Client().get(reverse("guidance:power", args=[uuid4()])).status_code == 404

    def asked() -> str:
        lines = []
        for path in ("/lists/powers/", "/lists/negative/", "/lists/funds/", f"/powers/{row_id}/"):
            body(Client().get(path))
            with CaptureQueriesContext(connection) as found:
                body(Client().get(path))
            lines.append(f"{path.replace(str(row_id), '…')} {len(found)}\n")
        return "".join(lines)

    few = asked()
    for number in range(35):
        power(f"3302310020{number:02}", name="摊贩管理")
    assert asked() == few
    page = body(Client().get("/lists/powers/"))
    assert "下一页" in page
    last = queries.register_list(Register.POWERS, limit=30)[-1]
    rest = body(Client().get("/lists/powers/", {"after": f"{last.code}|{last.id}"}))
    assert rest.count("1 项责任") == 6
    golden("register_queries.txt", few)
