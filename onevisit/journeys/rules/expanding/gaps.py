"""What a definition does not say, so that nobody can count: named, never guessed."""

from dataclasses import dataclass
from enum import StrEnum


class GapKind(StrEnum):
    """Why visits of a definition are unknown."""

    NO_STEPS = "no_steps"  # it says nothing of how it is done
    NO_APPLICATION = "no_application"  # no step of applying
    NO_COLLECTION = "no_collection"  # a result, and no step of collecting it
    NO_MODES = "no_modes"  # an act without a way to do it
    SOURCE_UNKNOWN = "source_unknown"  # a material, and nobody says where one gets it
    NO_PLACE = "no_place"  # from a third party, and nobody says which
    NO_ISSUER = "no_issuer"  # issued by an item that is not published here
    ISSUED_IN_A_RING = "issued_in_a_ring"  # to get it one needs it first
    QUESTIONS_DIFFER = "questions_differ"  # one question with two sets of options
    NO_REGISTER = "no_register"  # nobody says which enablers work
    NO_PART = "no_part"  # nobody answers a part of the bundle any more
    TOO_TANGLED = "too_tangled"  # more situations or ways between steps than can be written down


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, in whose definition, and which part of it, in people's words."""

    kind: GapKind
    of: str
    what: str = ""
