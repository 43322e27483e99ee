"""八统一 end to end: a standard, the report over regions, and a standard taken up and undone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM, Actor, GrantFact, Scope
from onevisit.audit.models import AuditEntry
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import (
    Adoption,
    Comparison,
    Item,
    ItemVersion,
    Standard,
    StandardDraft,
)
from onevisit.catalogue.queries import Narrowed
from onevisit.catalogue.rules.unifying import LATITUDES, Aspect
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.kernel.sheets import read_sheet
from tests.catalogue.test_editing import put
from tests.catalogue.test_findings_page import browser
from tests.factories.publishing import OFFICER
from tests.factories.standards import (
    CODES,
    COUNTY,
    ENTRY,
    OTHER,
    TOWN,
    document,
    stand,
    standard,
    towns,
)

pytestmark = pytest.mark.django_db
QUICKER = ("/regime/promise", 2), ("/steps/1/limit", 2), ("/materials/1/defer_days", 1)
OWN_PAPER = ("/materials/2", {"key": "health", "name": "健康证"})
RENAMED = ("/name", "食品摊贩备案")


@pytest.fixture
def three(offices: dict[str, UUID]) -> None:
    """The county's item, a town's that is only quicker, another town's that asks too much."""
    towns()
    stand(COUNTY)
    stand(TOWN, *QUICKER)
    stand(OTHER, OWN_PAPER, RENAMED)


def ended(given: UUID) -> UUID:
    """The standard, ended by two."""
    asked = services.ask_withdrawal(standard_id=given, reason="法规改了。", actor=OFFICER)
    return services.approve_standard(draft_id=asked, actor=replace(OFFICER, user_id=uuid4()))


def adopt(given: UUID, *regions: str, actor: Actor = OFFICER) -> UUID:
    codes = [CODES[each] for each in regions]
    seen = {line.code: line.digest for line in queries.adoption_preview(given, codes)}
    return services.adopt_standard(standard_id=given, seen=seen, actor=actor)


def test_a_standard_is_a_version_with_who_when_why(three: None) -> None:
    first = standard()
    second = standard(latitudes=("contact",), reason="不许不同。")
    rows = list(Standard.objects.order_by("number"))
    assert [(each.id, each.number, each.reason) for each in rows] == [
        (first, 1, "全县一个标准。"),
        (second, 2, "不许不同。"),
    ]
    assert rows[0].published_by_name == OFFICER.name
    assert rows[0].document["texts"] == {"legal_basis": document(COUNTY)["texts"]["legal_basis"]}
    assert AuditEntry.objects.filter(action="catalogue.publish_standard").count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Standard.objects.filter(id=first).update(reason="改写")


def test_what_is_wrong_with_a_standard_is_refused(three: None) -> None:
    for given, code in (
        ({"reason": " "}, "standard_reason"),
        ({"latitudes": ("anything",)}, "unknown_latitude"),
        ({"region": "999999000000"}, "standard_without_region"),
        ({"document": {"code": 1}}, "document_malformed"),
    ):
        with pytest.raises(Invalid, match=rf"catalogue\.{code}"):
            standard(**given)
    with pytest.raises(NotFound, match=r"catalogue\.no_such_entry"):
        standard(entry="000000000000")
    with pytest.raises(Refused, match=r"catalogue\.standard_needs_name"):
        standard(actor=SYSTEM)
    elsewhere = GrantFact("catalogue_officer", Scope(region=TOWN))
    with pytest.raises(Refused, match=r"accounts\.not_permitted"):
        standard(actor=replace(OFFICER, grants=(elsewhere,)))
    standard()
    with pytest.raises(Conflict, match=r"catalogue\.standard_unchanged"):
        standard()


def test_items_are_compared_when_either_side_changes(three: None) -> None:
    def counted() -> dict[str, tuple[int, int]]:
        rows = Comparison.objects.values_list("item__code", "forbidden", "allowed")
        return {code: (forbidden, allowed) for code, forbidden, allowed in rows}

    assert set(counted().values()) == {(0, 0)}
    standard()
    assert counted() == {CODES[COUNTY]: (0, 0), CODES[TOWN]: (0, 3), CODES[OTHER]: (2, 0)}
    stand(OTHER, OWN_PAPER)
    assert counted()[CODES[OTHER]] == (1, 0)
    stand(TOWN, ("/regime/promise", 9))
    assert counted()[CODES[TOWN]] == (1, 0)
    strict = standard(latitudes=())
    assert counted()[CODES[COUNTY]] == (0, 0)
    ended(strict)
    assert set(counted().values()) == {(0, 0)}
    with pytest.raises(Conflict, match="standard_unchanged"):
        services.ask_withdrawal(standard_id=strict, reason="再来。", actor=OFFICER)


def test_the_nearest_standard_holds(three: None) -> None:
    standard()
    own = standard(region=OTHER, document=document(OTHER, OWN_PAPER, RENAMED))
    assert Comparison.objects.get(item__code=CODES[OTHER]).standard_id == own
    assert Comparison.objects.get(item__code=CODES[OTHER]).forbidden == 0
    assert Comparison.objects.get(item__code=CODES[TOWN]).standard_id != own


def test_the_report_counts_by_entry_region_and_department(three: None) -> None:
    before = queries.unification(Narrowed(), OFFICER)
    (line,) = before.entries
    assert (line.items, line.regions, line.standard, line.ways) == (3, 3, 0, 3)
    assert before.totals.differing == 1
    standard()
    after = queries.unification(Narrowed(), OFFICER)
    (line,) = after.entries
    assert (line.deviating, line.forbidden, line.allowed) == (1, 2, 3)
    assert (after.by_region[0].key, after.by_region[0].forbidden) == (OTHER, 2)
    assert len(after.by_department) == 3
    for asked, found in (
        (Narrowed(state="deviating"), 1),
        (Narrowed(state="differing"), 0),
        (Narrowed(region=TOWN), 1),
        (Narrowed(region="330000000000"), 0),
        (Narrowed(department_id=uuid4()), 0),
        (Narrowed(after=(ENTRY, "")), 0),
    ):
        assert len(queries.unification(asked, OFFICER).entries) == found, asked


def test_without_a_standard_the_majority_is_proposed(three: None) -> None:
    view = queries.entry_view(ENTRY, "", OFFICER)
    assert view.proposal is not None
    assert view.proposal.definition.name == "食品摊贩登记"
    assert view.proposal.shares[Aspect.MATERIALS].agreeing == 1
    assert view.proposal.shares[Aspect.MAIN_NAME].agreeing == 2
    assert {each.code for each in view.items if each.deviations} >= {CODES[OTHER]}


def test_how_far_regions_depart_is_kept_day_by_day(three: None) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    url = reverse("catalogue:unification")
    services.count_deviations()
    assert "的走势" not in body(client.get(url))
    with clock.travel(clock.now() + timedelta(days=1)):
        standard()
        services.count_deviations()
        services.count_deviations()
    days = queries.deviation_days(OFFICER)
    assert [(each.of("").items, each.of("").forbidden) for each in days] == [(3, 0), (3, 2)]
    assert (days[1].of(OTHER).forbidden, days[1].of(TOWN).allowed) == (2, 3)
    shown = body(client.get(url))
    assert "各地不允许的偏离，从" in shown and "0 处到" in shown and "2 处。" in shown
    one = body(client.get(url, {"region": TOWN}))
    assert "看各地合起来的" in one and "0 处到" in one
    with pytest.raises(Refused):
        queries.deviation_days(replace(OFFICER, grants=()))


def test_a_great_many_changes_wait_for_the_next_comparison(three: None) -> None:
    from onevisit.catalogue.rules.events import CatalogueChanged

    ids = tuple(Item.objects.values_list("id", flat=True))
    services.compare_changed(CatalogueChanged(item_ids=(*ids, *(uuid4() for _ in range(20)))))
    assert not Comparison.objects.exists()
    assert queries.unification(Narrowed(), OFFICER).totals.uncompared == 3
    assert services.compare_everything(actor=OFFICER, only_new=True) == 3
    assert services.compare_everything(actor=OFFICER, only_new=True) == 0


def test_a_standard_is_taken_up_in_one_step_and_undone(three: None) -> None:
    given = standard()
    before = set(ItemVersion.objects.values_list("id", flat=True))
    made = adopt(given, TOWN, OTHER)
    view = queries.adoption_view(made, OFFICER)
    assert [(line.code, line.state) for line in view.lines] == [(CODES[OTHER], "draft")]
    assert view.lines[0].aspects == (Aspect.MAIN_NAME, Aspect.MATERIALS)
    draft = ItemVersion.objects.get(item__code=CODES[OTHER], state="draft")
    assert draft.document["name"] == "食品摊贩登记"
    assert [each["key"] for each in draft.document["materials"]] == ["form", "photo"]
    assert draft.document["texts"] == document(OTHER)["texts"], "what is theirs stays"
    undone = services.undo_adoption(adoption_id=made, actor=OFFICER)
    assert undone.taken_back == (CODES[OTHER],)
    assert set(ItemVersion.objects.values_list("id", flat=True)) == before
    with pytest.raises(Conflict, match=r"catalogue\.adoption_undone"):
        services.undo_adoption(adoption_id=made, actor=OFFICER)


def test_the_drafts_end_in_the_normal_review(three: None) -> None:
    made = adopt(standard(), OTHER)
    assert services.submit_adoption(adoption_id=made, actor=OFFICER) == 1
    version = ItemVersion.objects.get(item__code=CODES[OTHER], state="in_review")
    with pytest.raises(Refused, match=r"catalogue\.own_draft"):
        services.approve(version.id, actor=OFFICER)
    assert services.undo_adoption(adoption_id=made, actor=OFFICER).left == (CODES[OTHER],)


def test_what_somebody_went_on_with_is_left(three: None) -> None:
    made = adopt(standard(), OTHER)
    services.save_item_draft(
        document(OTHER, ("/everyday", ["摆摊"])),
        region=OTHER,
        department="shiqiao",
        actor=OFFICER,
    )
    view = queries.adoption_view(made, OFFICER)
    assert (view.waiting, view.undoable) == (True, False), "handed in with the others"
    assert services.undo_adoption(adoption_id=made, actor=OFFICER).left == (CODES[OTHER],)
    assert ItemVersion.objects.filter(state="draft").count() == 1


def test_nothing_is_written_over(three: None) -> None:
    given = standard()
    (line,) = queries.adoption_preview(given, [CODES[OTHER]])
    stand(OTHER, OWN_PAPER)
    with pytest.raises(Conflict, match=r"catalogue\.item_moved_on"):
        services.adopt_standard(standard_id=given, seen={line.code: line.digest}, actor=OFFICER)
    services.save_item_draft(
        document(OTHER, OWN_PAPER, ("/everyday", ["摆摊"])),
        region=OTHER,
        department="shiqiao",
        actor=OFFICER,
    )
    with pytest.raises(Conflict, match=r"catalogue\.item_moved_on"):
        adopt(given, OTHER)
    with pytest.raises(Invalid, match=r"catalogue\.nothing_to_adopt"):
        adopt(given, TOWN)
    with pytest.raises(NotFound, match=r"catalogue\.no_such_standard"):
        queries.adoption_preview(uuid4(), [])
    assert not Adoption.objects.exists()


def test_only_who_keeps_all_of_them_may_take_it_up(three: None) -> None:
    given = standard()
    town = replace(OFFICER, grants=(GrantFact("catalogue_officer", Scope(region=TOWN)),))
    with pytest.raises(Refused, match=r"accounts\.not_permitted"):
        adopt(given, OTHER, actor=town)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_make_one_draft(three: None) -> None:
    given = standard()
    seen = {line.code: line.digest for line in queries.adoption_preview(given, [CODES[OTHER]])}

    def attempt(_: int) -> str:
        try:
            services.adopt_standard(standard_id=given, seen=seen, actor=OFFICER)
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "adopted"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == ["adopted", "catalogue.item_moved_on"]


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


def section_seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_a_draft_of_a_standard_is_given_up_or_overtaken(three: None) -> None:
    asked: dict[str, Any] = {"entry": ENTRY, "region": COUNTY, "latitudes": ()}
    writer = replace(OFFICER, user_id=uuid4())
    draft = services.begin_standard(**asked, document=document(COUNTY), actor=writer)
    with pytest.raises(Conflict, match="standard_draft_exists"):
        services.begin_standard(**asked, document=document(TOWN), actor=OFFICER)
    with pytest.raises(Conflict, match="standard_not_submitted"):
        services.approve_standard(draft_id=draft, actor=OFFICER)
    services.drop_standard(draft_id=draft, actor=OFFICER)
    first = standard()
    draft = services.begin_standard(**asked, document=document(TOWN), actor=writer)
    services.submit_standard(draft_id=draft, reason="快一点。", actor=writer)
    with pytest.raises(Conflict, match="standard_draft_exists"):
        services.ask_withdrawal(standard_id=first, reason="不用了。", actor=OFFICER)
    StandardDraft.objects.update(based_on=0)
    with pytest.raises(Conflict, match="standard_moved"):
        services.approve_standard(draft_id=draft, actor=OFFICER)


def test_it_takes_two_to_end_a_standard(three: None) -> None:
    given = standard()
    with pytest.raises(Invalid, match="standard_reason"):
        services.ask_withdrawal(standard_id=given, reason=" ", actor=OFFICER)
    asked = services.ask_withdrawal(standard_id=given, reason="法规改了。", actor=OFFICER)
    with pytest.raises(Refused, match="own_draft"):
        services.approve_standard(draft_id=asked, actor=OFFICER)
    assert Comparison.objects.filter(standard=given).count() == 3, "it holds as long"
    services.return_standard(draft_id=asked, actor=replace(OFFICER, user_id=uuid4()))
    assert not StandardDraft.objects.exists()
    row = Standard.objects.get(id=ended(given))
    assert (row.withdrawn, row.number, row.document) == (True, 2, {})
    assert str(row.published_by) not in row.hands
    told = AuditEntry.objects.filter(action__startswith="catalogue.", action__contains="withdraw")
    assert set(told.values_list("action", flat=True)) == {
        "catalogue.ask_withdrawal",
        "catalogue.withdraw_standard",
    }


def test_changes_of_a_standards_draft_are_taken_back_one_by_one(three: None) -> None:
    asked: dict[str, Any] = {"entry": ENTRY, "region": COUNTY, "latitudes": tuple(LATITUDES)}
    draft = services.begin_standard(**asked, document=document(COUNTY), actor=OFFICER)

    def change(name: str) -> None:
        seen = queries.standard_draft(draft, actor=OFFICER).digest("basics")
        services.change_standard(
            draft_id=draft, section="basics", seen=seen, change=put(name=name), actor=OFFICER
        )

    first = queries.standard_draft(draft, actor=OFFICER)
    assert not first.undoable
    change("甲")
    services.allow_in_standard(draft_id=draft, latitudes=(), actor=OFFICER)
    change("乙")
    back = [services.undo_standard_change(draft_id=draft, actor=OFFICER) for _ in range(3)]
    assert back == ["basics", "latitudes", "basics"]
    now = queries.standard_draft(draft, actor=OFFICER)
    assert (now.definition, now.latitudes) == (first.definition, first.latitudes)
    assert [each.undo for each in now.history] == [True] * 3 + [False] * 3
    with pytest.raises(Conflict, match="nothing_to_undo"):
        services.undo_standard_change(draft_id=draft, actor=OFFICER)
    change("丙")
    StandardDraft.objects.update(document=document(COUNTY, ("/name", "丁")))
    with pytest.raises(Conflict, match="undo_overtaken"):
        services.undo_standard_change(draft_id=draft, actor=OFFICER)


def test_one_officer_writes_a_standard_and_another_sets_it(three: None) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    entry = reverse("catalogue:unification-entry", args=[ENTRY])
    assert "3 种写法" in body(client.get(reverse("catalogue:unification")))
    assert "没有标准：多数怎么写" in body(client.get(entry))
    begin = reverse("catalogue:standard-begin", args=[ENTRY])
    sent = {"source": CODES[COUNTY], "region": COUNTY, "variant": ""}
    assert client.post(begin, sent | {"source": "nonsense"})["Location"] == entry
    draft = client.post(begin, sent)["Location"]
    assert client.post(begin, sent)["Location"] == entry, "one is being written already"
    assert "有人在写" in body(client.get(entry))
    assert "第一版标准" in body(client.get(draft))
    name = draft + "sections/basics/"
    seen = section_seen(body(client.get(name)))
    given = {"name": "食品摊贩登记（新办）", "seen": seen}
    assert client.post(name, given)["Location"] == name
    assert "没有保存您的修改" in body(client.post(name, given | {"name": "别的"}), 409)
    for section in ("basis", "limits", "questions", "materials", "steps", "form"):
        body(client.get(draft + f"sections/{section}/"))
    client.post(
        name, given | {"name": "食品摊贩登记", "seen": section_seen(body(client.get(name)))}
    )
    client.post(draft + "allow/", {"latitudes": list(LATITUDES)})
    assert "要写明为什么" in body(client.post(draft + "submit/", {"reason": ""}), 422)
    assert client.post(draft + "submit/", {"reason": "全县一样。"})["Location"] == draft
    assert "已经提交审核" in body(client.post(name, given), 409)
    assert "要由另一个人来审核" in body(client.post(draft + "approve/"), 409)
    other = browser("second", "catalogue_officer", COUNTY)
    assert "食品摊贩登记" in body(other.get(reverse("catalogue:reviews")))
    assert "2 处" not in body(other.get(draft)) and "按这一版，谁要改" in body(other.get(draft))
    assert other.post(draft + "approve/")["Location"] == entry
    row = Standard.objects.get()
    withdraw = reverse("catalogue:standard-withdraw", args=[row.id])
    assert other.post(withdraw, {"reason": "改法了。"})["Location"] == entry
    asked = reverse("catalogue:standard-draft", args=[StandardDraft.objects.get().id])
    assert "要由另一个人来审核" in body(other.get(asked))
    assert "署名废止标准" in body(client.get(asked))
    assert client.post(asked + "return/")["Location"] == entry
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        row = Standard.objects.get()
        row.pk, row.number, row.hands = uuid4(), 9, [str(row.published_by)]
        row.save(force_insert=True)


def test_an_officer_looks_adopts_and_undoes(three: None) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    entry = reverse("catalogue:unification-entry", args=[ENTRY])
    standard()
    shown = body(client.get(entry))
    assert "健康证：整份材料" in shown and "承诺时限可以更短" in shown and "全县一个标准。" in shown
    given = Standard.objects.get().id
    preview = reverse("catalogue:standard-adopt", args=[given])
    shown = body(client.get(preview, {"item": [CODES[OTHER], CODES[TOWN]]}))
    assert "做成 1 份草稿" in shown and "删去" in shown
    assert "没有要改的" in body(client.get(preview))
    digest = queries.adoption_preview(given, [CODES[OTHER]])[0].digest
    act = reverse("catalogue:standard-adopting", args=[given])
    assert body(client.post(act, {"seen": [f"{CODES[OTHER]}|old"]}), 409)
    made = client.post(act, {"seen": [f"{CODES[OTHER]}|{digest}"]})
    assert "检查，提交审核" in body(client.get(made["Location"])), (
        "in the editor, with what is found"
    )
    record = reverse("catalogue:adoption", args=[Adoption.objects.get().id])
    assert "收回这些草稿" in body(client.get(record))
    client.post(reverse("catalogue:adoption-undo", args=[Adoption.objects.get().id]))
    assert "已收回" in body(client.get(record))
    client.post(reverse("catalogue:standard-withdraw", args=[given]), {"reason": "改法了。"})
    services.approve_standard(draft_id=StandardDraft.objects.get().id, actor=OFFICER)
    assert "废止了标准" in body(client.get(entry))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_deviation_goes_out_as_a_spreadsheet(three: None, form: str) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)

    def rows(**asked: str) -> list[list[str]]:
        url = reverse("catalogue:unification-download", args=[form])
        response = client.get(url, asked)
        return [cells for _, cells in read_sheet(b"".join(response.streaming_content))][1:]

    assert {row[7] for row in rows()} == {"多数的写法"}
    standard()
    found = rows(state="deviating")
    assert [row[-1] for row in found].count("否") == 2
    assert ["申请材料", "健康证：整份材料", "多了", "", "健康证", "否"] in [r[8:] for r in found]
    assert rows(state="same") == []


def test_pages_ask_as_often_however_many_carry_it(
    three: None, golden: Callable[[str, str | bytes], None]
) -> None:
    client = browser("keeper", "catalogue_officer", COUNTY)
    given = standard()

    def asked() -> str:
        lines = []
        for name, url in (
            ("report", reverse("catalogue:unification")),
            ("entry", reverse("catalogue:unification-entry", args=[ENTRY])),
            (
                "adopt",
                reverse("catalogue:standard-adopt", args=[given]) + f"?item={CODES[OTHER]}",
            ),
        ):
            client.get(url)
            with CaptureQueriesContext(connection) as found:
                body(client.get(url))
            lines.append(f"{name} {len(found)}\n")
        return "".join(lines)

    few = asked()
    row = Item.objects.get(code=CODES[OTHER])
    for number in range(1, 6):
        copy = Item.objects.get(pk=row.pk)
        copy.pk = copy.id = Item().id
        copy.code = f"{CODES[OTHER]}-{number}"
        copy.save(force_insert=True)
    services.compare_everything(actor=OFFICER)
    assert asked() == few
    golden("unification_queries.txt", few)
