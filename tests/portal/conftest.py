"""The county the tests of this room happen in, on a Monday morning."""

from collections.abc import Iterator

import pytest

from onevisit.kernel import clock
from tests.factories import cases


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    """Time stands at Monday 16 November 2026, 9:30."""
    with clock.travel(cases.MONDAY):
        yield


@pytest.fixture
def here(db: None) -> cases.County:
    """The county."""
    return cases.county()
