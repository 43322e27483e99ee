"""One text for one value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel.canonical import canonical_json, digest
from onevisit.kernel.types import Json

documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(alphabet="abc甲", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_keys_are_sorted_and_blanks_gone() -> None:
    assert canonical_json({"b": [1, None], "a": "餐饮"}) == '{"a":"餐饮","b":[1,null]}'.encode()


@given(documents)
def test_the_text_reads_back_and_is_its_own_form(value: Json) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))
    with pytest.raises(TypeError):
        canonical_json({"a": object()})  # type: ignore[dict-item]


def test_the_digest_is_sha_256_of_bytes_or_of_the_canonical_text() -> None:
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest(b"abc") == known
    assert digest({"b": 1, "a": 2}) == digest(b'{"a":2,"b":1}')
