"""What a guide gives to take along: sheets as PDF, forms, the list, a code that leads on."""

import base64
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlparse

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from onevisit.catalogue.queries import pinned_offer
from onevisit.catalogue.rules.definition import Field
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.directory.queries import service_points
from onevisit.directory.rules import PlaceKind
from onevisit.guidance.rules.carrying import Carried, Unreadable, fold, unfold
from onevisit.guidance.rules.form import clean_form
from onevisit.guidance.rules.specimen import specimen_answers, specimen_form, specimen_value
from onevisit.guidance.web import carrying
from onevisit.kernel import clock
from onevisit.ui.sheets import Papers, Sheet, Text, TickPaper, print_sheet
from tests.factories import offers
from tests.factories.offers import INFORM_ONLY, RESTAURANT, STAMP
from tests.factories.places import make_service_point

CODES = [each["code"] for each in (RESTAURANT, STAMP, INFORM_ONLY)]
THING = f"/things/{RESTAURANT['code']}/"


@pytest.fixture
def visitor(db: None) -> Client:
    """A guest in front of everything published."""
    offers.everything_published()
    return Client()


def test_every_paper_is_an_accessible_pdf_with_its_edition(visitor: Client) -> None:
    for code in CODES:
        for paper in ("guide.pdf", "short.pdf"):
            response = visitor.get(f"/things/{code}/{paper}")
            assert response.headers["Content-Type"] == "application/pdf"
            assert b"pdfuaid" in response.content
            assert response.content == visitor.get(f"/things/{code}/{paper}").content
    again = visitor.get(
        f"{THING}guide.pdf",
        headers={"if-none-match": visitor.get(f"{THING}guide.pdf").headers["ETag"]},
    )
    assert again.status_code == 304


def test_a_sheet_is_printed_even_where_the_font_lacks_a_character() -> None:
    blocks = [Papers((TickPaper("照片"),)), Text("一个 \U0001f600 两个 \ue000\ufeff")]
    sheet = Sheet("指南", "某局", "指南", "第 1 版", blocks, date(2026, 1, 2), language="zh")
    heights: dict[str, float] = {}

    def note(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        heights[text.strip()[:2]] = tm[5] + cm[5]

    text = PdfReader(io.BytesIO(print_sheet(sheet))).pages[0].extract_text(visitor_text=note)
    assert "一个" in text and text.count("〓") == 2
    assert heights["照片"] - heights["一个"] > 12, "words below a paper do not lie on it"


def test_a_form_is_printed_blank_and_filled_in_by_somebody_invented(visitor: Client) -> None:
    assert visitor.get(f"{THING}form.pdf").content.startswith(b"%PDF")
    assert visitor.get(f"{THING}form-sample.pdf").content.startswith(b"%PDF")
    assert visitor.get(f"/things/{INFORM_ONLY['code']}/form.pdf").status_code == 404


def test_what_the_invented_person_puts_down_would_be_accepted(visitor: Client) -> None:
    for code in CODES:
        offer = pinned_offer(code).offer
        answers = specimen_answers(offer)
        values = specimen_form(offer, answers, dated=date(2026, 9, 1))
        clean_form(offer, answers, values, partial=False)
    born, died = (
        Field(key=f"{who}.day", label=label, kind=VarKind.DATE)
        for who, label in (("child", "出生日期"), ("deceased", "哪天走的"))
    )
    numbers = [
        Field(key=f"{who}.id_number", label="身份证号") for who in ("person", "mother", "father")
    ]
    dated = date(2026, 9, 1)
    assert {specimen_value(each, {}, dated=dated) for each in (born, died)} == {"2026-08-02"}
    assert len({str(specimen_value(each, {}, dated=dated)) for each in numbers}) == 3


answers_strategy = st.dictionaries(
    st.text(max_size=20),
    st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text())),
    max_size=8,
)


@given(answers_strategy)
def test_answers_come_out_as_they_were_folded(answers: dict[str, object]) -> None:
    carried = Carried("YJS-1", answers, datetime(2026, 1, 2, tzinfo=UTC))  # type: ignore[arg-type]
    assert unfold(fold(carried)) == carried


@given(st.binary(max_size=200))
def test_anything_else_is_unreadable(found: bytes) -> None:
    with pytest.raises(Unreadable):
        unfold(found)


def test_a_printed_list_leads_on_from_another_device(visitor: Client) -> None:
    visitor.post(f"{THING}questions/shop.area/", {"answer": "86"})
    listed = visitor.get(f"{THING}checklist.pdf")
    assert listed.content.startswith(b"%PDF")
    assert "no-store" in listed.headers["Cache-Control"]
    token = carrying.token_for(str(RESTAURANT["code"]), {"shop.area": 86})
    sealed = carrying.token_for(str(RESTAURANT["code"]), {"shop.area": 86_420_975})
    unpacked = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    assert "86420975" not in sealed and b"86420975" not in unpacked
    other = Client()
    way = f"/continue/{token}/"
    opened = other.get(way)
    assert "86 平方米" in opened.content.decode()
    assert "还没有回答" in other.get(f"{THING}answers/").content.decode()
    taken = other.post(way)
    assert urlparse(taken.headers["Location"]).path == f"{THING}checklist/"
    assert "86 平方米" in other.get(f"{THING}answers/").content.decode()


def test_a_code_ends_after_a_week_and_a_forged_one_is_not_found(visitor: Client) -> None:
    token = carrying.token_for(str(RESTAURANT["code"]), {"shop.area": 86})
    with clock.travel(clock.now() + timedelta(days=8)):
        assert visitor.get(f"/continue/{token}/").status_code == 404
    assert visitor.get(f"/continue/{token[:-2]}AA/").status_code == 404
    assert visitor.get("/continue/nothing/").status_code == 404


def test_guides_ask_the_database_as_often_as_they_did(
    visitor: Client, golden: Callable[[str, str], None]
) -> None:
    visitor.post(f"{THING}questions/shop.area/", {"answer": "86"})
    lines = []
    pages = ("", "short/", "guide.pdf", "form-sample.pdf", "places/", "checklist/", "checklist.pdf")
    for page in pages:
        visitor.get(f"{THING}{page}")
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(f"{THING}{page}").status_code == 200
        lines.append(f"{page or 'guide'} {len(queries)}\n")
    golden("guide_queries.txt", "".join(lines))


def test_places_take_what_they_can_and_the_nearest_comes_first(visitor: Client) -> None:
    make_service_point("far", "远处的中心")
    make_service_point("kiosk", "自助机", kind=PlaceKind.KIOSK)
    page = visitor.get(f"{THING}places/").content.decode()
    assert "从头到尾都能办" in page
    assert "帮您在网上办" in page
    assert "2 个网点的位置" in page
    code = service_points()[0].code
    near = visitor.get(f"{THING}places/", {"from": code, "near": "1"}).content.decode()
    assert "从近到远" in near
    assert "就在这里" in near
    assert visitor.get(f"{THING}places/", {"from": "nowhere"}).status_code == 200


def test_a_result_is_shown_as_a_marked_specimen(visitor: Client) -> None:
    shown = visitor.get(f"{THING}results/licence.pdf")
    text = PdfReader(io.BytesIO(shown.content)).pages[0].extract_text()
    assert "样例" in text and "安小样" in text
    assert f"{THING}results/licence.pdf" in visitor.get(THING).content.decode()
    assert visitor.get(f"{THING}results/nothing.pdf").status_code == 404
    assert visitor.get(f"/things/{INFORM_ONLY['code']}/results/item.pdf").status_code == 404
