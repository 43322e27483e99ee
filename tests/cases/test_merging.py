"""Two tabs and one draft: nothing lost, nothing silently overwritten."""

from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.merging import REMEMBERED, Merged, merge
from onevisit.kernel.types import Json


class Draft:
    """A draft as the service keeps it."""

    def __init__(self) -> None:
        self.values: dict[str, Json] = {}
        self.trail: dict[str, list[tuple[int, Json]]] = {}
        self.version = 1

    def save(self, incoming: dict[str, Json], base: int | None) -> Merged:
        merged = merge(self.values, self.trail, incoming, base=base, version=self.version + 1)
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


FIELDS = ("a", "b", "c")
texts = st.sampled_from(["", "1", "2", "3"])


@given(st.lists(st.tuples(st.integers(0, 1), st.booleans(), st.dictionaries(
    st.sampled_from(FIELDS), texts, min_size=1))))  # fmt: skip
def test_tabs_never_lose_what_only_one_of_them_changed(
    saves: list[tuple[int, bool, dict[str, str]]],
) -> None:
    """Two tabs edit and save; each reloads now and then. A model says who last changed what."""
    draft = Draft()
    shown: list[dict[str, Json]] = [{}, {}]
    seen_at = [1, 1]
    for tab, reload, edits in saves:
        if reload:
            shown[tab], seen_at[tab] = dict(draft.values), draft.version
        page: dict[str, Json] = {f: edits.get(f, shown[tab].get(f)) or None for f in FIELDS}
        before = dict(draft.values)
        merged = draft.save(page, seen_at[tab])
        for field in FIELDS:
            mine = page[field] != shown[tab].get(field)
            theirs = before.get(field) != shown[tab].get(field)
            wanted = page[field] if mine and not theirs else before.get(field)
            assert draft.values.get(field) == wanted
            conflict = mine and theirs and page[field] != before.get(field)
            assert (field in merged.conflicts) == conflict
        shown[tab], seen_at[tab] = dict(draft.values), draft.version
