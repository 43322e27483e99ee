"""The bundles of the county: what together saves, and what is special about a situation."""

from collections.abc import Mapping
from functools import cache
from itertools import islice

import pytest

from demo import content
from onevisit.cases.rules.parties import demands
from onevisit.catalogue.rules.checks import check_bundle, check_item
from onevisit.catalogue.rules.composition import Offer, compose_bundle
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.publishing import item_findings
from onevisit.catalogue.rules.vocabulary import OnlineDepth, PartyRole
from onevisit.guidance.rules.checklist import Checklist, checklist
from onevisit.guidance.rules.figures import figures
from onevisit.guidance.rules.questions import clean_answers, open_questions
from onevisit.guidance.rules.situation import Answer
from onevisit.guidance.rules.survey import situations

BUNDLES = sorted(content.bundles())
OURS = ("newborn", "house_sale", "after_death", "retirement")
"""Of these nothing is explained away: `test_catalogue` lets some warnings of the oldest stand."""


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
def test_together_is_never_more_than_one_by_one(key: str) -> None:
    offer = _offer(key)
    every = list(islice(situations(offer), 1_500))
    for answers in every[:: max(1, len(every) // 40)]:
        shown = figures(offer, answers)
        assert shown.exact, answers
        assert shown.after.materials <= shown.before.materials, answers
        assert shown.after.fields <= shown.before.fields, answers
        assert (shown.after.days or 0) <= min(shown.before.days or 0, offer.promise or 0), answers


@pytest.mark.parametrize("key", OURS)
def test_nothing_is_left_to_warn_of(key: str) -> None:
    bundle, items = _bundle(key)
    for item in items.values():
        assert check_item(item).warnings == ()
        assert item_findings(item) == ()
    assert check_bundle(bundle, items).warnings == ()


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


SOLD: dict[str, Answer] = {
    "house_use": "housing",
    "seller_kind": "person",
    "seller_family": "single",
    "buyer_home": "first",
    "payment": "own",
    "mortgaged": "no",
    "old_cert": "electronic",
    "draw_fund": "no",
    "meters": "no",
}


@pytest.mark.parametrize(
    ("changed", "asked", "added"),
    [
        ({}, set(), set()),
        ({"old_cert": "paper"}, {"old_house_cert"}, set()),
        ({"mortgaged": "yes"}, {"mortgage_agreement"}, set()),
        ({"payment": "loan"}, set(), {"mortgage"}),
        ({"draw_fund": "yes", "meters": "yes"}, set(), {"fund", "meters"}),
        ({"seller_kind": "company"}, {"company_resolution", "sale_invoice"}, set()),
    ],
)
def test_a_house_is_sold_with_what_its_case_needs_and_no_more(
    changed: dict[str, Answer], asked: set[str], added: set[str]
) -> None:
    listed = _listed("house_sale", SOLD | changed)
    assert _asked(listed) == asked
    assert _parts(listed) == {"check", "contract", "notice", "tax", "transfer"} | added


def test_a_house_is_sold_from_home_and_its_fee_is_in_its_page() -> None:
    """Nobody goes anywhere: every act of the applicant's side can be done from afar."""
    bundle, items = _bundle("house_sale")
    assert (bundle.online_depth, bundle.declared_visits) == (OnlineDepth.FULL, 0)
    for item in (items[key] for key in ("contract", "notice", "tax", "transfer", "mortgage")):
        acts = [step for step in item.steps if step.party is PartyRole.APPLICANT]
        assert item.declared_visits == 0
        assert all(any(mode.remote for mode in act.modes) for act in acts)
    assert "80 元" in items["transfer"].fees[0].standard
    assert "550 元" in items["transfer"].fees[0].standard
    assert len(items["tax"].fees) == 3


@pytest.mark.parametrize(
    ("changed", "roles"),
    [
        ({}, ["seller"]),
        ({"seller_family": "married"}, ["seller", "seller_spouse"]),
        ({"seller_kind": "company"}, ["seller_company"]),
    ],
)
def test_who_must_agree_to_a_sale_follows_from_the_answers(
    changed: dict[str, Answer], roles: list[str]
) -> None:
    offer = _offer("house_sale")
    given = clean_answers(offer, SOLD | changed)
    assert [each.need.key for each in demands(offer, given)] == roles
    assert not open_questions(offer, given)


GONE: dict[str, Answer] = {
    "death_how": "hospital",
    "dead_pension": "retired",
    "dead_medical": "employee",
    "dead_left": ["fund", "licence", "deposit"],
    "dead_kin": "near",
}
EVERYTHING = {part.key for part in _offer("after_death").parts}


@pytest.mark.parametrize(
    ("changed", "asked", "without"),
    [
        ({}, set(), set()),
        ({"death_how": "unnatural"}, {"death_certificate"}, {"death"}),
        ({"dead_kin": "other"}, {"heir_proof"}, set()),
        ({"dead_pension": "resident"}, set(), {"survivor"}),
        ({"dead_pension": "working"}, set(), {"pension"}),
        ({"dead_pension": "none"}, set(), {"pension", "survivor", "account"}),
        ({"dead_medical": "resident"}, set(), {"medical_account"}),
        ({"dead_left": []}, set(), {"fund", "licence", "deposit"}),
    ],
)
def test_after_a_death_the_family_brings_only_what_no_office_has(
    changed: dict[str, Answer], asked: set[str], without: set[str]
) -> None:
    listed = _listed("after_death", GONE | changed)
    assert _asked(listed) == asked
    assert _parts(listed) == EVERYTHING - without


RETIRED: dict[str, Answer] = {
    "retire_way": "normal",
    "retire_by": "self",
    "deemed_years": "no",
    "medical_years": "enough",
    "retire_fund": "no",
}


@pytest.mark.parametrize(
    ("changed", "asked", "added"),
    [
        ({}, set(), set()),
        ({"retire_by": "employer"}, {"employer_form"}, set()),
        ({"retire_way": "early"}, {"early_notice"}, set()),
        ({"deemed_years": "yes", "file_where": "known"}, set(), {"deemed"}),
        ({"deemed_years": "yes", "file_where": "unknown"}, {"personnel_file"}, {"deemed"}),
        ({"retire_way": "special", "file_where": "known"}, {"work_posts"}, {"special"}),
        ({"retire_fund": "yes"}, set(), {"fund"}),
    ],
)
def test_who_retires_hands_in_what_their_working_life_makes_needed(
    changed: dict[str, Answer], asked: set[str], added: set[str]
) -> None:
    listed = _listed("retirement", RETIRED | changed)
    assert _asked(listed) == asked
    assert _parts(listed) == {"household", "able", "amount", "claim", "medical"} | added
