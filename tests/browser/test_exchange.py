"""The director of the next county loads their catalogue file, and the same hour a citizen finds the
items by what they are called, and the director reads what the publish rules say of them.
"""

import io
import json
import zipfile

from playwright.sync_api import FilePayload, expect

from tests.browser.fixtures import Visit
from tests.browser.steps import expect_accessible
from tests.browser.visitor import PHONE, Visitor

OFFICE = "海屿县海洋渔业局"
NAME, PAPER = "渔排养殖登记", "渔排平面图"
OFFICE_CODE = "11339922MB0000007P"
_WAIT = 60_000
"""Milliseconds a worker may take to come to it."""


def task(number: int, name: str) -> dict[str, str]:
    catalogue = f"0001{number:08d}"
    return {
        "row_guid": f"h-{number}",
        "cd_operation": "I",
        "catalog_code": catalogue,
        "task_code": f"{OFFICE_CODE}4{catalogue}",
        "task_name": name,
        "task_type": "01",
        "use_level": "4",
        "dept_name": OFFICE,
        "dept_code": OFFICE_CODE,
        "server_type": "1",
        "project_type": "2",
        "anticipate_day": "20",
        "anticipate_type": "1",
        "promise_day": "3",
        "promise_type": "1",
        "limit_scene_num": "0",
        "accept_condition": "在划定的海区养殖的渔户。",
    }


def catalogue_file() -> bytes:
    """Two items, one without a name, and a material."""
    material = {
        "row_guid": "m-1",
        "task_guid": "h-1",
        "material_name": PAPER,
        "material_type": "1",
        "is_need": "1",
        "source_type": "10",
        "order_num": "1",
    }
    tables = {
        "up_task_general_basic": [task(1, NAME), task(2, "海岛民宿备案"), task(3, "")],
        "up_task_general_material": [material],
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, rows in tables.items():
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            archive.writestr(f"{name}.jsonl", "".join(lines))
    return data.getvalue()


def test_a_county_loads_its_file_and_has_pages_findings_and_guides(visit: Visit) -> None:
    director = visit("haiyu")
    load(director)
    found(visit(viewport=PHONE))
    findings(director)


def load(director: Visitor) -> None:
    """Upload, look, start, and read the report."""
    page = director.go("/catalogue/findings/").page
    page.get_by_role("link", name="导入导出").first.click()
    expect_accessible(director)
    payload: FilePayload = {
        "name": "海屿县目录.zip",
        "mimeType": "application/zip",
        "buffer": catalogue_file(),
    }
    page.get_by_label("选文件").set_input_files(payload)
    page.get_by_role("button", name="上传，先核对").click()
    start = page.get_by_role("button", name="开始导入")
    expect(start).to_be_visible(timeout=_WAIT)
    expect(page.locator("main")).to_contain_text("现在还什么都没有写入")
    expect(page.get_by_role("link", name="新增")).to_contain_text("3")
    expect_accessible(director)
    page.keyboard.press("F8")
    report = page.get_by_role("link", name="下载报告 CSV")
    expect(report).to_be_visible(timeout=_WAIT)
    refused = page.locator("main tbody tr")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("第 3 行")
    expect(refused).to_contain_text("再导一次")
    expect_accessible(director)
    assert NAME not in director.text()
    assert len(director.fetch("下载报告 CSV").decode("utf-8-sig").splitlines()) == 4


def found(citizen: Visitor) -> None:
    """By the words of its name, on a phone."""
    page = citizen.go("/search/?q=渔排养殖").page
    page.locator("main").get_by_role("link", name=NAME).first.click()
    for told in (PAPER, "在划定的海区养殖的渔户", "承诺 3 个工作日", OFFICE):
        expect(page.locator("main")).to_contain_text(told)


def findings(director: Visitor) -> None:
    """The new department, its rules that do not hold, and one of its items."""
    page = director.go("/catalogue/findings/").page
    page.get_by_role("link", name=OFFICE).click()
    page.locator("main tbody a").first.click()
    page.get_by_role("link", name=NAME).first.click()
    expect(page.locator("main")).to_contain_text(NAME)
    expect_accessible(director)
