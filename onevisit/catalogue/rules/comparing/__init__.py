"""Two versions side by side: what differs, what it comes to for people, what needs a reason."""

from onevisit.catalogue.rules.comparing.bundles import effect_of_bundle, papers_of_bundle
from onevisit.catalogue.rules.comparing.changes import Act, Change, Definition, compare
from onevisit.catalogue.rules.comparing.effects import Effect, brought_when, effect_of, must_bring
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
    "brought_when",
    "compare",
    "effect_of",
    "effect_of_bundle",
    "flags",
    "merge",
    "must_bring",
    "papers_of_bundle",
]
