"""Reads of the archive."""

from onevisit.archive.queries.finding import (
    Found,
    PackageLine,
    PackageView,
    Wanted,
    held_up,
    in_order,
    package_view,
    search,
)
from onevisit.archive.queries.lists import (
    DestructionView,
    TransferView,
    destruction_view,
    destructions,
    due_for_destruction,
    ready_for_transfer,
    transfer_rows,
    transfer_view,
    transfers,
)
from onevisit.archive.queries.old import OldFound, OldView, old_pieces

__all__ = [
    "DestructionView",
    "Found",
    "OldFound",
    "OldView",
    "PackageLine",
    "PackageView",
    "TransferView",
    "Wanted",
    "destruction_view",
    "destructions",
    "due_for_destruction",
    "held_up",
    "in_order",
    "old_pieces",
    "package_view",
    "ready_for_transfer",
    "search",
    "transfer_rows",
    "transfer_view",
    "transfers",
]
