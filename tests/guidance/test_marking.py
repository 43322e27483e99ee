"""Highlights in search results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.guidance.web.marking import marked


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("新生儿户口登记", "孩子上户口", ["户口"]),
        ("社会保障卡补领", "补领 社会保障卡", ["社会保障卡", "补领"]),
        ("开办餐饮店", "kaifandian", []),
        ("开办餐饮店", "店", ["店"]),
        ("开办餐饮店", "", []),
        ("ＣＴ 检查", "ct", ["ＣＴ"]),
    ],
)
def test_what_was_typed_is_marked(name: str, typed: str, found: list[str]) -> None:
    assert [piece.text for piece in marked(name, typed) if piece.marked] == found


@given(st.text(max_size=30), st.text(max_size=20))
def test_the_pieces_are_the_name(name: str, typed: str) -> None:
    assert "".join(piece.text for piece in marked(name, typed)) == name
