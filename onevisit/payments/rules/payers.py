"""Who brings the money, where it is not the payer; pure."""

from dataclasses import dataclass
from uuid import UUID

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class PaidBy:
    """Who stood at the counter in the payer's place: under an authority of theirs, or anybody else
    by name (民法典 524: a third person may pay what another owes). Neither: the payer's own side.
    """

    authority_id: UUID | None = None
    name: str = ""
