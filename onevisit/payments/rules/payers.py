"""Who brings the money or takes it back, where it is not the payer; pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

LONGEST_NAME = 60
LONGEST_RELATION = 40


@dataclass(frozen=True, slots=True)
class PaidBy:
    """Who stood at the counter in the payer's place: under an authority of theirs, or anybody else
    by name (民法典 524: a third person may pay what another owes). Neither: the payer's own side.
    """

    authority_id: UUID | None = None
    name: str = ""


class Receives(StrEnum):
    """Who cash that goes back is put into the hand of."""

    PAYER = "payer"
    AGENT = "agent"  # under a mandate that covers paying
    GUARDIAN = "guardian"
    BROUGHT = "brought"  # the third person who had paid it


@dataclass(frozen=True, slots=True)
class GivenTo:
    """Who stands at the counter for money that goes back: under an authority of the payer's, or
    the one who had brought it, identified by `number` and with what they are to the payer. Neither:
    the payer's own side.
    """

    authority_id: UUID | None = None
    number: str = ""
    relation: str = ""
