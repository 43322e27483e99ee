"""Two tabs and one draft: nothing lost, nothing silently overwritten."""

from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.merging import REMEMBERED, Change, Merged, Sender, merge, page_token
from onevisit.kernel.types import Json


class Draft:
    """A draft as the service keeps it."""

    def __init__(self) -> None:
        self.values: dict[str, Json] = {}
        self.trail: dict[str, list[Change]] = {}
        self.version = 1

    def save(self, incoming: dict[str, Json], base: int | None, page: str = "") -> Merged:
        sender = Sender.of(base, page)
        merged = merge(self.values, self.trail, incoming, sender=sender, version=self.version + 1)
        self.values, self.trail = merged.values, merged.trail
        self.version += bool(merged.changed)
        return merged


def test_two_tabs_that_change_different_fields_both_win() -> None:
    draft = Draft()
    draft.save({"name": "一", "area": "86"}, None)
    base = draft.version
    assert draft.save({"name": "二", "area": "86"}, base).conflicts == ()
    assert draft.save({"name": "一", "area": "90"}, base).conflicts == ()
    assert draft.values == {"name": "二", "area": "90"}


def test_the_same_field_changed_by_both_is_a_conflict_and_the_rest_is_kept() -> None:
    draft = Draft()
    draft.save({"name": "一"}, None)
    base = draft.version
    draft.save({"name": "二"}, base)
    merged = draft.save({"name": "三", "note": "新"}, base)
    assert merged.conflicts == ("name",)
    assert draft.values == {"name": "二", "note": "新"}


def test_both_choosing_the_same_value_is_no_conflict() -> None:
    draft = Draft()
    base = draft.version
    draft.save({"name": "二"}, base)
    assert draft.save({"name": "二"}, base).conflicts == ()


def test_there_and_back_again_is_seen_by_the_other_tab() -> None:
    draft = Draft()
    draft.save({"name": "一"}, None)
    base = draft.version
    draft.save({"name": "二"}, base)
    draft.save({"name": "一"}, draft.version)
    assert draft.save({"name": "三"}, base).conflicts == ()
    assert draft.values["name"] == "三"


def test_an_emptied_field_goes_and_may_come_back() -> None:
    draft = Draft()
    draft.save({"name": "一"}, None)
    draft.save({"name": None}, draft.version)
    assert "name" not in draft.values
    draft.save({"name": "二"}, draft.version)
    assert draft.values["name"] == "二"


def test_a_page_older_than_the_trail_never_overwrites() -> None:
    draft = Draft()
    base = draft.version
    for number in range(REMEMBERED + 5):
        draft.save({"name": f"{number}"}, None)
    assert draft.save({"name": "x"}, base).conflicts == ("name",)
    assert len(draft.trail["name"]) == REMEMBERED


def test_a_page_is_never_in_conflict_with_itself() -> None:
    draft = Draft()
    page = page_token(draft.version, "a")
    draft.save({"name": "吉"}, None, page)
    draft.save({"name": "吉祥"}, None, page)
    assert draft.save({"name": "吉祥馆"}, None, page).conflicts == ()


def test_a_page_that_stays_open_never_brings_back_what_another_changed() -> None:
    """It autosaves the whole form each time, and still shows the old value of another field."""
    draft = Draft()
    draft.save({"name": "一", "area": "86"}, None)
    mine, theirs = page_token(draft.version, "a"), page_token(draft.version, "b")
    draft.save({"name": "二", "area": "86"}, None, theirs)
    for area in ("9", "90", "900"):
        assert draft.save({"name": "一", "area": area}, None, mine).conflicts == ()
    assert draft.values == {"name": "二", "area": "900"}


def test_nonsense_for_a_token_is_no_token() -> None:
    assert Sender.of(4, "x.y") == Sender(4)
    assert Sender.of(None, "") == Sender()
    assert Sender.of(4, "٣.a") == Sender(4)
    assert Sender.of(4, "3.a") == Sender(3, "3.a")


FIELDS = ("a", "b", "c")
texts = st.sampled_from(["", "1", "2", "3"])


@given(st.lists(st.tuples(st.integers(0, 1), st.booleans(), st.dictionaries(
    st.sampled_from(FIELDS), texts))))  # fmt: skip
def test_open_tabs_never_lose_what_only_one_of_them_changed(
    saves: list[tuple[int, bool, dict[str, str]]],
) -> None:
    """Two tabs post the whole form again and again and are drawn anew now and then.

    A model knows of each field what the tab last showed or sent, and whether the draft still held
    that when the tab wrote next.
    """
    draft = Draft()
    known: list[dict[str, Json]] = [{}, {}]
    fields: list[dict[str, Json]] = [{}, {}]
    tokens = [page_token(1, "0-0"), page_token(1, "1-0")]
    for number, (tab, drawn, edits) in enumerate(saves, 1):
        if drawn:
            known[tab], fields[tab] = dict(draft.values), dict(draft.values)
            tokens[tab] = page_token(draft.version, f"{tab}-{number}")
        fields[tab] |= {key: value or None for key, value in edits.items()}
        page: dict[str, Json] = {key: fields[tab].get(key) for key in FIELDS}
        before = dict(draft.values)
        merged = draft.save(page, None, tokens[tab])
        for key in FIELDS:
            mine = page[key] != known[tab].get(key)
            theirs = before.get(key) != known[tab].get(key)
            wanted = page[key] if mine and not theirs else before.get(key)
            assert draft.values.get(key) == wanted
            if key in merged.conflicts:
                assert mine and theirs and page[key] != before.get(key)
            elif mine and theirs:
                assert page[key] == before.get(key)
            if key in merged.changed:
                known[tab][key] = page[key]
