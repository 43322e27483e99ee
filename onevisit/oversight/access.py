"""How far somebody's oversight reaches, in a form the database can work with."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, region_stem, require, scopes_holding


@dataclass(frozen=True, slots=True)
class Reach:
    """Pairs side by side: what codes of regions begin with, and the one department (None: all).

    `place` narrows it to what was taken in there: what the codes of the township begin with
    (`rules.PLACE_DIGITS`), `rules.NO_PLACE` for what came online, "" for everything.
    """

    patterns: tuple[str, ...]
    departments: tuple[UUID | None, ...]
    place: str = ""

    @property
    def params(self) -> dict[str, Any]:
        """For the conditions of `queries.statements`."""
        return {
            "patterns": list(self.patterns),
            "holders": list(self.departments),
            "place": self.place,
        }

    def at(self, place: str) -> "Reach":
        """The same, of what was taken in at one place only."""
        return replace(self, place=place)

    @property
    def key(self) -> str:
        """What is kept for this reach is kept under this name."""
        pairs = zip(self.patterns, self.departments, strict=True)
        return (
            ",".join(sorted(f"{pattern}{holder or ''}" for pattern, holder in pairs)) + self.place
        )


def reach_of(actor: Actor) -> Reach:
    """Raises Refused `accounts.not_permitted` without `oversight.read`."""
    require(actor, Permission.OVERSIGHT_READ)
    if actor.is_system:
        return Reach(("%",), (None,))
    scopes = scopes_holding(actor.grants, Permission.OVERSIGHT_READ)
    return Reach(
        tuple(f"{region_stem(scope.region or '')}%" for scope in scopes),
        tuple(scope.department_id for scope in scopes),
    )
