"""What can happen to archived cases: the verbs of this room."""

from onevisit.archive.services.destroying import answer, propose
from onevisit.archive.services.holding import hold, lift
from onevisit.archive.services.opening import download, open_file
from onevisit.archive.services.packing import enlist, enlist_application, enlist_case, sweep
from onevisit.archive.services.signing import change_key
from onevisit.archive.services.taking import MOST_BYTES as MOST_TAKEN
from onevisit.archive.services.taking import take_over
from onevisit.archive.services.transferring import export, make_transfer, receive, returned

__all__ = [
    "MOST_TAKEN",
    "answer",
    "change_key",
    "download",
    "enlist",
    "enlist_application",
    "enlist_case",
    "export",
    "hold",
    "lift",
    "make_transfer",
    "open_file",
    "propose",
    "receive",
    "returned",
    "sweep",
    "take_over",
]
