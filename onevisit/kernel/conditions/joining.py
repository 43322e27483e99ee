"""Conditions made of others, as short as they can be said."""

import json
from collections.abc import Iterable

from onevisit.kernel.conditions.syntax import ALWAYS, NEVER, Condition, compile
from onevisit.kernel.types import Json


def both(*each: Condition) -> Condition:
    """Holds where all of them do; where there are none, always."""
    return _joined("and", each, ALWAYS, NEVER)


def either(each: Iterable[Condition]) -> Condition:
    """Holds where one of them does; where there are none, never."""
    return _joined("or", each, NEVER, ALWAYS)


def opposite(one: Condition) -> Condition:
    """Holds where this does not."""
    if one == ALWAYS:
        return NEVER
    return ALWAYS if one == NEVER else compile({"!": json.loads(one.source)})


def _joined(
    operator: str, each: Iterable[Condition], idle: Condition, deciding: Condition
) -> Condition:
    """What changes nothing is left out, what decides alone stands alone."""
    listed = [one for one in dict.fromkeys(each) if one != idle]
    if deciding in listed:
        return deciding
    if len(listed) < 2:
        return listed[0] if listed else idle
    flat: list[Json] = []
    for one in listed:
        source: Json = json.loads(one.source)
        inner = source.get(operator) if isinstance(source, dict) else None
        flat += inner if isinstance(inner, list) else [source]
    return compile({operator: flat})
