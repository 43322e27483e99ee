"""What the workbook would make of each item and bundle: looked at first, then done."""

from collections.abc import Sequence
from dataclasses import dataclass

from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries
from onevisit.catalogue.web.workbook.columns import tables
from onevisit.catalogue.web.workbook.of_bundles import BundleMaker
from onevisit.catalogue.web.workbook.of_items import ItemMaker, shared_of
from onevisit.catalogue.web.workbook.prospect import Prospect
from onevisit.catalogue.web.workbook.reading import Wrong, read
from onevisit.directory import queries as directory


@dataclass(frozen=True)
class Prospects:
    """All items and bundles of a workbook, what is wrong beside them, and columns nobody knows."""

    items: Sequence[Prospect]
    wrong: Sequence[Wrong]
    unknown: Sequence[str]


def prospects(data: bytes, *, actor: Actor) -> Prospects:
    """What the workbook would do by now. Raises as `reading.read`."""
    offices, mine = directory.departments(), queries.departments_to_edit(actor)
    known = tables(offices)
    book = read(data, known)
    held = queries.standing_bundles(set(book.items), actor=actor)
    given = list(book.items.values())
    bundles = [each for each in given if each.is_bundle or each.code in held]
    items = [each for each in given if each not in bundles]
    shared = shared_of(given)
    of_items = ItemMaker(known, offices, mine, items, shared, actor)
    of_bundles = BundleMaker(known, offices, mine, bundles, held, shared)
    found = [
        *(of_items.prospect(each) for each in items),
        *(of_bundles.prospect(each) for each in bundles),
    ]
    return Prospects(found, book.wrong, book.unknown)
