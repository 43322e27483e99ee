"""A new officer makes an item with three situations from nothing, another approves it, and a
citizen finds it and sees the right list in each of the three.

The officer has no mouse: Tab leads to every box and button, and whoever looks sees where they are.
`Walk` counts pages and keys: the test holds them to a bound, since nobody who must load or type
more is done within ten minutes.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.fixtures import Visit
from tests.browser.keyboard import Keyboard
from tests.browser.steps import expect_accessible
from tests.browser.visitor import Visitor

NAME = "临时摆摊备案"
CODE = "330174088000"
PAPERS = ("摊位照片", "健康证明", "自产自销证明")
ASKED = {
    "吃的": {"摊位照片", "健康证明"},
    "自家种的农产品": {"摊位照片", "自产自销证明"},
    "别的东西": {"摊位照片"},
}
"""What is sold → what must be brought."""
MOST_PAGES = 40
MOST_TABS = 200
MOST_SECONDS = 600
SECONDS_A_PAGE, SECONDS_A_FIELD, CHARACTERS_A_SECOND = 4, 2, 1.5
"""How long a practised reader looks at a page and finds a field, and types Chinese (90 characters a
minute, with the choice of words).
"""


@dataclass
class Walk:
    """One officer at the keyboard, and what it costs."""

    visitor: Visitor
    pages: int = 0
    fields: int = 0
    characters: int = 0

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def seconds(self) -> float:
        """An estimate for a person, not the time the machine takes."""
        typing = self.characters / CHARACTERS_A_SECOND
        return self.pages * SECONDS_A_PAGE + self.fields * SECONDS_A_FIELD + typing

    def press(self, key: str) -> None:
        """A key of the page, which leads to a page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.pages += 1

    def click(self, button: Locator) -> None:
        """A button or a link that has been gone to, which leads to a page."""
        self.reach(button)
        self.press("Enter")

    def reach(self, target: Locator) -> None:
        """Go there by Tab."""
        keys = Keyboard(self.visitor)
        keys.tab_to(target, most=MOST_TABS)
        keys.expect_focus_shown()

    def write(self, **fields: str) -> None:
        """Type into boxes, by the place they stand for (two underscores are a dot)."""
        for name, text in fields.items():
            self.reach(self.box(name))
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
            self.fields += 1
            self.characters += len(text)

    def choose(self, **fields: str) -> None:
        """Go through a list by arrows to what is shown."""
        for name, label in fields.items():
            box = self.box(name)
            self.reach(box)
            shown, now = box.evaluate("e => [[...e.options].map(o => o.label), e.selectedIndex]")
            way = shown.index(label) - now
            for _ in range(abs(way)):
                self.page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")
            expect(box.locator("option:checked")).to_have_text(label)
            self.fields += 1

    def tick(self, *boxes: Locator) -> None:
        """Tick boxes, or take one of several answers."""
        for box in boxes:
            self.reach(box)
            self.page.keyboard.press("Space")
            expect(box).to_be_checked()
            self.fields += 1

    def labelled(self, *labels: str) -> list[Locator]:
        """Boxes by what stands beside them."""
        return [self.page.get_by_label(label, exact=True) for label in labels]

    def box(self, name: str) -> Locator:
        """The input of a place."""
        return self.page.locator(f'[id="f-{name.replace("__", ".")}"]')

    def only_warnings(self) -> None:
        """Nothing in this section must be put right."""
        tab = self.page.locator("#tabs a[aria-current]")
        expect(tab.locator(".tag.bad")).to_have_count(0)


def test_an_item_with_three_situations_from_nothing_to_the_citizen(visit: Visit) -> None:
    walk = Walk(visit("catalogue"))
    begin(walk)
    basics(walk)
    situations(walk)
    materials(walk)
    the_rest(walk)
    preview(walk)
    submit(walk)
    assert walk.pages <= MOST_PAGES, walk
    assert walk.seconds <= MOST_SECONDS, walk
    approve(visit("catalogue2"))
    citizen(visit())


def begin(walk: Walk) -> None:
    walk.visitor.go("/catalogue/items/")
    walk.press("F2")
    expect_accessible(walk.visitor)
    walk.write(name=NAME, code=CODE)
    walk.choose(department="安澜县综合行政执法局")
    walk.page.reload()  # nothing is on the server yet, and nothing typed is lost
    expect(walk.box("name")).to_have_value(NAME)
    expect(walk.page.get_by_text("上次写到一半的还在")).to_be_visible()
    walk.press("Control+s")


def basics(walk: Walk) -> None:
    expect_accessible(walk.visitor)
    walk.write(short_name="摆摊备案", declared_visits="0")
    walk.choose(review="前审后批", processing="出文办结（其他文书）")
    walk.choose(online_depth="三级：可以网上申请、受理", postal_application="否")
    walk.tick(*walk.labelled("企业", "创业", "准营准办"))
    walk.press("Control+s")
    walk.only_warnings()
    walk.press("F8")
    walk.write(regime__legal="20", regime__promise="3", regime__basis="《行政许可法》第四十二条")
    walk.press("F8")


def situations(walk: Walk) -> None:
    """One question with three answers."""
    walk.click(walk.page.get_by_role("button", name="加一个问题"))
    walk.write(questions__0__label="您要卖什么？", questions__0__short="卖什么")
    for at, answer in enumerate(ASKED):
        walk.click(walk.page.get_by_role("button", name="加一个选项"))
        walk.write(**{f"questions__0__options__{at}__label": answer})
    expect_accessible(walk.visitor)
    walk.press("F8")


def materials(walk: Walk) -> None:
    """Four papers, one of them from the library, two of them asked in one case each."""
    walk.write(new="\n".join(PAPERS))
    walk.tick(walk.page.locator("#shelf").get_by_label(re.compile("^身份证明")))
    walk.press("Control+s")
    expect_accessible(walk.visitor)
    rows = walk.page.locator("fieldset.line")
    expect(rows).to_have_count(4)
    for paper, answer in (("健康证明", "吃的"), ("自产自销证明", "自家种的农产品")):
        at = row_of(walk, paper)
        row = rows.nth(at)
        walk.reach(row.locator("details", has_text="什么情况下要").first.locator("summary").first)
        walk.page.keyboard.press("Enter")
        walk.choose(**{f"materials__{at}__when__new": "卖什么"})
        walk.click(row.get_by_role("button", name="加条件"))
        walk.choose(**{f"materials__{at}__when__0": answer})
        walk.write(**{f"materials__{at}__why_not": f"不卖{answer}，不用这一份。"})
        walk.press("Control+s")
    for paper in PAPERS:
        at = row_of(walk, paper)
        walk.choose(**{f"materials__{at}__source__kind": "申请人自备"})
    walk.press("F8")


def row_of(walk: Walk, paper: str) -> int:
    """Which row of the list the paper is."""
    names = walk.page.locator("fieldset.line > legend").all_inner_texts()
    return next(at for at, name in enumerate(names) if paper in name)


def the_rest(walk: Walk) -> None:
    """Steps are there; results, fees, the guide, its basis, a question people ask, names."""
    walk.write(steps__2__limit="2", steps__3__limit="1")
    walk.press("F8")
    walk.press("F8")  # no form beside the materials
    walk.click(walk.page.get_by_role("button", name="加一个结果"))
    walk.write(results__0__name="临时摆摊备案通知书", results__0__sample="窗口有样本")
    walk.choose(results__0__kind="文")
    walk.press("F8")
    walk.write(fee="不收费")
    walk.press("F8")
    walk.write(
        texts__summary="在指定的地方摆摊，网上备案，3 个工作日办好，不用跑。",
        texts__conditions="在县里划定的摆摊点经营的个人和企业。",
        texts__deferral="都不能后补。",
        texts__location="政务服务中心二楼 12 号窗口",
        texts__hours="工作日 9:00—17:00",
        texts__consult_phone="0580-5550120",
        texts__complaint_phone="12345",
    )
    walk.press("Control+s")
    walk.only_warnings()
    walk.press("F8")
    walk.write(texts__legal_basis="《浙江省城市市容和环境卫生管理条例》第十六条")
    walk.press("F8")
    walk.press("F8")  # a question people ask is for permits
    walk.write(everyday="摆地摊\n夜市摆摊")
    walk.press("Control+s")


def preview(walk: Walk) -> None:
    """One situation as the citizen will meet it."""
    walk.press("Alt+p")
    expect(walk.page.get_by_text("群众还看不到").first).to_be_visible()
    walk.click(walk.page.get_by_role("link", name="开始办理").first)
    walk.tick(walk.page.get_by_label("吃的"))
    walk.click(walk.page.locator("form.ask button"))
    expect(walk.page.get_by_text("健康证明").first).to_be_visible()
    expect_accessible(walk.visitor)
    walk.click(walk.page.get_by_role("link", name="回去改"))


def submit(walk: Walk) -> None:
    walk.click(walk.page.get_by_role("link", name="检查，提交审核"))
    expect(walk.page.locator(".marks .tag.bad")).to_have_count(0)
    expect_accessible(walk.visitor)
    walk.write(note="新增事项。")
    walk.press("F8")
    expect(walk.page.locator("#messages")).to_contain_text("已提交审核")


def approve(visitor: Visitor) -> None:
    """Another officer, who had no hand in it, at a small screen."""
    page = visitor.go("/catalogue/reviews/").page
    page.set_viewport_size({"width": 390, "height": 844})
    keys = Keyboard(visitor)
    keys.tab_to(page.locator("tr[data-row]").first)
    keys.expect_focus_shown()
    page.get_by_role("link", name=NAME).first.click()
    expect(page.locator("main")).to_contain_text("健康证明")
    page.locator("main").get_by_role("button", name="批准").click()
    expect(page.locator("#messages")).to_contain_text("发布")


def citizen(visitor: Visitor) -> None:
    """Found by what people say; each situation asks for its own papers."""
    page = visitor.go("/search/?q=摆地摊").page
    page.locator("main").get_by_role("link", name=NAME).first.click()
    guide = visitor.path
    for answer, wanted in ASKED.items():
        visitor.go(f"{guide}questions/")
        if "/checklist/" in visitor.path:
            visitor.go(f"{guide}questions/{question(visitor, guide)}/")
        page.get_by_label(answer).check()
        page.locator("form.ask button").click()
        page.wait_for_url("**/checklist/")
        brought = page.locator("section.grp", has_text="要您提供")
        shown = {paper for paper in PAPERS if brought.get_by_text(paper).count()}
        assert shown == wanted, answer


def question(visitor: Visitor, guide: str) -> str:
    """The key of the only question, read from the page of answers."""
    link = visitor.go(f"{guide}answers/").page.get_by_role("link", name="修改").first
    return str(link.get_attribute("href")).rstrip("/").rpartition("/")[2]
