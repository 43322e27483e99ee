"""Two tabs, two devices, one draft: merging what each of them sends without losing either.

A page names itself by a token made when it was drawn, and sends the fields it shows. The trail
remembers, for each field, what every save replaced and which page made it; so we know what that
page was last shown or last sent, and a field it merely repeats is not a change. Only a field that
both sides changed, to different values, is a conflict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from onevisit.kernel.types import Json

Values: TypeAlias = Mapping[str, Json]
Change: TypeAlias = Sequence[Json]
"""(version it made, value it replaced, page that sent it, "" if none)."""
Trail: TypeAlias = Mapping[str, Sequence[Change]]
"""field → its changes, oldest first."""

REMEMBERED = 50
"""Changes of one field that the trail keeps; a page older than that counts as shown nothing."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: a page made from version `base`. Without `base` it claims no knowledge and
    wins.
    """

    base: int | None = None
    page: str = ""

    @classmethod
    def of(cls, version: int | None, page: str) -> "Sender":
        """From what a form sends: the token of its page says from which version it was made.

        A token that can't be read is no token.
        """
        drawn, _, name = page.partition(".")
        if name and drawn.isascii() and drawn.isdigit():
            return cls(int(drawn), page)
        return cls(version)


def page_token(version: int, name: str) -> str:
    """The token of a page drawn from `version`; `name` tells it from others of that version."""
    return f"{version}.{name}"


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: `changed` took the incoming value, `conflicts` kept the stored one."""

    values: dict[str, Json]
    trail: dict[str, list[Change]]
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]


def merge(
    current: Values, trail: Trail, incoming: Values, *, sender: Sender, version: int
) -> Merged:
    """Bring `incoming` into `current`; `version` is the one to be written. None removes a field."""
    values: dict[str, Json] = dict(current)
    kept = {key: list(changes) for key, changes in trail.items()}
    changed, conflicts = [], []
    for key, value in incoming.items():
        stored = values.get(key)
        if value == stored:
            continue
        seen = _seen(kept.get(key, []), stored, sender)
        if seen is _UNKNOWN or seen.value not in (value, stored):
            conflicts.append(key)
        elif seen.value == stored:
            _set(values, key, value)
            kept[key] = [*kept.get(key, []), (version, stored, sender.page)][-REMEMBERED:]
            changed.append(key)
    return Merged(values, kept, tuple(changed), tuple(conflicts))


@dataclass(frozen=True, slots=True)
class _Seen:
    value: Json


_UNKNOWN = _Seen(None)


def _seen(changes: Sequence[Change], stored: Json, sender: Sender) -> _Seen:
    """What the sender was last shown, or last sent itself, of a field with these changes."""
    if sender.base is None:
        return _Seen(stored)
    since = sender.base
    later: list[Json] = []
    for at, before, *by in changes:
        assert isinstance(at, int)
        if sender.page and by == [sender.page]:
            later = []
        elif at > since:
            later.append(before)
    if len(later) == REMEMBERED:
        return _UNKNOWN
    return _Seen(later[0] if later else stored)


def _set(values: dict[str, Json], key: str, value: Json) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value
