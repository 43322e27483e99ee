"""What comes out: the name of the result says how the case ends."""

import re
from collections.abc import Iterator

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.publishing.model import Hit, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import Processing

_NOTE = re.compile(r"[（(][^（）()]*[)）]|[《》〈〉“”\"\s]+")
_VOUCHER = ("凭证", "证明", "存证", "公证")
_LICENCE = ("证", "证书", "执照")
_APPROVAL = ("批复", "批文", "批件")


def processing_of(name: str) -> Processing | None:
    """How a case ends whose result is called this; None where the name does not say."""
    plain = _NOTE.sub("", name)
    if plain.endswith(_APPROVAL):
        return Processing.APPROVAL
    if plain.endswith(_LICENCE) and not plain.endswith(_VOUCHER):
        return Processing.LICENCE
    return Processing.DOCUMENT if plain.endswith("文") else None


def _result_missing(item: ItemDefinition) -> Iterator[Hit]:
    if not item.results:
        yield Hit("/results")


def _type_missing(item: ItemDefinition) -> Iterator[Hit]:
    for index, result in enumerate(item.results):
        if not result.kind.strip():
            yield Hit(f"/results/{index}/kind", result.name)


def _sample_missing(item: ItemDefinition) -> Iterator[Hit]:
    for index, result in enumerate(item.results):
        if not result.sample.strip():
            yield Hit(f"/results/{index}/sample", result.name)


def _processing_missing(item: ItemDefinition) -> Iterator[Hit]:
    if item.results and item.processing is None:
        yield Hit("/processing")


def _processing_contradicts(item: ItemDefinition) -> Iterator[Hit]:
    """With several results any of them may be the one that ends the case."""
    named = {processing_of(result.name): result.name for result in item.results}
    said = {way: name for way, name in named.items() if way is not None}
    if item.processing is not None and said and item.processing not in said:
        yield Hit("/processing", next(iter(said.values())))


_SILENT = (Subject.RESULT, Severity.WARN, Kind.MISSING)
RULES = (
    Rule("result_missing", *_SILENT, _result_missing),
    Rule("result_type_missing", *_SILENT, _type_missing),
    Rule("result_sample_missing", *_SILENT, _sample_missing),
    Rule("processing_missing", *_SILENT, _processing_missing),
    Rule(
        "processing_contradicts",
        Subject.RESULT,
        Severity.BLOCK,
        Kind.WRONG,
        _processing_contradicts,
    ),
)
