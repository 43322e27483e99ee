"""A visitor without a mouse: keys only, and only to what has the focus."""

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

_MOST_TABS = 80


class Keyboard:
    """Keys pressed one after another; each waits until it can have an effect."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page

    def press(self, key: str) -> None:
        """One key, to whatever has the focus."""
        self.page.locator(":focus, body").last.press(key)

    def type(self, text: str, *, into: Locator) -> None:
        """Type where the focus already is."""
        expect(into).to_be_focused()
        into.press_sequentially(text)

    def tab_to(self, target: Locator, *, back: bool = False) -> None:
        """Tab forward until the target has the focus, as often as a patient person would."""
        expect(target).to_be_visible()
        for _ in range(_MOST_TABS):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def choose(self, option: Locator) -> None:
        """Take one of several answers: Tab to the group, arrows within it."""
        group = self.page.locator(f'input[name="{option.get_attribute("name")}"]')
        self._tab_into(group)
        for _ in range(group.count()):
            if option.is_checked():
                return
            self.press(
                "Space" if not group.and_(self.page.locator(":checked")).count() else "ArrowDown"
            )
        expect(option).to_be_checked()

    def _tab_into(self, group: Locator) -> None:
        for _ in range(_MOST_TABS):
            if group.and_(self.page.locator(":focus")).count():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("Tab never reaches the answers")
