"""The base of every part of a definition."""

import msgspec


class Node(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Base of every part of a definition: immutable, keyword only, unknown keys refused."""
