"""The shared vocabulary: data elements and questions in use across the catalogue, each once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from onevisit.catalogue.models import BundleVersion, ItemVersion, VersionState
from onevisit.catalogue.rules.definition import Field, ItemDefinition, Question
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.kernel.conditions import ALWAYS

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Element:
    """A data element 数据项 as most forms word it; `uses` is how many published forms ask it."""

    field: Field
    uses: int


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question that published definitions ask; `uses` is how many."""

    question: Question
    uses: int


def data_elements() -> tuple[Element, ...]:
    """Every element of a published form, the most used first; without its condition."""
    found: dict[str, list[Field]] = {}
    for definition in _published("form"):
        for field in definition.form:
            found.setdefault(field.key, []).append(field)
    elements = [
        Element(msgspec.structs.replace(_usual(fields), when=ALWAYS), len(fields))
        for fields in found.values()
    ]
    return tuple(sorted(elements, key=lambda each: (-each.uses, each.field.key)))


def shared_questions() -> tuple[SharedQuestion, ...]:
    """Every question of a published definition, the most used first; without its condition."""
    found: dict[str, list[Question]] = {}
    for definition in _published("questions"):
        for question in definition.questions:
            found.setdefault(question.key, []).append(question)
    shared = [
        SharedQuestion(msgspec.structs.replace(_usual(asked), when=ALWAYS), len(asked))
        for asked in found.values()
    ]
    return tuple(sorted(shared, key=lambda each: (-each.uses, each.question.key)))


def _published(place: str) -> Iterator[ItemDefinition]:
    """What stands at `place` of everything published: one query each for items and bundles."""
    for model in (ItemVersion, BundleVersion):
        rows: Iterable[list[Any] | None] = (
            model._default_manager.filter(state=VersionState.PUBLISHED, document__has_key=place)
            .order_by("id")
            .values_list(f"document__{place}", flat=True)
        )
        for part in rows:
            if part:
                yield parse_item({"code": "x", "name": "x", place: part})


def _usual(found: list[_T]) -> _T:
    """The wording most of them have."""
    return max(found, key=found.count)
