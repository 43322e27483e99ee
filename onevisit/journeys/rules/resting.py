"""What a figure rests on, as one digest: where that is the same, the figure is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from onevisit.kernel.canonical import digest
from onevisit.kernel.types import Json

METHOD = 3
"""Raised whenever the same definitions come to other figures: a mended rule of the expansion."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The digests of an offer's definitions (`own`, and `parts` by catalogue code), of the items
    that issue its papers (`issuers` by catalogue code, "" where nobody does), and the enablers that
    any of them names, with which of these are `open`; None where nobody keeps a register.
    """

    own: str
    parts: Mapping[str, str]
    issuers: Mapping[str, str]
    enablers: frozenset[str]
    open: frozenset[str] | None

    @property
    def entries(self) -> list[str]:
        """The catalogue codes under which an edit may change the figure."""
        return sorted({*self.parts, *self.issuers})

    @property
    def digest(self) -> str:
        """SHA-256 of all of it."""
        working: list[Json] = [*sorted(self.enablers & (self.open or set()))]
        return digest(
            {
                "method": METHOD,
                "own": self.own,
                "parts": dict(self.parts),
                "issuers": dict(self.issuers),
                "open": None if self.open is None else working,
            }
        )
