"""What a step over many items is to do, worked out by a worker: of a workbook, of a standard."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries
from onevisit.catalogue.models import Rewriting
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.services.editing import Change
from onevisit.catalogue.services.rewriting_rows import Rewrite
from onevisit.kernel.types import JsonObject

BookReader = Callable[[bytes, Actor], Sequence[Rewrite]]
"""What a workbook would do by now."""
Tell = Callable[[int], None]
"""Hears how many items were looked at."""
BookTeller = Callable[[bytes, Actor, str, Tell], JsonObject]
"""The same in words of a language, for its officer to look at."""
_readers: dict[str, tuple[BookReader, BookTeller]] = {}


def register_book(reader: BookReader, teller: BookTeller) -> None:
    """Let whoever knows the sheets of the workbook read it."""
    _readers["book"] = reader, teller


def told_of(made: Rewriting, language: str, actor: Actor, tell: Tell) -> JsonObject:
    """What the workbook would do, in words. Raises Invalid as its reader."""
    return _readers["book"][1](bytes(made.content or b""), actor, language, tell)


def rewrites_of(made: Rewriting, seen: Mapping[str, str], actor: Actor) -> list[Rewrite]:
    """What is to become of the items in `seen` (code → digest of what was looked at); one that
    nothing is to become of any more is refused when its turn comes, unless it is as it was.

    Raises Invalid as the reader of the workbook, NotFound `catalogue.no_such_standard`.
    """
    found = {each.code: each for each in _found(made, seen, actor)}
    return [
        replace(found.get(code) or Rewrite(code, code, _as_it_is), seen=digest)
        for code, digest in seen.items()
    ]


def _found(made: Rewriting, seen: Mapping[str, str], actor: Actor) -> Sequence[Rewrite]:
    if made.content is not None:
        return _readers["book"][0](bytes(made.content), actor)
    assert made.standard_id is not None
    lines = queries.adoption_preview(made.standard_id, list(seen))
    return [Rewrite(each.code, each.name, _to(each.after), anew=True) for each in lines]


def _to(after: ItemDefinition) -> Change:
    return lambda _before: after


def _as_it_is(item: ItemDefinition) -> ItemDefinition:
    return item
