"""Which item answers a part of a bundle: the competence rule.

A bundle names entries of the basic catalogue; the item is that of the bundle's own region, else
that of the nearest region above it (a city or province may keep the power for its counties).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from onevisit.catalogue.rules.definition import BundleDefinition, Part
from onevisit.directory.rules import region_parent


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published item that can be applied for, as the choice needs it."""

    entry: str
    variant: str
    region: str
    code: str
    version_id: UUID


def chain(region: str) -> tuple[str, ...]:
    """The region and those above it, nearest first."""
    found = [region]
    while (above := region_parent(found[-1])) is not None:
        found.append(above)
    return tuple(found)


def answering(part: Part, region: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates for a part in the nearest region that has any; more than one is a fault."""
    fitting = [c for c in candidates if (c.entry, c.variant) == (part.catalogue_code, part.variant)]
    for level in chain(region):
        here = sorted((c for c in fitting if c.region == level), key=lambda c: c.code)
        if here:
            return tuple(here)
    return ()


def choose(
    bundle: BundleDefinition, region: str, candidates: Sequence[Candidate]
) -> dict[str, Candidate]:
    """Part key → the item that answers it; a part without one is absent."""
    found = {part.key: answering(part, region, candidates) for part in bundle.parts}
    return {key: answers[0] for key, answers in found.items() if answers}
