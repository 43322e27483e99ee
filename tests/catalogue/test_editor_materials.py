"""Materials in the editor: from the library or by name, asked when, and what they stand for."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import Wanted
from onevisit.catalogue.rules.definition import Material
from onevisit.catalogue.rules.vocabulary import SourceKind
from tests.catalogue.test_editing import MAKER, NEW
from tests.catalogue.test_editor_pages import at
from tests.catalogue.test_findings_page import COUNTY, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(offices: dict[str, UUID]) -> Client:
    return browser("keeper", "catalogue_officer", COUNTY)


@pytest.fixture
def code(publish: Callable[[str], UUID]) -> str:
    publish("small_food")
    publish("drainage")
    return services.new_item(NEW, actor=MAKER)


def kept(code: str) -> tuple[Material, ...]:
    return queries.draft_view(code, actor=MAKER).definition.materials


def sent(client: Client, code: str, **more: object) -> dict[str, object]:
    context = client.get(at(code, "materials")).context
    _rows, drawn = context["lists"][0]
    found: dict[str, object] = {
        "seen": context["seen"],
        "page": context["page"],
        "materials.count": str(len(drawn)),
    }
    for row in drawn:
        found[f"materials.{row.at}.at"] = row.mark
        for _box, f in (*row.boxes, *row.more):
            for each in [inner for _, inner in f.fields] if hasattr(f, "fields") else [f]:
                if hasattr(each, "kind"):
                    found[each.name] = each.value
    return found | more


def test_the_library_offers_what_items_ask_for_most_used_first(code: str) -> None:
    found = queries.standard_materials()
    assert found[0].used == 2
    assert [each.name for each in queries.standard_materials("身份")] == ["身份证明"]
    card = next(each for each in found if each.key == "id_card")
    assert card.material.source.kind is SourceKind.FETCHED
    assert queries.standards() == ()


def test_papers_come_from_the_library_or_by_their_name(client: Client, code: str) -> None:
    page = client.get(at(code, "materials"), {"shelf": "身份"})
    assert [each.key for each, _ in page.context["shelf"]] == ["id_card"]
    client.post(at(code, "materials") + "typing/", sent(client, code, pick=["business_licence"]))
    page = client.get(at(code, "materials"), {"shelf": "身份"})
    assert [each.key for each, _ in page.context["taken"]] == ["business_licence"]
    typed = sent(client, code, new="身份证明\n摊位照片\n\n摊位照片", pick=["business_licence"])
    assert client.post(at(code, "materials"), typed).status_code == 302
    names = {each.name: each.source.kind for each in kept(code)}
    assert names == {
        "营业执照": SourceKind.FETCHED,
        "身份证明": SourceKind.FETCHED,
        "摊位照片": SourceKind.HELD,
    }
    client.post(at(code, "materials"), sent(client, code, new="身份证明"))
    assert len(kept(code)) == 3, "one paper is asked for once"


def test_who_holds_a_paper_is_written_by_name_and_kept_by_code(client: Client, code: str) -> None:
    client.post(at(code, "materials"), sent(client, code, pick=["id_card"]))
    typed = sent(client, code)
    assert typed["materials.0.source.provider"] == "公安局"
    typed["materials.0.source.provider"] = "安澜县市场监督管理局"
    typed["materials.0.commitment.conditions"] = "是本人的摊位"
    typed["materials.0.commitment.consequences"] = "撤销登记"
    client.post(at(code, "materials"), typed)
    paper = kept(code)[0]
    assert paper.source.provider == "market"
    assert paper.source.service == "police.id_card", "what no box shows stays"
    assert paper.commitment is not None
    assert (paper.commitment.conditions, paper.commitment.check_days) == (("是本人的摊位",), 20)
    client.post(at(code, "materials"), sent(client, code))
    assert kept(code)[0].commitment == paper.commitment


def test_a_paper_is_asked_for_in_one_case_and_the_page_says_so(client: Client, code: str) -> None:
    services.change_draft(
        code=code,
        section="questions",
        seen=queries.draft_view(code, actor=MAKER).digest("questions"),
        change=lambda _item: queries.pinned_offer(_published(code)).offer.parts[0].item,
        actor=MAKER,
    )
    client.post(at(code, "materials"), sent(client, code, new="摊位照片"))
    key = queries.draft_view(code, actor=MAKER).definition.questions[0].key
    asked = sent(client, code)
    asked |= {"materials.0.when.count": "0", "materials.0.when.new": key}
    client.post(at(code, "materials"), asked | {"do": "add:materials.0.when:"})
    assert kept(code)[0].when.variables == {key}
    shown = client.get(reverse("catalogue:draft-section", args=[code, "materials"]))
    assert "要写明不满足时为什么不用交" in shown.content.decode()


def _published(code: str) -> str:
    lines = queries.items_to_edit(MAKER, Wanted(drafts=False))
    return next(line.code for line in lines if "餐饮" in line.name)
