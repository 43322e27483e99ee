"""Items of the demonstration, published, and what works in the county."""

from collections.abc import Callable
from uuid import UUID

import pytest

from onevisit.catalogue.models import Enabler
from onevisit.catalogue.rules.enablers import enablers_of
from onevisit.catalogue.rules.parsing import parse_item
from tests.catalogue.conftest import item_document, offices, publish
from tests.factories.enablers import all_open

__all__ = ["offices", "publish"]


@pytest.fixture
def working(offices: dict[str, UUID]) -> Callable[..., dict[str, Enabler]]:
    """Register what these items of the demonstration name, all of it open."""

    def register(*names: str) -> dict[str, Enabler]:
        items = [parse_item(item_document(name)["document"]) for name in names]
        return all_open(sorted({code for item in items for code in enablers_of(item)}))

    return register
