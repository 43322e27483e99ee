"""Letters about a commitment: as signed, as ordered, as revoked; and what a revocation ends."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from onevisit.accounts.models import Person
from onevisit.accounts.rules import Actor
from onevisit.audit.models import AccessEntry
from onevisit.cases import queries, services
from onevisit.cases.adapters.typst_letters import render_letter
from onevisit.cases.models import Application, Obligation, ObligationEvent, Result
from onevisit.cases.queries.letter_texts import standing_on
from onevisit.cases.queries.promised_letters import commitment_facts
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.letters import LetterKind
from onevisit.cases.rules.obligations import Check
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, NotFound
from onevisit.vault.rules import MediaType, ObjectContent
from tests.cases.committed import check, granted, promised, revoked
from tests.factories import cases as make
from tests.factories.cases import County

LATER = make.MONDAY + timedelta(days=22)


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with clock.travel(make.MONDAY):
        yield


def address(number: str) -> str:
    return f"https://onevisit.example/affairs/{number}/"


def pages(found: ObjectContent) -> list[str]:
    """The words of each page, without spaces."""
    if folder := os.environ.get("LETTERS_TO"):
        (Path(folder) / found.safe_name).write_bytes(found.content)
    document = pypdfium2.PdfDocument(found.content)
    words = (page.get_textpage().get_text_range() for page in document)
    return [re.sub(r"\s+|演示|无效", "", each) for each in words]


def drawn(row: Obligation, seq: int, actor: Actor) -> str:
    (text,) = pages(
        services.obligation_letter(obligation_id=row.id, seq=seq, actor=actor, address=address)
    )
    return text


def test_what_was_signed_is_one_page_with_its_seal(here: County) -> None:
    Person.objects.filter(id=here.citizen.person_id).update(name="𠮷小岚")
    row = granted(here)
    found = services.commitment_letter(case_id=row.case_id, actor=here.citizen, address=address)
    (text,) = pages(found)
    for each in (
        "告知承诺书",
        "𠮷小岚",
        "出水达到标准。",
        "电子签名",
        "（盖章）",
        "扫码看办理进度",
    ):
        assert each in text


@pytest.mark.parametrize("conditions", [7, 10, 11, 12, 13, 25])
def test_the_seal_stands_on_the_page_of_what_is_promised(here: County, conditions: int) -> None:
    facts = commitment_facts(promised(here))
    facts["pledges"][0]["conditions"] = [
        "出水达到标准，隔油池每个月清理一次，有记录。"
    ] * conditions
    form = LetterForm.COMMITMENT
    text = standing_on(form, clock.today())
    drawing = render_letter(form, text, facts, address="https://a.example/", demo=True)
    last = pages(ObjectContent(drawing, MediaType.PDF, f"承诺{conditions}.pdf"))[-1]
    for each in ("本人（单位）", "承诺人：陈小岚", "（盖章）"):
        assert each in last


def test_each_step_against_the_holder_is_a_letter_of_one_page(here: County) -> None:
    row = revoked(here)
    order, hearing, revocation = (drawn(row, seq, here.citizen) for seq in (1, 2, 4))
    for each in ("责令限期改正通知书", "出水超标。", "2026年11月26日前改正", "-改-01"):
        assert each in order
    for each in ("拟撤销行政许可告知书", "出水超标。", "到期没有改。", "2026年12月4日前", "陈述权"):
        assert each in hearing
    for each in ("撤销行政许可决定书", "申请人没有来", "仍未符合条件。", "行政复议", "6个月内"):
        assert each in revocation
    assert Result.objects.get(case=row.case).number in revocation
    with pytest.raises(NotFound, match="no_such_letter"):
        drawn(row, 3, here.citizen)
    with pytest.raises(NotFound, match="no_such_letter"):
        drawn(row, 9, here.citizen)
    assert AccessEntry.objects.filter(what="case.letter").count() == 3


def test_nobody_else_reads_them(here: County) -> None:
    row = revoked(here)
    for who in (here.other_citizen, here.officers["fire"]):
        with pytest.raises(NotFound, match="no_such_obligation"):
            drawn(row, 1, who)
    assert "责令" in drawn(row, 1, here.officer(row.case))


def test_they_are_listed_with_the_others_newest_first(here: County) -> None:
    row = revoked(here)
    view = queries.status_view(application_id=row.case.application_id, actor=here.citizen)
    own = [each for each in view.letters if each.obligation_id]
    assert [each.kind for each in own] == [
        LetterKind.REVOCATION,
        LetterKind.HEARING,
        LetterKind.ORDER,
    ]
    assert [each.at for each in view.letters] == sorted(
        (each.at for each in view.letters), reverse=True
    )


def test_two_letters_of_one_case_have_two_numbers(here: County) -> None:
    row = check(here, granted(here), Check.ORDER, "超标。", date(2026, 11, 26))
    other = Obligation.objects.create(
        case=row.case, material="plan", name="平面图", due_on=row.due_on, made_at=row.made_at
    )
    with clock.travel(make.MONDAY + timedelta(hours=1)):
        check(here, other, Check.ORDER, "不符。", date(2026, 11, 27))
    assert "-改-01" in drawn(row, 1, here.citizen)
    assert "-改-02" in drawn(other, 1, here.citizen)
    assert ObligationEvent.objects.count() == 2


def test_a_revoked_result_is_neither_shown_nor_given_out(here: County) -> None:
    case = promised(here)
    Application.objects.filter(id=case.application_id).update(
        collection="window", collection_point=here.centre
    )
    make.decide(here, case)
    row = Obligation.objects.get(case=case)
    assert queries.out_window(actor=here.clerk, number=case.number)
    check(here, row, Check.ORDER, "出水超标。", date(2026, 11, 26))
    with clock.travel(make.MONDAY + timedelta(days=11)):
        check(here, row, Check.CALL_HEARING, "没有改。", date(2026, 12, 4))
        check(here, row, Check.HEAR, "没有来。")
    with clock.travel(LATER):
        check(here, row, Check.REVOKE, "依法撤销。")
        for who in (here.citizen, here.officer(case), here.clerk):
            with pytest.raises(Conflict) as gone:
                services.result_document(case_id=case.id, actor=who)
            assert gone.value.code == "cases.result_revoked"
        assert queries.out_window(actor=here.clerk, number=case.number) == ()
        with pytest.raises(Conflict):
            services.hand_out(
                case_ids=[case.id],
                receiver_id=case.application.applicant_id,
                identified_by="id_card",
                actor=here.clerk,
                originals_seen=True,
            )
        view = queries.status_view(application_id=case.application_id, actor=here.citizen)
        assert view.to_collect == ()
        results = [each.result for each in view.cases if each.id == case.id]
        assert [each and each.revoked_on for each in results] == [clock.today()]


def test_what_is_the_applicants_turn_comes_first(here: County) -> None:
    assert queries.to_mend(actor=here.citizen) == ()
    row = check(here, granted(here), Check.ORDER, "超标。", date(2026, 11, 26))
    (mend,) = queries.to_mend(actor=here.citizen)
    assert (mend.obligation.id, mend.obligation.due) == (row.id, date(2026, 11, 26))
    assert queries.to_mend(actor=here.other_citizen) == ()
    check(here, row, Check.PUT_RIGHT)
    assert queries.to_mend(actor=here.citizen) == ()
