"""What people answered when they applied: a room above knows, and registers what answers."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from onevisit.guidance.rules.situation import Answers
from onevisit.journeys.rules.expecting import Seen

Tell = Callable[[datetime, Collection[str] | None], Iterable[tuple[str, Answers, int]]]
"""Applications handed in since then, for these codes of items and bundles or for all: the code, the
answers, and how many there are with just these.
"""

_tells: dict[str, Tell] = {}


def register_answers(tell: Tell) -> None:
    """Let a room above say what was answered; the last to register is asked."""
    _tells["applications"] = tell


def seen_since(since: datetime, codes: Collection[str] | None = None) -> dict[str, list[Seen]]:
    """What was answered since then, by what was applied for; nothing where no room above knows."""
    found: dict[str, list[Seen]] = {}
    tell = _tells.get("applications")
    for code, answers, number in tell(since, codes) if tell else ():
        found.setdefault(code, []).append(Seen(answers, number))
    return found
