"""A big step over many items: done by a worker, watched, ended, gone on with, taken back."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from onevisit.accounts.models import User
from onevisit.accounts.queries import actor_for
from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import ExchangeRun, ItemVersion
from onevisit.catalogue.rules import together
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.services import Rewrite, exchange, rewriting, rewriting_runs
from onevisit.kernel.errors import Conflict, NotFound
from tests.catalogue.conftest import COUNTY, SMALL, item_document
from tests.catalogue.test_findings_page import browser

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
    client = browser("watcher", "catalogue_officer", COUNTY)
    address = reverse("catalogue:rewriting", args=[made])
    assert client.get(address).status_code == 404
    client.force_login(User.objects.get(username="keeper"))
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
