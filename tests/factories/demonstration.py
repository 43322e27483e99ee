"""The demonstration's bundles as definitions, without a database."""

import json
from pathlib import Path

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.kernel.item_codes import ItemCode


def demo_bundle(name: str) -> tuple[BundleDefinition, dict[str, ItemDefinition]]:
    """One of them by file name, and the items that answer its parts."""
    folder = Path(__file__).parents[2] / "demo" / "catalogue"

    def read(path: Path) -> object:
        return json.loads(path.read_text(encoding="utf-8"))["document"]

    bundle = parse_bundle(read(folder / "bundles" / f"{name}.json"))
    items = [parse_item(read(path)) for path in (folder / "items").glob("*.json")]
    by_code = {
        (each.catalogue_code, ItemCode.parse(each.code).variant or ""): each for each in items
    }
    return bundle, {part.key: by_code[part.catalogue_code, part.variant] for part in bundle.parts}
