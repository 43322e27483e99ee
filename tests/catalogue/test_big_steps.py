"""A big step over many items: done by a worker, watched, ended, gone on with, taken back."""

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onevisit.accounts.models import User
from onevisit.accounts.queries import actor_for
from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import ExchangeRun, ItemVersion, Rewriting
from onevisit.catalogue.rules import together
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.services import Rewrite, adopting, exchange, rewriting, rewriting_runs
from onevisit.catalogue.web import unifying
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from tests.catalogue.conftest import COUNTY, SMALL, item_document
from tests.catalogue.test_findings_page import browser
from tests.catalogue.test_workbook import booked, exported, write
from tests.factories import standards

pytestmark = pytest.mark.django_db(transaction=False)
CODES = sorted(item_document(name)["document"]["code"] for name in SMALL)


@pytest.fixture
def officer(restaurant: UUID, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Who changes more items at once than are changed while one waits."""
    monkeypatch.setattr(rewriting, "AT_ONCE", 3)
    browser("keeper", "catalogue_officer", COUNTY)
    return actor_for(User.objects.get(username="keeper"))


def with_law(item: ItemDefinition) -> ItemDefinition:
    return together.with_basis(item, "《甲法》")


def begun(officer: Actor) -> UUID:
    held = queries.standing(CODES, actor=officer)
    wanted = [
        Rewrite(each.code, each.definition.name, with_law, each.digest) for each in held.values()
    ]
    return services.rewrite_items(title="加依据", rewrites=wanted, actor=officer)


def drafts() -> int:
    return ItemVersion.objects.filter(state="draft").count()


def test_a_worker_does_it_item_by_item_and_says_what_became_of_each(officer: Actor) -> None:
    made = begun(officer)
    assert drafts() == 0
    view = queries.rewriting_view(made, actor=officer)
    assert view.working
    assert all(line.waits for line in view.lines)
    services.begin_draft(code=CODES[0], actor=officer)
    changed = queries.draft_view(CODES[0], actor=officer)
    services.change_draft(
        code=CODES[0],
        section="names",
        seen=changed.digest("names"),
        change=lambda item: together.with_word(item, "everyday", "别的叫法"),
        actor=officer,
    )
    with pytest.raises(Conflict):
        services.undo_rewriting(rewriting_id=made, actor=officer)
    exchange.work_exchange()
    view = queries.rewriting_view(made, actor=officer)
    assert not view.working
    assert view.run is not None
    assert (view.run.done, view.run.total, view.run.state) == (len(CODES), len(CODES), "done")
    refused = {line.code: line.refusal for line in view.lines if line.refusal}
    assert {code: why["code"] for code, why in refused.items() if why} == {
        CODES[0]: "catalogue.item_moved_on"
    }
    assert drafts() == len(CODES)
    assert services.submit_rewriting(rewriting_id=made, note="改依据", actor=officer) is None
    exchange.work_exchange()
    lines = queries.rewriting_view(made, actor=officer).lines
    sent = ItemVersion.objects.filter(state="in_review").count()
    assert sent == sum(line.refusal is None and line.left is None for line in lines) > 0
    assert services.undo_rewriting(rewriting_id=made, actor=officer) is None
    exchange.work_exchange()
    view = queries.rewriting_view(made, actor=officer)
    assert view.undone_at is not None
    assert sum(line.left is not None for line in view.lines) == sent


def test_what_is_ended_or_killed_in_between_stands_and_nothing_is_done_twice(
    officer: Actor,
) -> None:
    made = begun(officer)
    run = ExchangeRun.objects.get(kind="bulk")
    for _ in range(3):
        assert rewriting_runs._step(run.id, officer)
    assert drafts() == 3
    address = reverse("catalogue:rewriting", args=[made])
    assert browser("watcher", "catalogue_officer", COUNTY).get(address).status_code == 404
    client = keeper()
    assert "还没轮到" in client.get(address).content.decode()
    assert "3，共" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    client.post(reverse("catalogue:rewriting-cancel", args=[made]))
    exchange.work_exchange()
    assert drafts() == 3
    view = queries.rewriting_view(made, actor=officer)
    why = [line.refusal["code"] for line in view.lines if line.refusal]
    assert why == ["catalogue.rewriting_stopped"] * (len(CODES) - 3)
    undone = services.undo_rewriting(rewriting_id=made, actor=officer)
    assert undone is not None
    assert len(undone.taken_back) == 3
    assert drafts() == 0


def test_who_may_not_any_more_changes_nothing_and_others_do_not_see_it(officer: Actor) -> None:
    made = begun(officer)
    stranger = Actor(user_id=uuid4(), name="卢晓峰", grants=officer.grants)
    with pytest.raises(Conflict):
        services.cancel_rewriting(rewriting_id=made, actor=stranger)
    with pytest.raises(NotFound):
        queries.rewriting_view(made, actor=stranger)
    assert not queries.exchange_runs(actor=officer)
    run = ExchangeRun.objects.get(kind="bulk")
    rewriting_runs.work(run, Actor(user_id=officer.user_id, name="", grants=()))
    lines = queries.rewriting_view(made, actor=officer).lines
    codes = {line.refusal["code"] for line in lines if line.refusal}
    assert codes == {"accounts.not_permitted"}
    assert drafts() == 0


def keeper() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="keeper"))
    return client


def big_book(codes: list[str]) -> UUID:
    """A workbook that changes all of these, looked at and confirmed by its officer."""
    client = keeper()
    sheets = exported(codes)
    for row in range(2, len(codes) + 2):
        write(sheets, "事项", "办公时间", "天天开", row=row)
    upload = SimpleUploadedFile("改.xlsx", booked(sheets))
    address = client.post(reverse("catalogue:book"), {"file": upload}).headers["Location"]
    made = Rewriting.objects.get().id
    assert "正在看每一个会变成什么样" in client.get(address).content.decode()
    exchange.work_exchange()
    watched = client.get(address, headers={"HX-Request": "true"})
    assert watched.headers["HX-Refresh"] == "true"
    shown = client.get(address)
    assert shown.context["count"] == len(codes)
    assert "指南文字，办公时间" in shown.content.decode()
    seen = shown.context["seen"]
    client.post(reverse("catalogue:rewriting-take", args=[made]), {"seen": seen})
    return made


def test_a_workbook_over_many_items_is_read_by_the_worker_too(officer: Actor) -> None:
    made = big_book(CODES)
    assert drafts() == 0
    run = Rewriting.objects.get().run
    assert run is not None
    client = keeper()
    address = reverse("catalogue:rewriting", args=[made])
    assert "先看每一个会变成什么样" in client.get(address).content.decode()
    with pytest.raises(Conflict):
        services.rewrite_from_book(rewriting_id=made, seen={}, actor=officer)
    services.begin_draft(code=CODES[0], actor=officer)
    changed = queries.draft_view(CODES[0], actor=officer)
    services.change_draft(
        code=CODES[0],
        section="names",
        seen=changed.digest("names"),
        change=lambda item: together.with_word(item, "everyday", "别的叫法"),
        actor=officer,
    )
    exchange.work_exchange()
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == ("done", len(CODES), len(CODES))
    lines = {line.code: line.refusal for line in queries.rewriting_view(made, actor=officer).lines}
    assert {code for code, why in lines.items() if why} == {CODES[0]}
    hours = {queries.draft_view(code, actor=officer).item.texts.hours for code in CODES[1:]}
    assert hours == {"天天开"}
    kept = Rewriting.objects.get()
    assert (kept.content, kept.looked) == (None, None)


def test_a_workbook_stopped_before_it_was_read_waits_to_be_confirmed_again(officer: Actor) -> None:
    made = big_book(CODES)
    services.cancel_rewriting(rewriting_id=made, actor=officer)
    exchange.work_exchange()
    assert drafts() == 0
    client = keeper()
    shown = client.get(reverse("catalogue:rewriting", args=[made]))
    assert shown.context["count"] == len(CODES)
    seen = {CODES[0]: queries.standing(CODES, actor=officer)[CODES[0]].digest}
    services.rewrite_from_book(rewriting_id=made, seen=seen, actor=officer)
    assert drafts() == 1


def test_a_standard_over_many_items_is_taken_up_one_by_one(
    offices: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (unifying, adopting, rewriting):
        monkeypatch.setattr(module, "AT_ONCE", 1)
    standards.towns()
    standards.stand(standards.COUNTY)
    for region in (standards.TOWN, standards.OTHER):
        standards.stand(region, ("/name", "食品摊贩备案"))
    given = standards.standard()
    client = browser("keeper", "catalogue_officer", COUNTY)
    officer = actor_for(User.objects.get(username="keeper"))
    codes = [standards.CODES[each] for each in (standards.TOWN, standards.OTHER)]
    lines = {each.code: each.digest for each in queries.adoption_preview(given, codes)}
    with pytest.raises(Invalid, match="rewriting_too_many"):
        services.adopt_standard(standard_id=given, seen=lines, actor=officer)
    preview = client.get(reverse("catalogue:standard-adopt", args=[given]), {"item": codes})
    assert "在后台一个一个做" in preview.content.decode()
    act = reverse("catalogue:standard-adopting", args=[given])
    sent = client.post(act, {"seen": [f"{code}|{digest}" for code, digest in lines.items()]})
    assert drafts() == 0
    services.begin_draft(code=codes[1], actor=officer)  # as it is published, but somebody's by now
    exchange.work_exchange()
    shown = client.get(sent.headers["Location"]).content.decode()
    assert "采用标准：" in shown
    view = queries.rewriting_view(Rewriting.objects.get().id, actor=officer)
    told = {each.code: each.refusal and each.refusal["code"] for each in view.lines}
    assert told == {codes[0]: None, codes[1]: "catalogue.item_moved_on"}
    assert queries.draft_view(codes[0], actor=officer).item.name == "食品摊贩登记"
    entry = client.get(reverse("catalogue:unification-entry", args=[standards.ENTRY]))
    assert reverse("catalogue:rewriting", args=[view.id]) in entry.content.decode()
    services.undo_rewriting(rewriting_id=view.id, actor=officer)
    assert [each.code for each in queries.adoption_preview(given, codes) if each.has_draft] == [
        codes[1]
    ]
