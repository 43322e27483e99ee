"""An office takes its items out in a workbook, edits a cell, brings it back, and takes it back."""

from pathlib import Path

from playwright.sync_api import expect

from onevisit.kernel.sheets import Column, Page, as_book, read_book
from tests.browser.fixtures import Visit
from tests.browser.steps import expect_accessible

HOURS = "工作日 8:30—18:00"


def edited(path: Path) -> bytes:
    """The workbook with other hours for its first item."""
    sheets = read_book(path.read_bytes())
    rows = {sheet.name: [list(row.cells) for row in sheet.rows] for sheet in sheets}
    head, _notes, first, *_rest = rows["事项"]
    first[head.index("办公时间")] = HOURS
    pages = [Page(name, [Column(each) for each in r[0]], r[1:]) for name, r in rows.items()]
    return b"".join(as_book(pages))


def test_a_cell_edited_in_a_workbook_is_a_draft_and_is_taken_back(visit: Visit) -> None:
    visitor = visit("catalogue")
    page = visitor.go("/catalogue/items/?show=all&q=小餐饮").page
    page.locator("input[name=code]").first.check()
    with page.expect_download() as taken:
        page.get_by_role("button", name="选的导出到表格").click()
    page = visitor.go("/catalogue/book/").page
    expect_accessible(visitor)
    book = {"name": "改.xlsx", "mimeType": "application/zip", "buffer": edited(taken.value.path())}
    page.locator("input[type=file]").set_input_files(book)  # type: ignore[arg-type]
    page.get_by_role("button", name="传上来看看").click()
    expect(page.locator("main")).to_contain_text(f"改成“{HOURS}”")
    expect_accessible(visitor)
    page.keyboard.press("F8")
    expect(page.locator("main")).to_contain_text("改了 1 个")
    expect_accessible(visitor)
    page.get_by_role("button", name="全部收回").click()
    expect(page.locator("#messages")).to_contain_text("已收回 1 个的改动")
