"""The kept figures: worked out again where an edit touches them, and nowhere else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue import services as catalogue_services
from onevisit.catalogue.models import Item
from onevisit.catalogue.rules.events import CatalogueChanged
from onevisit.journeys import services
from onevisit.journeys.models import Figure
from onevisit.journeys.queries import kept_figure, visits
from onevisit.journeys.services.figures import due
from onevisit.kernel import clock, events
from tests.catalogue.conftest import COUNTY, item_document
from tests.factories.enablers import change
from tests.factories.publishing import OFFICER, publish_item

pytestmark = pytest.mark.django_db
LICENCE = item_document("driver_licence")["document"]
CARD = item_document("social_card")["document"]
Working = Callable[..., Any]
Publish = Callable[[str], UUID]


def worked() -> set[str]:
    """The codes whose figure comes out anew."""
    return set(services.work(due()))


def edit(document: dict[str, Any], department: str) -> None:
    """Another version of it in force."""
    publish_item(
        catalogue_services.save_item_draft(
            document, region=COUNTY, department=department, actor=SYSTEM
        )
    )


def resting_on(document: dict[str, Any], entry: str) -> dict[str, Any]:
    """The same, with a paper that another item issues."""
    paper = {"key": "proof", "name": "证明", "source": {"kind": "issued", "item": entry}}
    return document | {"materials": [*document["materials"], paper]}


def test_an_edit_asks_for_its_own_figure_and_those_that_rest_on_it(
    publish: Publish, working: Working
) -> None:
    rows = working("driver_licence", "social_card", "elder_allowance")
    for name in ("driver_licence", "elder_allowance"):
        publish(name)
    edit(resting_on(CARD, LICENCE["catalogue_code"]), "hrss")
    assert len(worked()) == 3
    assert worked() == set()
    card = kept_figure(CARD["code"])
    assert card is not None
    assert (card.worst, card.lived_worst) == (1, 1), "the card is made while one waits"

    edit(LICENCE | {"name": "机动车驾驶证换发"}, "police")
    assert worked() == {LICENCE["code"], CARD["code"]}

    change(rows["hrss.card_account"], "absent")
    assert worked() == {item_document("elder_allowance")["document"]["code"]}

    change(rows["police.fee_online"], "planned", planned_by="2027-03-01")
    assert kept_figure(CARD["code"]).fresh is False  # type: ignore[union-attr]
    assert worked() == {LICENCE["code"], CARD["code"]}
    card = kept_figure(CARD["code"])
    assert card is not None
    assert (card.worst, card.lived_worst) == (1, 2), "the licence must be paid for before"


def test_what_is_asked_for_and_rests_on_the_same_is_not_solved_again(
    publish: Publish, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = working("driver_licence")
    publish("driver_licence")
    assert services.work_figures() == 1
    monkeypatch.setattr(visits, "solve", pytest.fail)
    assert services.ask_all() == 1
    assert worked() == set()
    change(rows["police.fee_online"], "open", name="交管业务网上缴费")
    assert len(due()) == 1
    assert worked() == set()
    item = Item.objects.get(code=LICENCE["code"])
    events.publish(CatalogueChanged(item_ids=(item.id,)))  # another everyday name
    assert due() == []


def test_the_findings_of_a_department_follow_the_register(
    publish: Publish, working: Working
) -> None:
    rows = working("driver_licence")
    publish("driver_licence")

    def told() -> bool:
        view = catalogue.findings_of_department("police", rule="", after="", actor=OFFICER)
        return "visits_understated" in {each.rule for each in view.rules}

    services.work_figures()
    assert not told()
    change(rows["police.fee_online"], "absent")
    services.work_figures()
    assert told()
    change(rows["police.fee_online"], "open")
    services.work_figures()
    assert not told()


def test_who_asks_while_it_is_worked_out_is_answered_the_next_time(
    publish: Publish, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = working("driver_licence")
    publish("driver_licence")
    real = visits.solve

    def meanwhile(flat: Any) -> Any:
        monkeypatch.undo()
        change(rows["police.fee_online"], "absent")
        return real(flat)

    monkeypatch.setattr(visits, "solve", meanwhile)
    assert worked() == set()
    assert worked() == {LICENCE["code"]}
    assert kept_figure(LICENCE["code"]).worst == 2  # type: ignore[union-attr]


def test_without_a_register_nobody_knows_and_the_first_entry_asks_again(
    publish: Publish, working: Working
) -> None:
    publish("driver_licence")
    worked()
    held = kept_figure(LICENCE["code"])
    assert held is not None
    assert (held.worst, [gap.kind.value for gap in held.gaps]) == (None, ["no_register"])
    working("driver_licence")
    assert worked() == {LICENCE["code"]}


def test_what_is_ended_has_no_figure_and_is_missed_by_what_rested_on_it(
    publish: Publish, working: Working
) -> None:
    working("driver_licence", "social_card")
    publish("driver_licence")
    edit(resting_on(CARD, LICENCE["catalogue_code"]), "hrss")
    worked()
    plan = catalogue_services.propose_retirement(
        code=LICENCE["code"], on=clock.today(), reason="国务院决定取消", actor=OFFICER
    )
    catalogue_services.confirm_retirement(plan, actor=replace(OFFICER, user_id=uuid4()))
    assert kept_figure(LICENCE["code"]) is None
    assert worked() == {CARD["code"]}
    row = Figure.objects.get(item_version__item__code=CARD["code"])
    assert (row.worst, row.lived_worst) == (1, None)
    assert row.lived_gaps[0][0] == "no_issuer"


def test_the_command_works_out_what_stood_before_figures_were_kept(
    publish: Publish, working: Working, capsys: pytest.CaptureFixture[str]
) -> None:
    working("driver_licence")
    publish("driver_licence")
    Figure.objects.all().delete()
    assert services.ask_for_missing() == 1
    assert services.ask_for_missing() == 0
    call_command("journeys", "figures", "--workers", "1")
    assert "1 in force, 1 worked out, 0 cannot be" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [{"worst": None}, {"best": 9}, {"answered": 99}, {"digest": "x"}, {"item_version_id": None}],
)
def test_the_database_keeps_a_figure_whole(
    publish: Publish, working: Working, wrong: dict[str, Any]
) -> None:
    working("driver_licence")
    publish("driver_licence")
    worked()
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.update(**wrong)
