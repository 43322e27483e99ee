"""Every item and bundle of the county: published without findings, and wise in any situation."""

import random

import pytest

from demo import content
from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.catalogue.rules.composition import compose_bundle
from onevisit.catalogue.rules.definition import ItemDefinition, Question
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import Severity, bundle_findings, item_findings
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules.checklist import checklist
from onevisit.guidance.rules.questions import open_questions

SITUATIONS = 40
EXPLAINED = {
    "material_deferred_too_long": "a picture or an old card may follow after the decision",
    "result_sample_missing": "the oldest items say what the result is, not yet how it looks",
}
"""Warnings that are let stand, and why."""


def _items() -> dict[tuple[str, str], ItemDefinition]:
    items = [parse_item(each.document) for each in content.items()]
    return {(each.catalogue_code, each.code[31:]): each for each in items}


def an_answer(lots: random.Random, question: Question) -> object:
    """Any answer the question takes."""
    match question.kind:
        case VarKind.NUMBER:
            bounds = (int(question.minimum or 0), int(question.maximum or 1000))
            return lots.choice([*bounds, lots.randint(*bounds), lots.randint(*bounds)])
        case VarKind.MULTI:
            return [each.value for each in question.options if lots.random() < 0.4]
        case VarKind.DATE:
            return "2026-06-30"
        case _:
            return lots.choice(question.options).value


@pytest.mark.parametrize("key", [each.key for each in content.items()])
def test_an_item_holds_together_and_may_be_published(key: str) -> None:
    item = parse_item(next(each.document for each in content.items() if each.key == key))
    assert check_item(item).problems == ()
    found = item_findings(item)
    assert [each for each in found if each.severity is Severity.BLOCK] == []
    assert {each.rule for each in found} <= EXPLAINED.keys()


@pytest.mark.parametrize("key", content.bundles())
def test_a_bundle_asks_nobody_for_what_it_produces(key: str) -> None:
    bundle, items = parse_bundle(content.bundles()[key]), _items()
    parts = {part.key: items[part.catalogue_code, part.variant] for part in bundle.parts}
    assert check_bundle(bundle, parts).problems == ()
    assert bundle_findings(bundle, parts) == ()
    offer, lots = compose_bundle(bundle, parts), random.Random(key)
    seen: set[str] = set()
    for _ in range(SITUATIONS):
        answers: dict[str, object] = {}
        while waiting := open_questions(offer, answers):  # type: ignore[arg-type]
            answers[waiting[0].key] = an_answer(lots, waiting[0])
        listed = checklist(offer, answers)  # type: ignore[arg-type]
        assert listed.complete
        assert listed.active_parts, answers
        produced = {r.key for part in listed.active_parts for r in part.item.results}
        assert not produced & {line.key for line in (*listed.bring(), *listed.may_follow())}
        assert all(line.reason for line in listed.not_needed()), answers
        seen |= {part.key for part in listed.active_parts}
    assert seen == set(parts), "a part that no situation ever needs"
