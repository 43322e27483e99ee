"""What a workbook would do, told item by item: as it is drawn, and as it is kept for later."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import override

from onevisit.accounts.rules import Actor
from onevisit.catalogue.web.forecasts import told, told_seen
from onevisit.catalogue.web.workbook.prospect import Prospect
from onevisit.catalogue.web.workbook.prospects import prospects
from onevisit.catalogue.web.workbook.reading import Wrong
from onevisit.kernel.types import JsonObject

_ORDER: Final = ("wrong", "changed", "new", "same")
_STRIDE: Final = 10


def preview(
    content: bytes, *, actor: Actor, tell: Callable[[int], None] = lambda _done: None
) -> JsonObject:
    """What the page shows. `tell` hears how many items were looked at. Raises as `prospects`."""
    found = prospects(content, actor=actor)
    items = sorted(found.items, key=lambda each: (_ORDER.index(each.state), each.code))
    lines: dict[str, list[JsonObject]] = {state: [] for state in _ORDER}
    for done, each in enumerate(items):
        if done % _STRIDE == 0:
            tell(done)
        lines[each.state].append(_item(each))
    return {
        "wrong": [_wrong(each) for each in found.wrong],
        "unknown": list(found.unknown),
        "groups": [[state, [*of]] for state, of in lines.items()],
        "count": sum(each.rewrite is not None for each in items),
        "seen": told_seen(items),
    }


def preview_in(
    language: str, content: bytes, *, actor: Actor, tell: Callable[[int], None]
) -> JsonObject:
    """The same in the words of a language."""
    with override(language or None):
        return preview(content, actor=actor, tell=tell)


def _item(one: Prospect) -> JsonObject:
    said = told(one)
    return {
        "prospect": {
            "code": one.code,
            "name": one.name,
            "state": one.state,
            "wrong": [_wrong(each) for each in one.wrong],
        },
        "changes": [*said.changes],
        "worse": [*said.worse],
    }


def _wrong(one: Wrong) -> JsonObject:
    return {"sheet": one.sheet, "row": one.row, "column": one.column, "text": str(one.text)}
