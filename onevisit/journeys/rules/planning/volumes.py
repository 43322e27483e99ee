"""How often each thing is applied for: a room above knows, and registers what answers."""

from collections.abc import Callable, Mapping
from datetime import datetime

Count = Callable[[datetime], Mapping[str, int]]
"""Code of an item or a bundle → applications handed in since then."""

_counts: dict[str, Count] = {}


def register_volumes(count: Count) -> None:
    """Let a room above count applications; the last to register is asked."""
    _counts["applications"] = count


def volumes_since(since: datetime) -> Mapping[str, int]:
    """Applications handed in since then, by what they were for; none where no room above counts."""
    count = _counts.get("applications")
    return count(since) if count else {}
