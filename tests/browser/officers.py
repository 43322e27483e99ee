"""What an approver does: take what waits, accept it, give the opinions, decide."""

import re
from dataclasses import dataclass
from enum import StrEnum

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

_MOST_STEPS = 12


class Outcome(StrEnum):
    """The two buttons of a decision."""

    APPROVE = "准予"
    REFUSE = "不予许可"


@dataclass(frozen=True)
class Officer:
    """An approver at the desk of a department."""

    visitor: Visitor

    def settle(self, number: str, outcome: Outcome = Outcome.APPROVE) -> int:
        """Decide every case of the application that this desk holds; how many there were."""
        settled, seen = 0, set[str]()
        while (found := self._workable(number)) and found not in seen:
            seen.add(found)
            self.visitor.go(found)
            settled += self._settle(outcome)
        return settled

    def open(self, number: str, name: str) -> None:
        """The case of that name in the application."""
        page = self.visitor.go("/desk/").page
        page.locator("main tbody tr", has_text=number).filter(has_text=name).get_by_role(
            "link"
        ).first.click()
        page.wait_for_url("**/desk/*-*/")

    def take_in(self, number: str, name: str) -> None:
        """Accept the case of that name, with or without all its papers, and stay there."""
        self.open(number, name)
        assert self._accept()
        expect(self.visitor.page.locator("#messages")).to_contain_text("受理")

    def give_opinions(self) -> None:
        """Confirm and judge whatever waits in the case that is open."""
        opinion = self.visitor.page.locator("textarea[name=opinion]")
        for _ in range(_MOST_STEPS):
            if self._press("认领") or self._confirm():
                continue
            if not opinion.count():
                return
            opinion.first.fill("材料与现场情况一致，符合要求。")
            self.visitor.page.get_by_role("button", name="写入意见").first.click()

    def _workable(self, number: str) -> str | None:
        """The first case of the application that waits for nothing."""
        page = self.visitor.go("/desk/").page
        rows = page.locator("main tbody tr", has_text=number)
        free = rows.filter(has_not_text=re.compile("等前一项|时限暂停"))
        return free.first.get_by_role("link").first.get_attribute("href") if free.count() else None

    def _settle(self, outcome: Outcome) -> bool:
        """Whether it could be decided: it may turn out to wait for its payer, or another case."""
        page = self.visitor.page
        for _ in range(_MOST_STEPS):
            if self._press("认领") or self._accept() or self._confirm():
                continue
            if page.locator("main").get_by_text("时限暂停", exact=True).count():
                return False
            opinion = page.locator("textarea[name=opinion]")
            if opinion.count():
                opinion.first.fill("材料与现场情况一致，符合要求。")
                page.get_by_role("button", name="写入意见").first.click()
                continue
            if outcome is Outcome.REFUSE:
                page.locator("textarea[name=reason]").fill("操作间布局不符合要求，改好后可再申请。")
            if self._press(outcome):
                expect(page.locator("#messages")).to_contain_text(outcome[:2])
                return True
        return False

    def _accept(self) -> bool:
        """With what may follow still owed, if that is so."""
        return self._press("受理") or self._press("容缺受理")

    def _confirm(self) -> bool:
        """Confirm the next paper that another authority was to supply, if there is one."""
        rows = self.visitor.page.locator("[data-row]", has_text="核对后点通过")
        left = rows.count()
        if left:
            rows.first.hover()  # only then the buttons of a row show themselves
            rows.first.get_by_role("button", name=re.compile("^通过")).click()
            expect(rows).to_have_count(left - 1)
        return bool(left)

    def _press(self, name: str) -> bool:
        """Press a button of the bar, if it is there."""
        button = self.visitor.page.locator("#bar").get_by_role(
            "button", name=re.compile(f"^{name}")
        )
        if not button.count():
            return False
        button.click()
        return True
