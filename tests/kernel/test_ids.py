"""Keys sort by birth."""

import threading
import time
import uuid

from hypothesis import given, strategies

from onevisit.kernel.ids import new_id, parse_id


def test_ids_are_version_seven_of_the_rfc_variant_and_tell_their_time() -> None:
    before = time.time_ns() // 1_000_000
    key = new_id()
    after = time.time_ns() // 1_000_000
    assert key.version == 7
    assert key.variant == uuid.RFC_4122
    assert before <= key.int >> 80 <= after + 1


def test_ids_of_one_process_only_grow() -> None:
    keys = [new_id() for _ in range(20_000)]
    assert keys == sorted(set(keys))


def test_ids_made_in_threads_never_meet() -> None:
    made: list[list[uuid.UUID]] = [[] for _ in range(4)]
    threads = [
        threading.Thread(target=lambda mine=mine: mine.extend(new_id() for _ in range(2_000)))
        for mine in made
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({key for mine in made for key in mine}) == 8_000
    assert all(mine == sorted(mine) for mine in made)


@given(strategies.uuids())
def test_a_key_is_read_as_it_is_shown_and_in_no_other_form(key: uuid.UUID) -> None:
    assert parse_id(str(key)) == key
    others = [f"{{{key}}}", key.urn, key.hex, f" {key}", f"{key}\n", f"{key}0"]
    if str(key) != str(key).upper():
        others.append(str(key).upper())
    assert [parse_id(text) for text in others] == [None] * len(others)


@given(strategies.text())
def test_nonsense_is_no_key(text: str) -> None:
    found = parse_id(text)
    assert found is None or str(found) == text
