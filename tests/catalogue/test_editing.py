"""Drafts by hand: begun, changed section by section, lost by nobody, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import Actor, GrantFact, Scope
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import DraftChange, ItemVersion
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.sections import (
    SECTIONS,
    changed_sections,
    part_of,
    section_digest,
    section_of,
    with_part,
    with_section,
)
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.services import NewItem
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from tests.catalogue import publishable
from tests.catalogue.conftest import COUNTY

ENTRY = "330131009000"
NEW = NewItem(ENTRY, "临时占道经营登记", "market")
MAKER = Actor(
    user_id=uuid4(), name="温静怡", grants=(GrantFact("catalogue_officer", Scope(region=COUNTY)),)
)
OTHER = replace(MAKER, user_id=uuid4(), name="卢晓峰")


def put(**values: Any) -> Callable[[ItemDefinition], ItemDefinition]:
    return lambda item: msgspec.structs.replace(item, **values)


def seen(code: str, section: str) -> str:
    return queries.draft_view(code, actor=MAKER).digest(section)


def change(code: str, section: str, actor: Actor = MAKER, **values: Any) -> services.Kept:
    return services.change_draft(
        code=code, section=section, seen=seen(code, section), change=put(**values), actor=actor
    )


@pytest.fixture
def code(offices: dict[str, UUID]) -> str:
    return services.new_item(NEW, actor=MAKER)


def test_every_place_of_an_item_belongs_to_one_section_at_most() -> None:
    places = [place for each in SECTIONS.values() for place in each]
    assert len(places) == len(set(places))
    named = {place.partition(".")[0] for place in places}
    fixed = {"schema", "code", "catalogue_code"}
    assert set(ItemDefinition.__struct_fields__) - named <= fixed, "a place nobody can edit"


@given(st.sampled_from(list(SECTIONS)))
def test_a_section_put_elsewhere_brings_itself_and_nothing_else(section: str) -> None:
    full, bare = publishable.item(), ItemDefinition(code="x", name="甲")
    moved = with_section(bare, section, full)
    assert part_of(moved, section) == part_of(full, section)
    for other in set(SECTIONS) - {section}:
        assert section_digest(moved, other) == section_digest(bare, other)
    assert with_part(bare, section, part_of(full, section)) == moved
    assert with_section(moved, section, bare) == bare
    assert changed_sections(bare, moved) == ((section,) if moved != bare else ())


def test_a_finding_is_put_right_where_its_place_is_written() -> None:
    assert section_of("/texts/faq/0") == "faq"
    assert section_of("/materials/3/when") == "materials"
    assert section_of("/regime/promise") == "limits"
    assert section_of("/code") == "basics"


@pytest.mark.django_db
def test_a_new_item_is_a_draft_under_its_whole_code(code: str) -> None:
    assert code == "11339921000000115X4" + ENTRY
    view = queries.draft_view(code, actor=MAKER)
    assert (view.number, view.published, view.problems) == (1, None, ())
    assert {state.name for state in view.sections if state.empty} >= {"materials", "steps"}
    with pytest.raises(Conflict, match="item_exists"):
        services.new_item(NEW, actor=MAKER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "error", "told"),
    [
        ({"code": "33013100900"}, Invalid, "codes.item_code_form"),
        ({"code": "ABCDEFGHIJKL"}, Invalid, "codes.catalogue_code_characters"),
        ({"department": "nobody"}, Invalid, "catalogue.unknown_department"),
    ],
)
def test_what_a_new_item_lacks_is_told(
    offices: dict[str, UUID], wrong: dict[str, str], error: type[DomainError], told: str
) -> None:
    with pytest.raises(error, match=told):
        services.new_item(replace(NEW, **wrong), actor=MAKER)


@pytest.mark.django_db
def test_only_officers_of_the_region_write(code: str) -> None:
    far = replace(MAKER, grants=(GrantFact("catalogue_officer", Scope(region="110000000000")),))
    for attempt in (
        lambda: services.new_item(replace(NEW, code="330131009001"), actor=far),
        lambda: change(code, "basics", far, short_name="占道"),
        lambda: services.undo_change(code=code, actor=far),
        lambda: queries.draft_view(code, actor=far),
    ):
        with pytest.raises(Refused):
            attempt()
    assert queries.items_to_edit(far) == ()
    assert [line.code for line in queries.items_to_edit(MAKER)] == [code]


@pytest.mark.django_db
def test_two_people_in_two_sections_lose_nothing(code: str) -> None:
    basics, names = seen(code, "basics"), seen(code, "names")
    services.change_draft(
        code=code, section="basics", seen=basics, change=put(short_name="占道"), actor=MAKER
    )
    services.change_draft(
        code=code, section="names", seen=names, change=put(everyday=("摆摊",)), actor=OTHER
    )
    kept = queries.draft_view(code, actor=MAKER).definition
    assert (kept.short_name, kept.everyday) == ("占道", ("摆摊",))
    told = AuditEntry.objects.filter(action="catalogue.change_draft")
    assert [entry.facts["section"] for entry in told.order_by("id")] == ["basics", "names"]


@pytest.mark.django_db
def test_two_people_in_one_section_lose_nothing(code: str) -> None:
    drawn = seen(code, "basics")
    change(code, "basics", OTHER, short_name="占道", declared_visits=1)
    change(code, "basics", OTHER, declared_visits=2)
    mine = put(presence_reason="要当面核对", declared_visits=None)
    kept = services.change_draft(code=code, section="basics", seen=drawn, change=mine, actor=MAKER)
    assert kept.beside == "卢晓峰"
    now = queries.draft_view(code, actor=MAKER).definition
    assert (now.short_name, now.declared_visits, now.presence_reason) == ("占道", 2, "要当面核对")


@pytest.mark.django_db
def test_a_section_changed_in_between_is_told_with_name_and_time(code: str) -> None:
    old = seen(code, "names")
    change(code, "names", OTHER, everyday=("摆摊",))
    with pytest.raises(Conflict, match="section_changed") as refusal:
        services.change_draft(
            code=code, section="names", seen=old, change=put(everyday=("夜市",)), actor=MAKER
        )
    assert refusal.value.facts["by"] == "卢晓峰"
    assert queries.draft_view(code, actor=MAKER).definition.everyday == ("摆摊",)


@pytest.mark.django_db
def test_a_change_reaches_no_other_section(code: str) -> None:
    change(code, "names", everyday=("摆摊",), name="改了名")
    kept = queries.draft_view(code, actor=MAKER).definition
    assert (kept.name, kept.everyday) == (NEW.name, ("摆摊",))


@pytest.mark.django_db
def test_one_page_that_saves_again_and_again_is_one_change(code: str) -> None:
    drawn = seen(code, "names")
    for word in ("摆摊", "夜市摆摊"):
        services.change_draft(
            code=code,
            section="names",
            seen=drawn,
            change=put(everyday=(word,)),
            actor=MAKER,
            page="p1",
        )
    assert DraftChange.objects.count() == 1
    assert services.undo_change(code=code, actor=MAKER) == "names"
    assert queries.draft_view(code, actor=MAKER).definition.everyday == ()


@pytest.mark.django_db
def test_the_last_save_can_be_taken_back_one_after_the_other(code: str) -> None:
    change(code, "names", everyday=("摆摊",))
    change(code, "basics", short_name="占道")
    assert services.undo_change(code=code, actor=MAKER) == "basics"
    assert services.undo_change(code=code, actor=OTHER) == "names"
    with pytest.raises(Conflict, match="nothing_to_undo"):
        services.undo_change(code=code, actor=MAKER)
    view = queries.draft_view(code, actor=MAKER)
    assert (view.definition.short_name, view.definition.everyday, view.undoable) == ("", (), False)
    assert [line.undo for line in view.changes] == [True, True, False, False]


@pytest.mark.django_db
def test_what_contradicts_is_kept_and_told_but_never_published(code: str) -> None:
    document = parse_item(
        {
            "code": code,
            "name": "甲",
            "materials": [
                {"key": "a", "name": "甲", "need": "3"},
                {
                    "key": "b",
                    "name": "乙",
                    "source": {"kind": "fetched", "provider": "nobody", "service": "x"},
                },
            ],
        }
    )
    change(code, "materials", materials=document.materials)
    view = queries.draft_view(code, actor=MAKER)
    codes = {problem.code for problem in view.problems}
    assert codes == {"catalogue.defer_days_missing", "catalogue.unknown_department"}
    state = next(each for each in view.sections if each.name == "materials")
    assert state.block == 2
    with pytest.raises(Invalid, match="definition_refused"):
        services.submit_for_review(view.version_id, actor=MAKER)


@pytest.mark.django_db
def test_while_somebody_reviews_it_nobody_writes(publish: Callable[[str], UUID]) -> None:
    row = ItemVersion.objects.select_related("item").get(id=publish("small_food"))
    begun = services.begin_draft(code=row.item.code, actor=MAKER)
    services.submit_for_review(begun, actor=MAKER)
    with pytest.raises(Conflict, match="version_in_review"):
        services.undo_change(code=row.item.code, actor=MAKER)
    assert queries.draft_offer(row.item.code, actor=OTHER)[1].number == 2


@pytest.mark.django_db
def test_a_copy_is_a_draft_with_its_own_name_and_no_everyday_names(code: str) -> None:
    change(code, "names", everyday=("摆摊",))
    change(code, "limits", regime=publishable.item().regime)
    copied = services.copy_item(
        code, replace(NEW, code="330131009001", name="夜市经营登记"), actor=MAKER
    )
    kept = queries.draft_view(copied, actor=MAKER).definition
    assert (kept.name, kept.everyday, kept.regime) == (
        "夜市经营登记",
        (),
        publishable.item().regime,
    )
    kind = queries.kind_to_add(copied)
    assert kind["code"] == copied + "01"
    services.copy_item(copied, replace(NEW, code=kind["code"], name="夜市（小吃）"), actor=MAKER)
    assert [queries.kind_to_add(each)["code"] for each in (copied, kind["code"])] == [
        copied + "02"
    ] * 2
    with pytest.raises(NotFound, match="no_such_draft"):
        services.copy_item("nothing", replace(NEW, code="330131009002"), actor=MAKER)


@pytest.mark.django_db
def test_what_is_published_is_changed_in_a_draft_of_it(publish: Callable[[str], UUID]) -> None:
    version = publish("small_food")
    row = ItemVersion.objects.select_related("item").get(id=version)
    begun = services.begin_draft(code=row.item.code, actor=MAKER)
    draft = ItemVersion.objects.get(id=begun)
    assert (draft.number, draft.digest, draft.refs.count()) == (2, row.digest, row.refs.count())
    with pytest.raises(Conflict, match="draft_exists"):
        services.begin_draft(code=row.item.code, actor=MAKER)
    change(row.item.code, "basics", short_name="新简称")
    row.refresh_from_db()
    assert row.document.get("short_name") != "新简称"
