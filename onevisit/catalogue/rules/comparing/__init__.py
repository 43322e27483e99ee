"""Two versions side by side: what differs, what it comes to for people, what needs a reason."""

from onevisit.catalogue.rules.comparing.changes import Act, Change, Definition, compare
from onevisit.catalogue.rules.comparing.effects import Effect, effect_of, must_bring
from onevisit.catalogue.rules.comparing.flags import Flag, FlagKind, flags
from onevisit.catalogue.rules.comparing.merging import Clash, Merged, merge

__all__ = [
    "Act",
    "Change",
    "Clash",
    "Definition",
    "Effect",
    "Flag",
    "FlagKind",
    "Merged",
    "compare",
    "effect_of",
    "flags",
    "merge",
    "must_bring",
]
