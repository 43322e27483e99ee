"""Addresses worked out once are the addresses Django works out each time."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from onevisit.ui.addresses import address_of


@pytest.mark.parametrize("name", ["portal:desk-case", "portal:desk-act", "cases:draft"])
def test_an_address_is_that_of_the_page(name: str) -> None:
    first, second = uuid4(), uuid4()
    assert address_of(name, first) == reverse(name, args=[first])
    assert address_of(name, second) == reverse(name, args=[second])


def test_a_page_that_does_not_exist_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        address_of("portal:nowhere", uuid4())
