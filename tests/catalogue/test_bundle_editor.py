"""A bundle made by hand: from two lines to a draft of three items, reviewed and published."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import ROLES, Actor, GrantFact, Permission, Role, Scope
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import Bundle, BundleVersion
from onevisit.catalogue.rules.definition import (
    BundleDefinition,
    JointVisit,
    Option,
    Part,
    Question,
)
from onevisit.catalogue.rules.editing.bundling import with_parts
from onevisit.catalogue.rules.editing.sections import (
    BUNDLE_SECTIONS,
    changed_sections,
    part_of,
    with_part,
    with_section,
)
from onevisit.catalogue.rules.parsing import parse_bundle
from onevisit.catalogue.services import NewBundle
from onevisit.directory import queries as directory
from onevisit.kernel import conditions
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.catalogue.conftest import COUNTY, bundle_document
from tests.catalogue.test_editing import MAKER, OTHER
from tests.catalogue.test_findings_page import browser
from tests.catalogue.typing_in import send

pytestmark = pytest.mark.django_db
NAME = "开面馆一件事"
FULL = parse_bundle(bundle_document())


@pytest.fixture
def client(restaurant: UUID) -> Client:
    return browser("keeper", "catalogue_officer", COUNTY)


@pytest.fixture
def code(restaurant: UUID) -> str:
    return services.new_bundle(NewBundle(NAME, "market"), actor=MAKER)


def at(code: str, section: str) -> str:
    return reverse("catalogue:draft-section", args=[code, section])


def held(code: str) -> BundleDefinition:
    return queries.bundle_draft(code, actor=MAKER).definition


def put(code: str, section: str, **values: Any) -> services.Kept:
    view = queries.bundle_draft(code, actor=MAKER)
    return services.change_draft(
        code=code,
        section=section,
        seen=view.digest(section),
        change=lambda bundle: msgspec.structs.replace(bundle, **values),
        actor=MAKER,
    )


def test_every_place_of_a_bundle_belongs_to_one_section_at_most() -> None:
    places = [place for each in BUNDLE_SECTIONS.values() for place in each]
    assert len(places) == len(set(places))
    named = {place.partition(".")[0] for place in places}
    assert set(BundleDefinition.__struct_fields__) - named <= {"schema", "code"}


@given(st.sampled_from(list(BUNDLE_SECTIONS)))
def test_a_section_of_a_bundle_brings_itself_and_nothing_else(section: str) -> None:
    bare = BundleDefinition(code="x", name="甲", parts=())
    moved = with_section(bare, section, FULL)
    assert part_of(moved, section) == part_of(FULL, section)
    assert with_part(bare, section, part_of(FULL, section)) == moved
    assert changed_sections(bare, moved) == ((section,) if moved != bare else ())


KEYS = st.sampled_from("abcd")


@given(st.dictionaries(KEYS, st.sets(KEYS)), st.sets(KEYS))
def test_what_waited_for_a_part_that_is_gone_waits_for_what_that_waited_for(
    edges: dict[str, set[str]], gone: set[str]
) -> None:
    parts = tuple(
        Part(key=key, name=key, catalogue_code=key, after=tuple(sorted(edges[key] & edges.keys())))
        for key in edges
    )
    visit = JointVisit(key="", name="看", parts=tuple(edges))
    before = BundleDefinition(code="x", name="甲", parts=parts, joint_visits=(visit,))
    kept = [part for part in parts if part.key not in gone]
    after = with_parts(before, kept, [Part(key="", name="新", catalogue_code="new")])
    keys = {part.key for part in after.parts}
    assert len(keys) == len(after.parts) == len(kept) + 1
    assert all(set(part.after) <= keys for part in after.parts)
    assert set(after.joint_visits[0].parts) <= keys
    for part in kept:
        same = next(each for each in after.parts if each.key == part.key)
        assert set(part.after) - gone <= set(same.after)


def test_two_lines_begin_a_bundle_and_another_is_copied_without_its_names(client: Client) -> None:
    made = client.post(reverse("catalogue:bundle-new"), {"name": NAME, "department": "market"})
    assert made.headers["Location"] == at("YJS-339921-002", "basics") + "?begun=bundle"
    copy = reverse("catalogue:bundle-new") + "?from=YJS-339921-001"
    made = client.post(copy, {"name": "开奶茶店", "department": "market"})
    definition = held("YJS-339921-003")
    assert made.headers["Location"] == at("YJS-339921-003", "basics") + "?begun=bundle"
    assert (definition.name, definition.lead, definition.everyday) == ("开奶茶店", "market", ())
    assert definition.parts == FULL.parts
    listed = client.get(reverse("catalogue:bundles")).content.decode()
    assert NAME in listed
    assert "开奶茶店" in listed
    missing = client.post(reverse("catalogue:bundle-new"), {"name": "", "department": "market"})
    assert missing.status_code == 422


PARTS = ("330131025000/", "330174010000/", "330117023000/")
"""Food permit, sign, drainage."""


def test_three_items_a_condition_a_promise_and_it_is_published(client: Client, code: str) -> None:
    url = at(code, "parts")
    assert client.get(url, {"shelf": "招牌"}).context["shelf"]
    send(client, url, "pick", pick=list(PARTS))
    names = [part.name for part in held(code).parts]
    assert [part.key for part in held(code).parts] == ["p1", "p2", "p3"]
    page = client.get(url)
    assert "由“" in page.context["lists"][0][1][0].note
    send(client, url, "add:parts.1.when:", parts__1__when__new="sign")
    send(client, url, parts__1__why_not="不挂招牌的不用办。", parts__2__after=["p1"])
    parts = held(code).parts
    assert parts[1].when.variables == {"sign"}
    assert parts[2].after == ("p1",)
    short = send(client, at(code, "limits"), promise="1")
    assert short.status_code == 302
    page = client.get(at(code, "limits"))
    assert page.context["drawing"].over
    assert "bad" in {each.tone for each in page.context["here"]}
    send(client, at(code, "limits"), promise="20")
    assert not client.get(at(code, "limits")).context["drawing"].over
    send(client, at(code, "basics"), "", declared_visits="0", life_events=["创业"])
    phones = {"texts__consult_phone": "0570-88889999", "texts__complaint_phone": "12345"}
    send(client, at(code, "guide"), texts__summary="三件事一次办好。", **phones)
    send(client, at(code, "names"), everyday="开面馆手续")
    view = queries.bundle_draft(code, actor=MAKER)
    assert not view.problems
    assert not [each for each in view.findings if each.severity.value == "block"]
    guide = client.get(reverse("guidance:draft-guide", args=[code])).content.decode()
    assert all(name in guide for name in names)
    figures = client.get(reverse("guidance:draft-figures", args=[code])).content.decode()
    assert "一起办" in figures
    sent = client.post(reverse("catalogue:draft", args=[code]), {"note": "新做的一件事"})
    assert sent.headers["Location"] == reverse("catalogue:bundles")
    with pytest.raises(Refused):
        services.approve(view.version_id, actor=MAKER)
    services.approve(view.version_id, actor=OTHER)
    assert queries.pinned_offer(code).offer.promise == 20
    assert Bundle.objects.get(code=code).current_id == view.version_id
    assert AuditEntry.objects.filter(action="catalogue.new_bundle").exists()


def test_what_parts_ask_and_want_is_merged_and_shown(client: Client, code: str) -> None:
    put(code, "parts", parts=FULL.parts)
    asked = client.get(at(code, "questions"))
    others = [question.key for question, _ in asked.context["others"]]
    assert "sign" in others
    assert asked.context["lists"][0][1] == []
    send(client, at(code, "questions"), "pick:questions:", pick="area")
    asked = client.get(at(code, "questions"))
    assert "问一次，这几件都用" in asked.context["lists"][0][1][0].note
    papers = client.get(at(code, "materials")).context
    assert papers["asked"] < papers["wanted"]
    assert any(each.paper.makers and each.paper.when is None for each in papers["papers"]) or any(
        len(each.paper.wanted) > 1 for each in papers["papers"]
    )
    tried = client.get(reverse("catalogue:draft-try", args=[code]), {"try.area": "500"})
    groups = dict(tried.context["try"].groups)
    assert any(line.tone == "ok" for line in groups["办哪几件"])


def test_a_question_that_a_part_rests_on_does_not_vanish(client: Client, code: str) -> None:
    own = Question(
        key="own",
        label="要不要挂招牌？",
        options=(Option(value="y", label="要"), Option(value="n", label="不要")),
    )
    rests = conditions.compile({"==": [{"var": "own"}, "y"]})
    food, sign = (part for part in FULL.parts if part.key in ("food", "sign"))
    put(code, "questions", questions=(own,))
    put(code, "parts", parts=(food, msgspec.structs.replace(sign, when=rests)))
    refused = send(client, at(code, "questions"), "drop:questions:0")
    assert refused.status_code == 422
    assert sign.name in refused.content.decode()
    assert held(code).questions == (own,)
    send(client, at(code, "parts"), "drop:parts:1")
    send(client, at(code, "questions"), "drop:questions:0")
    assert held(code).questions == ()


def test_two_at_one_section_meet_and_the_last_change_is_taken_back(code: str) -> None:
    put(code, "limits", promise=9)
    view = queries.bundle_draft(code, actor=MAKER)
    put(code, "limits", promise=8)
    with pytest.raises(Conflict):
        services.change_draft(
            code=code,
            section="limits",
            seen=view.digest("limits"),
            change=lambda bundle: msgspec.structs.replace(bundle, promise=7),
            actor=OTHER,
        )
    assert services.undo_change(code=code, actor=MAKER) == "limits"
    assert held(code).promise == 9


def test_a_published_bundle_is_changed_in_a_draft_and_others_may_not(code: str) -> None:
    services.begin_draft(code="YJS-339921-001", actor=MAKER)
    with pytest.raises(Conflict):
        services.begin_draft(code="YJS-339921-001", actor=OTHER)
    assert held("YJS-339921-001") == FULL
    outsider = browser("clerk", "clerk", COUNTY)
    assert outsider.get(at(code, "parts")).status_code == 403
    with pytest.raises(NotFound):
        queries.draft_view(code, actor=MAKER)
    with pytest.raises(Invalid):
        services.new_bundle(NewBundle("甲", "nowhere"), actor=MAKER)


def lead_of(code: str) -> str:
    return Bundle.objects.select_related("lead").get(code=code).lead.code


@pytest.fixture
def steward(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Actor]:
    """Who writes and publishes for some departments alone."""
    rights = frozenset({Permission.CATALOGUE_EDIT, Permission.CATALOGUE_PUBLISH})
    role = Role("steward", "部门专员", rights, departmental=True)
    monkeypatch.setitem(ROLES, role.code, role)

    def of(*departments: str) -> Actor:
        offices = {each.code: each.id for each in directory.departments()}
        scopes = [Scope(offices[each], COUNTY) for each in departments]
        grants = tuple(GrantFact(role.code, scope) for scope in scopes)
        return Actor(user_id=uuid4(), name="沈知行", grants=grants)

    return of


def test_another_department_leads_from_the_version_that_says_so(
    client: Client, steward: Callable[..., Actor]
) -> None:
    code = str(bundle_document()["code"])
    services.begin_draft(code=code, actor=MAKER)
    page = client.get(at(code, "basics")).content.decode()
    assert "牵头部门" in page
    send(client, at(code, "basics"), lead="fire")
    assert (held(code).lead, lead_of(code)) == ("fire", "market")
    version = BundleVersion.objects.get(bundle__code=code, state="draft")
    shown = client.get(reverse("catalogue:version", args=[version.id])).content.decode()
    assert "牵头部门从“安澜县市场监督管理局”改成“安澜县消防救援大队”。" in shown
    services.undo_change(code=code, actor=MAKER)
    assert held(code).lead == "market"
    put(code, "basics", lead="fire")
    services.submit_for_review(version.id, actor=MAKER)
    with pytest.raises(Refused, match="not_permitted"):
        services.approve(version.id, actor=steward("market"))
    services.approve(version.id, actor=steward("market", "fire"))
    assert lead_of(code) == "fire"


def test_a_bundle_nobody_sees_yet_is_handed_over_at_once(code: str) -> None:
    put(code, "basics", lead="fire")
    assert lead_of(code) == "fire"
    with pytest.raises(Invalid, match="unknown_department"):
        put(code, "basics", lead="nobody")


def test_who_hands_a_bundle_over_writes_for_both_departments(
    code: str, steward: Callable[..., Actor]
) -> None:
    def hand_over(actor: Actor) -> None:
        services.change_draft(
            code=code,
            section="basics",
            seen=queries.bundle_draft(code, actor=MAKER).digest("basics"),
            change=lambda bundle: msgspec.structs.replace(bundle, lead="fire"),
            actor=actor,
        )

    for actor in (steward("market"), steward("fire")):
        with pytest.raises(Refused):
            hand_over(actor)
    both = steward("market", "fire")
    leads = queries.bundle_draft(code, actor=both).leads
    assert {each.code for each in leads} == {"market", "fire"}
    hand_over(both)
    assert lead_of(code) == "fire"
