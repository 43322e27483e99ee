"""A visitor without a mouse: keys only, and only to what has the focus."""

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

_MOST_TABS = 80
# The ring may be drawn on the label that stands for a control one does not see itself.
_RING = """e => [e, e.nextElementSibling, e.closest("label"), ...(e.labels || [])].some((shown) => {
  if (!shown || !e.matches(":focus-visible")) return false;
  const style = getComputedStyle(shown);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return (outlined || style.boxShadow !== "none") && shown.getBoundingClientRect().width > 1;
})"""


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

    def tab_to(self, target: Locator, *, back: bool = False, most: int = _MOST_TABS) -> None:
        """Tab forward until the target has the focus, as often as a patient person would."""
        expect(target).to_be_visible()
        for _ in range(most):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def expect_focus_shown(self) -> None:
        """Whoever looks sees where they are: a ring around it, inside the window."""
        here = self.page.locator(":focus")
        assert here.evaluate(_RING), f"no ring around {here.evaluate('e => e.outerHTML')}"
        expect(here).to_be_in_viewport()

    def enter(self, value: str, *, into: Locator) -> None:
        """A value, in the way its kind of field wants it: typed, or gone to by arrows."""
        expect(into).to_be_focused()
        kind = into.evaluate("e => e.type")
        if kind == "date":
            year, month, day = value.split("-")
            into.press_sequentially(f"{year}")
            self.press("Tab")
            into.press_sequentially(f"{month}{day}")
        elif kind == "select-one":
            self.press("ArrowDown")
        else:
            into.press_sequentially(value)

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
