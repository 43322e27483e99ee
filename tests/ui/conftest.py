"""Tests of this room read Chinese, whatever language an earlier request spoke."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """Speak Chinese, and leave the language as it was."""
    with translation.override("zh-hans"):
        yield
