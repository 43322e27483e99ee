"""What the rooms really registered."""

from onevisit.ui import navigation
from onevisit.ui.navigation import Place


def test_no_item_of_any_room_leads_nowhere() -> None:
    assert navigation.unresolved() == []


def test_the_footer_has_what_the_law_asks_for() -> None:
    names = {item.url_name for item in navigation.registered() if item.place is Place.FOOTER}
    assert {"ui:help", "ui:accessibility", "ui:privacy", "ui:sitemap", "ui:report_error"} <= names


def test_a_phone_has_room_for_the_tabs() -> None:
    tabs = [item for item in navigation.registered() if item.place is Place.TABS]
    assert len(tabs) <= 5
