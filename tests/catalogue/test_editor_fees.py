"""Fees as an officer writes them: by number, by day, by situation, and who is let off."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.definition import Fee, ItemDefinition, Option, Question
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.catalogue.web.workbook.columns import tables
from onevisit.catalogue.web.workbook.linked import Around, meant, shown
from tests.catalogue.test_editing import MAKER, NEW, change
from tests.catalogue.test_editor_pages import at
from tests.catalogue.test_findings_page import COUNTY, browser
from tests.catalogue.typing_in import send

pytestmark = pytest.mark.django_db
COPIES = Question(key="x.copies", label="要几份？", kind=VarKind.NUMBER)
DISABLED = Question(
    key="x.disabled",
    label="是残疾人吗？",
    options=(Option(value="yes", label="是"), Option(value="no", label="不是")),
)


@pytest.fixture
def client(offices: dict[str, UUID]) -> Client:
    return browser("keeper", "catalogue_officer", COUNTY)


@pytest.fixture
def url(offices: dict[str, UUID]) -> str:
    """The section of fees of a draft with two questions."""
    change(services.new_item(NEW, actor=MAKER), "questions", questions=(COPIES, DISABLED))
    return at(CODE, "fees")


CODE = "11339921000000115X4330131009000"


def draft() -> ItemDefinition:
    return queries.draft_view(CODE, actor=MAKER).definition


def test_what_one_unit_costs_how_many_and_who_pays_nothing(client: Client, url: str) -> None:
    send(client, url, "add:fees:")
    send(client, url, "add:fees.0.rates:", fees__0__name="工本费")
    send(client, url, "add:fees.0.exemptions:", fees__0__rates__0__since="2026-01-01")
    wrong = send(
        client, url, fees__0__rates__0__amount="十块", fees__0__exemptions__0__reason="残疾人免收"
    )
    assert wrong.status_code == 422
    assert "金额写成 20 或者 20.50 这样" in wrong.content.decode()
    send(
        client,
        url,
        "add:fees.0.exemptions.0.when:",
        fees__0__quantity="x.copies",
        fees__0__rates__0__amount="1,020.5",
        fees__0__exemptions__0__reason="残疾人免收",
        fees__0__exemptions__0__when__new="x.disabled",
    )
    (fee,) = draft().fees
    assert (fee.quantity, fee.rates[0].amount) == ("x.copies", 102_050)
    assert fee.rates[0].standard == "1020.50 元", "whoever writes the amount has said the standard"
    assert fee.exemptions[0].when({"x.disabled": "yes"}) is True
    assert 'value="1020.50"' in client.get(url).content.decode()
    send(client, url)
    assert draft().fees == (fee,), "a form sent unchanged changes nothing"


def test_a_fee_counted_by_what_nobody_is_asked_is_told(client: Client, url: str) -> None:
    send(client, url, "add:fees:")
    send(client, url, fees__0__name="工本费", fees__0__quantity="x.copies")
    assert [each.code for each in queries.draft_view(CODE, actor=MAKER).problems] == []
    change(CODE, "questions", questions=(DISABLED,))
    (problem,) = queries.draft_view(CODE, actor=MAKER).problems
    assert (problem.code, problem.place) == ("catalogue.fee_quantity", "/fees/0/quantity")
    assert "x.copies" in client.get(url).content.decode()


def test_by_what_number_a_fee_is_counted_goes_through_the_workbook() -> None:
    fees = next(table for table in tables(()) if table.name == "收费")
    (head,) = (each for each in fees.heads if each.box.place == "quantity")
    asked = Question(key="x.copies", label="要几本？", kind=VarKind.NUMBER)
    around = Around(ItemDefinition(code="1", name="办证", questions=(asked,)))
    fee = Fee(name="工本费", quantity="x.copies")
    assert shown(head, fee, around) == "【要几本？】"
    for written in ("【要几本？】", "要几本？", "x.copies", "#x.copies"):
        assert meant(head, written, Fee(name="工本费"), around, around) == "x.copies"
    assert meant(head, "", fee, around, around) == ""


def test_sample_answers_say_what_is_charged_and_who_is_let_off(client: Client, url: str) -> None:
    send(client, url, "add:fees:")
    send(client, url, "add:fees.0.rates:", fees__0__name="工本费")
    send(client, url, fees__0__rates__0__since="2026-01-01", fees__0__rates__0__standard="10 元")
    send(client, url, "add:fees.0.exemptions:")
    send(
        client,
        url,
        "add:fees.0.exemptions.0.when:",
        fees__0__exemptions__0__reason="残疾人免收",
        fees__0__exemptions__0__when__new="x.disabled",
    )
    tries = reverse("catalogue:draft-try", args=[CODE])
    said = client.get(tries, {"try.x.disabled": "no"}).context["try"].groups
    lines = {line.name: line.tone for _title, lines in said for line in lines}
    assert lines == {"工本费 10 元": "ok", "免收：残疾人免收": ""}
