"""Sealed fields open only in their place; indexes tell nothing."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from onevisit.kernel.crypto import (
    SealBroken,
    blind_index,
    blind_indexes,
    key_id_of,
    seal,
    unseal,
)

PLACE = "accounts_person.id_number:1"


def key(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> Settings:
    settings.FIELD_KEYS = {"f1": key(1)}
    settings.FIELD_KEY_CURRENT = "f1"
    settings.BLIND_INDEX_KEYS = {"b1": key(3)}
    settings.BLIND_INDEX_KEY_CURRENT = "b1"
    return settings


@pytest.mark.parametrize("plaintext", [b"", b"330102199001011234", bytes(range(256)) * 400])
def test_what_is_sealed_opens_in_its_place(plaintext: bytes) -> None:
    blob = seal(plaintext, bound_to=PLACE)
    assert unseal(blob, bound_to=PLACE) == plaintext
    assert unseal(memoryview(blob), bound_to=PLACE) == plaintext
    assert len(plaintext) < 8 or plaintext not in blob


def test_sealing_the_same_twice_gives_different_blobs() -> None:
    assert seal(b"same", bound_to=PLACE) != seal(b"same", bound_to=PLACE)


def test_a_blob_moved_to_another_row_does_not_open() -> None:
    blob = seal(b"secret", bound_to=PLACE)
    with pytest.raises(SealBroken):
        unseal(blob, bound_to="accounts_person.id_number:2")


@given(position=st.integers(0, 200), bit=st.integers(0, 7))
def test_no_changed_bit_goes_unnoticed(position: int, bit: int) -> None:
    blob = bytearray(seal(b"330102199001011234", bound_to=PLACE))
    blob[position % len(blob)] ^= 1 << bit
    with pytest.raises(SealBroken):
        unseal(bytes(blob), bound_to=PLACE)


@given(length=st.integers(0, 200))
def test_no_shortened_blob_opens(length: int) -> None:
    blob = seal(b"330102199001011234", bound_to=PLACE)
    with pytest.raises(SealBroken):
        unseal(blob[: length % len(blob)], bound_to=PLACE)


def test_old_blobs_open_while_new_ones_use_the_new_key(keys: Settings) -> None:
    old = seal(b"old", bound_to=PLACE)
    keys.FIELD_KEYS = {"f1": key(1), "f2": key(2)}
    keys.FIELD_KEY_CURRENT = "f2"
    new = seal(b"new", bound_to=PLACE)
    assert (key_id_of(old), key_id_of(new)) == ("f1", "f2")
    assert unseal(old, bound_to=PLACE) == b"old"
    assert unseal(new, bound_to=PLACE) == b"new"
    keys.FIELD_KEYS = {"f2": key(2)}
    with pytest.raises(SealBroken, match="not listed"):
        unseal(old, bound_to=PLACE)


def test_a_key_of_the_wrong_length_is_refused(keys: Settings) -> None:
    keys.FIELD_KEYS = {"f1": base64.b64encode(b"short").decode()}
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"x", bound_to=PLACE)


def test_an_index_is_stable_apart_by_purpose_and_silent_about_its_value() -> None:
    index = blind_index("13812346621", purpose="mobile")
    assert index == blind_index("13812346621", purpose="mobile")
    assert index != blind_index("13812346621", purpose="resident_id")
    assert index != blind_index("13812346622", purpose="mobile")
    assert index.startswith("b1:")
    assert len(index) == len("b1:") + 64
    assert "13812346621" not in index


def test_purpose_and_value_are_never_confused() -> None:
    assert blind_index("bc", purpose="a") != blind_index("c", purpose="ab")


def test_while_rotating_both_indexes_are_looked_up_the_current_first(
    keys: Settings,
) -> None:
    old = blind_index("v", purpose="p")
    keys.BLIND_INDEX_KEYS = {"b1": key(3), "b2": key(4)}
    keys.BLIND_INDEX_KEY_CURRENT = "b2"
    new = blind_index("v", purpose="p")
    assert blind_indexes("v", "p") == (new, old)
    assert blind_index("v", purpose="p", key_id="b1") == old
