"""From plain words to one's own checklist, without an account, with and without scripts."""

import pytest

from tests.browser.fixtures import Visit
from tests.browser.steps import CAFE, FOUR_PARTS, RESTAURANT, answer_questions, expect_accessible
from tests.browser.visitor import PHONE, Visitor


@pytest.mark.parametrize("words", ["想开个小饭馆", "开饭店", "xiangkaigefanguan", "kbcyd"])
def test_everyday_words_find_the_restaurant(visit: Visit, words: str) -> None:
    visitor = visit().go("/search/")
    box = visitor.page.locator("main input[name=q]")
    box.fill(words)
    box.press("Enter")
    visitor.page.wait_for_url("**q=*")
    visitor.page.locator("main .list a").first.click()
    assert visitor.path == f"/things/{RESTAURANT}/"


def test_finding_nothing_helps_on(visit: Visit) -> None:
    visitor = visit().go("/search/?q=qqqqzzzz")
    expect_accessible(visitor)
    assert visitor.page.locator("main").get_by_role("link").count() > 0


def begin(visitor: Visitor) -> Visitor:
    """At the first question, from the guide."""
    visitor.go(f"/things/{RESTAURANT}/")
    visitor.page.get_by_role("link", name="开始办理").first.click()
    return visitor


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_answers_lead_to_a_checklist_of_ones_own(visit: Visit, *, scripts: bool) -> None:
    visitor = begin(visit(java_script_enabled=scripts))
    assert answer_questions(visitor, CAFE) == list(CAFE)
    assert visitor.path == f"/things/{RESTAURANT}/checklist/"
    said = visitor.text()
    assert "要您提供" in said and "店铺平面图" in said
    assert "消防安全检查（告知承诺）" in said and "不用办" in said


def test_every_question_is_accessible_on_a_phone(visit: Visit) -> None:
    visitor = begin(visit(viewport=PHONE))
    answer_questions(visitor, FOUR_PARTS, each=expect_accessible)
    expect_accessible(visitor)
    visitor.go(f"/things/{RESTAURANT}/answers/")
    expect_accessible(visitor)


def test_changing_one_answer_changes_the_checklist(visit: Visit) -> None:
    visitor = begin(visit())
    answer_questions(visitor, CAFE)
    assert "综合执法局" not in visitor.text()
    visitor.go(f"/things/{RESTAURANT}/answers/")
    visitor.page.locator("main a[href*='/questions/sign/']").first.click()
    visitor.page.get_by_label("做大的、立体的").check()
    visitor.page.locator("form.ask button").click()
    assert visitor.path == f"/things/{RESTAURANT}/checklist/"
    assert "综合执法局" in visitor.text()


def test_a_wrong_answer_is_explained_beside_the_question(visit: Visit) -> None:
    visitor = begin(visit())
    visitor.page.locator("form.ask button").click()
    expect_accessible(visitor)
    assert "/questions/where/" in visitor.path
    assert visitor.page.locator("main .errors").is_visible()


def test_the_keyboard_alone_answers_a_question(visit: Visit) -> None:
    visitor = begin(visit())
    keys = visitor.page.keyboard
    visitor.page.locator("form.ask input[type=radio]").first.focus()
    keys.press("ArrowDown")
    assert visitor.page.get_by_label("商场、综合体里面").is_checked()
    keys.press("Enter")
    visitor.page.wait_for_url("**/questions/area/")
