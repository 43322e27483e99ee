"""Numbers of forms: nothing of them is lost on the way, and they read as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.guidance.rules.questions import read_number
from onevisit.kernel.figures import Number, measured, typed

numbers = st.integers(-(10**15), 10**15) | st.decimals(-(10**9), 10**9, places=2).map(float)


@given(numbers)
def test_what_was_typed_is_read_again_as_it_was(number: Number) -> None:
    assert read_number(typed(number)) == number
    assert read_number(measured(number)) == number
    assert "e" not in typed(number).lower()


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (1234567, "元", "1,234,567.00 元"),
        (1234567.5, "元", "1,234,567.50 元"),
        (0.125, "元", "0.125 元"),
        (2000.0, "平方米", "2,000 平方米"),
        (64, "", "64"),
    ],
)
def test_a_number_is_said_in_groups_with_its_unit(number: Number, unit: str, said: str) -> None:
    assert measured(number, unit) == said
