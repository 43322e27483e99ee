"""Two versions side by side: what a change means, as pure data."""

from onevisit.catalogue.rules.comparing.flags import Flag, FlagKind, flags

__all__ = ["Flag", "FlagKind", "flags"]
