"""A small region with departments, and the demonstration's own documents to publish in it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.catalogue.models import BundleVersion
from onevisit.directory import services as directory
from onevisit.directory.rules import DepartmentDraft, RegionDraft
from tests.factories.kept import kept

DEMO = Path(__file__).parents[2] / "demo"
ITEMS = DEMO / "catalogue" / "items"
COUNTY = "339921000000"


def county() -> dict[str, Any]:
    """The demonstration county's offices."""
    found: dict[str, Any] = json.loads((DEMO / "county.json").read_text(encoding="utf-8"))
    return found


def item_documents() -> dict[str, dict[str, Any]]:
    """File name → {department, document} of the demonstration's items."""
    return {path.stem: item_document(path.stem) for path in sorted(ITEMS.glob("*.json"))}


def item_document(name: str) -> dict[str, Any]:
    """{department, document} of one of them."""
    found: dict[str, Any] = json.loads((ITEMS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def bundle_document() -> dict[str, Any]:
    """The bundle 开办餐饮店."""
    path = DEMO / "catalogue" / "bundles" / "restaurant.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["document"]
    return document


@pytest.fixture
def offices(request: pytest.FixtureRequest, db: None) -> dict[str, UUID]:
    """Regions and departments of the county; department code → id."""
    return _restaurant()[0] if "restaurant" in request.fixturenames else _offices()


def _offices() -> dict[str, UUID]:
    found = county()
    directory.register_regions((RegionDraft(**each) for each in found["regions"]), actor=SYSTEM)
    drafts = [
        DepartmentDraft(**{**each, "region": COUNTY, "aliases": tuple(each["aliases"])})
        for each in found["departments"]
    ]
    return directory.register_departments(drafts, actor=SYSTEM)


@pytest.fixture
def publish(offices: dict[str, UUID]) -> Callable[[str], UUID]:
    """Publish one of the demonstration's items by file name; its version's id."""
    return _publish


def _publish(name: str) -> UUID:
    source = item_document(name)
    version = services.save_item_draft(
        source["document"], region=COUNTY, department=source["department"], actor=SYSTEM
    )
    services.publish_item(version, actor=SYSTEM)
    return version


SMALL = (
    "drainage",
    "elder_allowance",
    "fire_commitment",
    "fire_general",
    "food_permit",
    "id_card_renewal",
    "licence_check",
    "sign",
    "small_food",
    "social_card",
)
"""The items of the bundle, and three more."""


@pytest.fixture
def restaurant(offices: dict[str, UUID]) -> UUID:
    """Ten items and the bundle published; the bundle version's id."""
    return BundleVersion.objects.values_list("id", flat=True).get()


@kept
def _restaurant() -> tuple[dict[str, UUID], UUID]:
    offices = _offices()
    for name in SMALL:
        _publish(name)
    version = services.save_bundle_draft(bundle_document(), region=COUNTY, actor=SYSTEM)
    services.publish_bundle(version, actor=SYSTEM)
    return offices, version
