"""Where a matter goes beyond the office that has it: up to the authority that decides 转报, and,
once granted, over to the department that regulates it 审管衔接.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onevisit.cases.errors.routes import bad_route

MOST_DAYS = 400
LONGEST_BASIS = 200
"""Characters."""


class RouteKind(StrEnum):
    """What a route is for."""

    UPWARD = "upward"  # 转报: examined below, decided above (行政许可法 art. 43)
    REGULATION = "regulation"  # 审管衔接: granted here, regulated there


class Finding(StrEnum):
    """What came of supervision, told to the office that granted."""

    GOOD = "good"  # inspected, nothing found
    TO_MEND = "to_mend"  # ordered to put something right
    PUNISHED = "punished"
    LOOK_AGAIN = "look_again"  # the conditions of the grant hold no more: look at the grant again


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """What somebody enters; `code` is the item's 基本编码, `days` working days: to decide above, or
    to acknowledge.
    """

    kind: RouteKind
    code: str
    days: int
    basis: str
    since: date

    def checked(self) -> "RouteDraft":
        """Raises Invalid `cases.bad_route`."""
        named = self.code.strip() and 0 < len(self.basis.strip()) <= LONGEST_BASIS
        if not named or not 0 < self.days <= MOST_DAYS:
            raise bad_route()
        return self
