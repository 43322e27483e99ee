"""Two tabs, two devices, one draft: merging what each of them sends without losing either.

A page sends the fields it shows and the version of the draft it was made from. The trail remembers,
for each field, what value every later save replaced; so we know what that page had been shown, and
a field it merely repeats is not a change. Only a field that both sides changed, to different
values, is a conflict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from onevisit.kernel.types import Json

Values: TypeAlias = Mapping[str, Json]
Trail: TypeAlias = Mapping[str, list[tuple[int, Json]]]
"""field → (version that changed it, value it had before), oldest first."""

REMEMBERED = 50
"""Changes of one field that the trail keeps; a page older than that counts as having seen nothing.
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: `changed` took the incoming value, `conflicts` kept the stored one."""

    values: dict[str, Json]
    trail: dict[str, list[tuple[int, Json]]]
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]


def merge(
    current: Values, trail: Trail, incoming: Values, *, base: int | None, version: int
) -> Merged:
    """Bring `incoming`, made from version `base`, into `current`; `version` is the one to be
    written.

    Without `base` the sender claims no knowledge and simply wins. None as a value removes the
    field.
    """
    values, kept = dict(current), {key: list(changes) for key, changes in trail.items()}
    changed, conflicts = [], []
    for key, value in incoming.items():
        stored = values.get(key)
        if value == stored:
            continue
        seen = _seen(kept.get(key, []), stored, base)
        if seen is _UNKNOWN or seen.value not in (value, stored):
            conflicts.append(key)
        elif seen.value == stored:
            _set(values, key, value)
            kept[key] = [*kept.get(key, []), (version, stored)][-REMEMBERED:]
            changed.append(key)
    return Merged(values, kept, tuple(changed), tuple(conflicts))


@dataclass(frozen=True, slots=True)
class _Seen:
    value: Json


_UNKNOWN = _Seen(None)


def _seen(changes: list[tuple[int, Json]], stored: Json, base: int | None) -> _Seen:
    """What a page made from `base` showed for a field whose changes are these."""
    if base is None:
        return _Seen(stored)
    later = [before for at, before in changes if at > base]
    if len(later) == REMEMBERED:
        return _UNKNOWN
    return _Seen(later[0] if later else stored)


def _set(values: dict[str, Json], key: str, value: Json) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value
