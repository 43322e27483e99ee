"""Public lists: derived from what is published, searched, paged, taken away as a spreadsheet."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.catalogue.models import Item
from onevisit.directory import services as directory
from onevisit.directory.rules import DepartmentDraft, RegionDraft
from onevisit.kernel.sheets import read_sheet
from tests.catalogue import publishable
from tests.factories.publishing import publish_item
from tests.guidance.test_pages import text

pytestmark = pytest.mark.django_db
COUNTY = "339921000000"
CODE = str(publishable.ITEM["code"])
FEE = {
    "name": "工本费",
    "basis": "某文件",
    "ways": ["1"],
    "rates": [
        {"since": "2020-01-01", "standard": "=10 元", "when": {"!": {"==": [1, 2]}}},
    ],
}
DERIVED = ("fees", "notice", "once", "zero", "immediate")


@pytest.fixture(autouse=True)
def offices(db: None) -> None:
    directory.register_regions([RegionDraft(COUNTY, "安澜县")], actor=SYSTEM)
    drafts = [
        DepartmentDraft("market", "安澜县市场监督管理局", "市场监管局", COUNTY),
        DepartmentDraft("civil", "安澜县民政局", "民政局", COUNTY),
    ]
    directory.register_departments(drafts, actor=SYSTEM)


def stand(number: int, *changes: tuple[str, Any], department: str = "market") -> None:
    """An item published with a code of its own."""
    code = f"{CODE[:-3]}{number:03}"
    document = publishable.changed(publishable.ITEM, (("/code", code), *changes))
    publish_item(
        services.save_item_draft(document, region=COUNTY, department=department, actor=SYSTEM)
    )


def county() -> None:
    """Four items, each of another kind."""
    stand(1)
    stand(2, ("/name", "摊位占道审批"), ("/declared_visits", 1), ("/online_depth", "3"))
    stand(3, ("/name", "食品摊贩换证"), ("/fee", "工本费 10 元"), ("/fees", [FEE]))
    stand(
        4,
        ("/name", "婚姻登记查询"),
        ("/kind", "1"),
        ("/review", "1"),
        ("/regime/promise", 0),
        ("/steps/1/limit", 0),
        ("/materials", []),
        ("/declared_visits", 2),
        ("/online_depth", "3"),
        department="civil",
    )


def shown(which: str, **asked: str) -> str:
    response = Client().get(f"/lists/{which}/", asked)
    assert response.status_code == 200
    return text(response)


@pytest.mark.parametrize(
    ("which", "there", "missing"),
    [
        ("fees", ["食品摊贩换证", "工本费：=10 元，依据：某文件"], ["食品摊贩登记", "占道"]),
        ("notice", ["食品摊贩登记", "摊位照片（可后补）", "另有 1 份"], []),
        ("once", ["食品摊贩登记", "摊位占道审批"], ["婚姻登记查询"]),
        ("zero", ["食品摊贩登记", "食品摊贩换证"], ["占道", "婚姻登记查询"]),
        ("immediate", ["婚姻登记查询", "当场办好"], ["食品摊贩登记"]),
    ],
)
def test_each_list_follows_from_what_is_published(
    which: str, there: list[str], missing: list[str]
) -> None:
    county()
    page = shown(which)
    assert all(each in page for each in there)
    assert not any(each in page for each in missing)


def test_visits_are_said_to_be_declared() -> None:
    county()
    for which in ("once", "zero"):
        assert "次数是各部门在目录里声明的，不是按流程算出来的" in shown(which)


def test_a_list_moves_with_the_next_version() -> None:
    stand(1)
    stand(1, ("/declared_visits", 1), ("/online_depth", "3"))
    assert "食品摊贩登记" not in shown("zero")
    assert "食品摊贩登记" in shown("once")


def test_words_and_department_narrow_and_what_is_odd_is_dropped() -> None:
    county()
    assert "婚姻登记查询" not in shown("notice", q="摊贩")
    page = shown("notice", q="摊贩 换证")
    assert "食品摊贩换证" in page and "食品摊贩登记" not in page
    assert "食品摊贩登记" not in shown("notice", department="civil")
    assert "食品摊贩登记" in shown("notice", department="nobody'--", q="\0", after="\0")
    assert "没有找到" in shown("notice", q="%")
    assert "没有找到" in shown("fees", q="登记")
    assert Client().get("/lists/nonsense/").status_code == 404
    assert Client().get("/lists/once/pdf/").status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_whole_list_is_taken_away_as_it_was_narrowed(form: str) -> None:
    county()

    def rows(which: str, **asked: str) -> list[list[str]]:
        response = Client().get(f"/lists/{which}/{form}/", asked)
        assert f".{form}" in response["Content-Disposition"]
        return [cells for _, cells in read_sheet(b"".join(response.streaming_content))]

    assert rows("fees")[0][:4] == ["事项编码", "事项名称", "部门", "收费项目"]
    assert [row[3:5] for row in rows("fees")[1:]] == [["工本费", "=10 元"]]
    assert [row[1] for row in rows("immediate", department="market")[1:]] == []
    assert len(rows("notice")) == 1 + 3 * 2, "a row for each material"


def test_a_long_list_goes_on_and_asks_as_often_however_long(
    golden: Callable[[str, str | bytes], None],
) -> None:
    county()

    def asked() -> str:
        lines = []
        for path in ("", *(f"{which}/" for which in DERIVED), "notice/?department=market&q=摊"):
            Client().get(f"/lists/{path}")
            with CaptureQueriesContext(connection) as queries:
                assert Client().get(f"/lists/{path}").status_code == 200
            lines.append(f"/lists/{path} {len(queries)}\n")
        return "".join(lines)

    few = asked()
    row = Item.objects.get(code=f"{CODE[:-3]}001")
    copies = []
    for number in range(100, 140):
        copy = Item.objects.get(pk=row.pk)
        copy.pk = copy.id = Item().id
        copy.code, copy.charged, copy.case_kind = f"{CODE[:-3]}{number}", True, "1"
        copies.append(copy)
    Item.objects.bulk_create(copies)
    first = Client().get("/lists/zero/").content.decode()
    assert first.count('<li><a href="/things/') == 30
    rest = Client().get("/lists/zero/", {"after": f"{CODE[:-3]}127"}).content.decode()
    assert rest.count('<li><a href="/things/') == 12
    assert "下一页" in first and "下一页" not in rest and "回到第一页" in rest
    assert asked() == few
    golden("list_queries.txt", few)
