"""Every bundle of the county: whole, publishable, and never asking for what it makes itself."""

from collections.abc import Mapping
from functools import cache
from itertools import islice

import pytest

from demo import content
from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.catalogue.rules.composition import Offer, compose_bundle
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import Severity, bundle_findings, item_findings
from onevisit.guidance.rules.checklist import Checklist, checklist
from onevisit.guidance.rules.figures import figures
from onevisit.guidance.rules.questions import clean_answers, open_questions
from onevisit.guidance.rules.situation import Answer
from onevisit.guidance.rules.survey import situations

BUNDLES = sorted(content.bundles())
FIRST = {"restaurant"}
"""Built before there were publish rules: its items have no samples of results yet."""


@cache
def _items() -> dict[str, ItemDefinition]:
    return {each.key: parse_item(each.document) for each in content.items()}


@cache
def _bundle(key: str) -> tuple[BundleDefinition, dict[str, ItemDefinition]]:
    bundle = parse_bundle(content.bundles()[key])
    named = {(each.catalogue_code, each.code[31:]): each for each in _items().values()}
    return bundle, {part.key: named[part.catalogue_code, part.variant] for part in bundle.parts}


@cache
def _offer(key: str) -> Offer:
    return compose_bundle(*_bundle(key))


def _listed(key: str, answers: Mapping[str, Answer]) -> Checklist:
    offer = _offer(key)
    given = clean_answers(offer, answers)
    assert not open_questions(offer, given)
    return checklist(offer, given)


def _parts(listed: Checklist) -> set[str]:
    return {part.key for part in listed.active_parts}


def _asked(listed: Checklist) -> set[str]:
    return {line.key for line in (*listed.bring(), *listed.may_follow())}


@pytest.mark.parametrize("key", BUNDLES)
def test_the_publish_rules_find_nothing_in_a_bundle_and_its_items(key: str) -> None:
    bundle, items = _bundle(key)
    assert check_bundle(bundle, items).problems == ()
    assert bundle_findings(bundle, items) == ()
    found = [each for item in items.values() for each in item_findings(item)]
    assert not [each for each in found if each.severity is Severity.BLOCK]
    if key not in FIRST:
        assert found == []
        for item in items.values():
            assert check_item(item) == check_item(item).__class__((), ())
    assert len(bundle.everyday) >= 8
    assert len(bundle.texts.faq) >= 2
    assert bundle.life_events


@pytest.mark.parametrize("key", BUNDLES)
def test_no_bundle_asks_for_what_it_makes_and_none_promises_too_little(key: str) -> None:
    offer = _offer(key)
    every = list(islice(situations(offer), 1_500))
    for answers in every[:: max(1, len(every) // 40)]:
        listed = checklist(offer, answers)
        assert listed.complete, answers
        made = {result.key for part in listed.active_parts for result in part.item.results}
        assert not _asked(listed) & made, answers
        for line in listed.not_needed():
            assert line.reason, (answers, line.key)
        for line in listed.inactive_parts:
            assert line.why_not, (answers, line.part.key)
        shown = figures(offer, answers)
        assert shown.after.materials <= shown.before.materials, answers
        assert shown.after.fields <= shown.before.fields, answers
        assert (shown.after.days or 0) <= min(shown.before.days or 0, offer.promise or 0), answers


BORN: dict[str, Answer] = {
    "birth_place": "county",
    "baby_age": "early",
    "household_of": "mother",
    "married": "yes",
    "parents_nation": "same",
    "birth_count": "one",
    "birth_bill": "settled",
}


def test_a_child_born_here_costs_two_uploads_and_no_trip() -> None:
    listed = _listed("newborn", BORN)
    assert _parts(listed) == {"birth", "vaccine", "register", "insurance", "card", "guidance"}
    assert _asked(listed) == {"naming_consent"}
    assert {line.key for line in listed.produced()} == {"birth_certificate", "child_household"}
    assert {line.key for line in listed.optional()} == {"child_photo"}
    assert _offer("newborn").declared_visits == 0


@pytest.mark.parametrize(
    ("changed", "more", "fewer"),
    [
        ({"birth_place": "province"}, {"birth_record"}, set()),
        ({"birth_place": "elsewhere"}, set(), {"birth"}),
        ({"baby_age": "late"}, set(), {"birth"}),
        ({"parents_nation": "different"}, {"nation_choice"}, set()),
        ({"married": "no", "household_of": "father"}, {"paternity_report"}, set()),
        ({"household_of": "collective"}, {"collective_consent"}, set()),
        ({"household_of": "outside"}, set(), {"register", "insurance", "card"}),
        ({"birth_bill": "resident", "pay_to": "social_card"},
         {"medical_invoice", "cost_list", "diagnosis"}, set()),
    ],
)  # fmt: skip
def test_what_is_special_about_a_birth_changes_just_that(
    changed: dict[str, Answer], more: set[str], fewer: set[str]
) -> None:
    plain, other = _listed("newborn", BORN), _listed("newborn", BORN | changed)
    assert _asked(other) - _asked(plain) == more
    assert _parts(plain) - _parts(other) == fewer


def test_of_twins_each_is_handed_in_by_itself() -> None:
    keys = {use.field.key for use in _listed("newborn", BORN | {"birth_count": "more"}).fields}
    assert "child.birth_order" in keys
    assert "child.birth_order" not in {use.field.key for use in _listed("newborn", BORN).fields}
