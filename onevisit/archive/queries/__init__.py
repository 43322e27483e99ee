"""Reads of the archive."""

from onevisit.archive.queries.finding import (
    Found,
    HoldLine,
    Origin,
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
    DuePage,
    TransferView,
    destruction_view,
    destructions,
    due_for_destruction,
    ready_for_transfer,
    transfer_rows,
    transfer_view,
    transfers,
)

__all__ = [
    "DestructionView",
    "DuePage",
    "Found",
    "HoldLine",
    "Origin",
    "PackageLine",
    "PackageView",
    "TransferView",
    "Wanted",
    "destruction_view",
    "destructions",
    "due_for_destruction",
    "held_up",
    "in_order",
    "package_view",
    "ready_for_transfer",
    "search",
    "transfer_rows",
    "transfer_view",
    "transfers",
]
