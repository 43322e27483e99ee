"""What stands sealed is read in clear in its own row and nowhere else."""

import pytest

from onevisit.archive.models import SigningKey
from onevisit.cases.models import Opinion, Result
from onevisit.kernel.crypto import SealBroken
from onevisit.ratings.models import Rating, RectificationNote


def test_what_is_written_is_read_and_lies_sealed() -> None:
    opinion, result, key = Opinion(), Result(), SigningKey()
    opinion.text, result.facts, key.secret = "张三来过", {"name": "张三"}, b"\0seed"
    assert (opinion.text, result.facts, key.secret) == ("张三来过", {"name": "张三"}, b"\0seed")
    for blob in (opinion.text_sealed, result.facts_sealed):
        assert "张三".encode() not in bytes(blob)


def test_a_blob_opens_in_its_own_row_and_table_only() -> None:
    mine, theirs, note = Opinion(), Opinion(), RectificationNote()
    mine.text = "同意"
    theirs.text_sealed = note.words_sealed = mine.text_sealed
    for read in (lambda: theirs.text, lambda: note.words):
        with pytest.raises(SealBroken):
            read()


def test_nothing_is_no_blob_where_a_column_may_be_empty() -> None:
    rating, note = Rating(), RectificationNote()
    rating.words = note.words = ""
    assert rating.words_sealed is None and note.words_sealed is not None
    assert rating.words == note.words == ""
