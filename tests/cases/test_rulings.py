"""复议、诉讼: what is ruled on the end of a case, and the case that is decided in its place."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from onevisit.cases import queries, services
from onevisit.cases.models import Case, Evidence, Result
from onevisit.cases.queries.letters import letter_facts
from onevisit.cases.rules.events import ApplicationEnded, CaseEnded, CaseGrew
from onevisit.cases.rules.rulings import Ruling, RulingDraft, Way
from onevisit.kernel import clock, events
from onevisit.kernel.errors import Conflict, Invalid, Refused
from tests.cases.wholeness import assert_rows_fold, assert_whole
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser, page

LATER = make.MONDAY + timedelta(days=10)
"""Thursday 26 November."""


def ended(here: County, outcome: str = "refuse") -> Case:
    """The sign, decided; nothing else of its application still runs."""
    application = make.submitted(here, area=80)
    case = make.case_of(application, "sign")
    for other in application.cases.exclude(id=case.id):
        services.withdraw(case_id=other.id, actor=here.citizen)
    make.decide(here, case, outcome=outcome, reason="招牌挡住了通道。")
    case.refresh_from_db()
    return case


def ruled(here: County, case: Case, ruling: Ruling, **changed: Any) -> UUID | None:
    draft = {
        "way": Way.REVIEW,
        "ruling": ruling,
        "by": "安澜县人民政府",
        "number": "安政复决〔2026〕8号",
        "on": date(2026, 11, 25),
        "days": 15 if ruling is Ruling.AGAIN else None,
    }
    return services.record_ruling(
        case_id=case.id,
        ruling=RulingDraft(**(draft | changed)),
        words="本机关按决定执行。",
        actor=here.officer(case),
    )


def test_what_is_ordered_again_is_decided_anew_with_its_own_clock(here: County) -> None:
    case = ended(here)
    end, papers = case.ended_at, Evidence.objects.filter(application=case.application).count()
    told: list[CaseEnded | ApplicationEnded | CaseGrew] = []
    with clock.travel(LATER), events.isolated():
        for kind in (CaseEnded, ApplicationEnded, CaseGrew):
            events.subscribe(kind, told.append)
        again = Case.objects.get(id=ruled(here, case, Ruling.AGAIN))
        assert [type(each) for each in told] == [CaseGrew]
    case.refresh_from_db()
    application = case.application
    application.refresh_from_db()
    assert (case.state, case.ended_at) == ("overturned", end)
    assert (again.follows_id, again.part, again.state) == (case.id, "sign", "in_review")
    assert str(again.legal_due) == "2026-12-17"  # the fifteenth working day after the ruling
    assert again.promised_due <= again.legal_due
    assert (application.state, application.ended_at) == ("submitted", None)
    assert application.promised_on == again.promised_due
    assert sorted(again.materials.values_list("material", "verdict")) == sorted(
        case.materials.values_list("material", "verdict")
    )
    assert Evidence.objects.filter(application=application).count() == papers
    with clock.travel(LATER + timedelta(days=1)):
        make.decide(here, again)
    application.refresh_from_db()
    assert application.state == "ended"
    with clock.travel(LATER + timedelta(days=2)):
        view = queries.status_view(application_id=application.id, actor=here.citizen)
        lines = {each.number: each for each in view.cases}
        assert lines[case.number].superseded and lines[again.number].again
        assert lines[again.number].result is not None
        assert view.rail[0].at == make.MONDAY  # handed in once
    assert_rows_fold()
    assert_whole()


def test_the_letter_says_what_was_ruled_and_what_follows(here: County) -> None:
    case = ended(here)
    with clock.travel(LATER):
        again = Case.objects.get(id=ruled(here, case, Ruling.AGAIN))
        case.refresh_from_db()
        kind, facts = letter_facts(case, case.last_seq, here.citizen)
        assert kind == "ruling"
        assert facts["number"] == f"{case.number}-复-{case.last_seq:02d}"
        assert (facts["successor"], facts["days"]) == (again.number, "15 个工作日")
        assert facts["until"] == "2026-12-17"
        assert facts["reasons"] == ["本机关按决定执行。"]


@pytest.mark.parametrize(
    ("ruling", "state", "revoked"),
    [
        (Ruling.UPHELD, "delivered", False),
        (Ruling.UNLAWFUL, "delivered", False),
        (Ruling.CHANGED, "overturned", True),
        (Ruling.ANNULLED, "overturned", True),
    ],
)
def test_a_result_stands_or_falls_with_its_decision(
    here: County, ruling: Ruling, state: str, *, revoked: bool
) -> None:
    case = ended(here, "approve")
    end = case.ended_at
    with clock.travel(LATER):
        assert ruled(here, case, ruling, way=Way.SUIT) is None
    case.refresh_from_db()
    assert (case.state, case.ended_at) == (state, end)
    assert (Result.objects.get(case=case).revoked_at is not None) == revoked
    assert case.application.state == "ended"
    assert_whole()


def test_who_records_it_and_what_must_be_said(here: County) -> None:
    case = ended(here)
    running = make.case_of(make.submitted(here, area=80), "sign")
    with clock.travel(LATER):
        for changed, code in (
            ({"by": " "}, "ruling_unnamed"),
            ({"on": date(2026, 12, 1)}, "ruling_day"),
            ({"days": None}, "ruling_days"),
            ({"days": 91}, "ruling_days"),
        ):
            with pytest.raises(Invalid, match=code):
                ruled(here, case, Ruling.AGAIN, **changed)
        with pytest.raises(Conflict, match="not_possible_now"):
            ruled(here, running, Ruling.UPHELD)
        with pytest.raises(Refused):
            services.record_ruling(
                case_id=case.id,
                ruling=RulingDraft(Way.SUIT, Ruling.UPHELD, "法院", "1号", clock.today()),
                words="执行。",
                actor=here.supervisor,
            )
        ruled(here, case, Ruling.UPHELD)
        case.refresh_from_db()
        ruled(here, case, Ruling.AGAIN, way=Way.SUIT)
        with pytest.raises(Conflict, match="not_possible_now"):
            ruled(here, case, Ruling.AGAIN, way=Way.SUIT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(follows=case).update(follows=None, ordered_days=None)
    assert_whole()


def test_pages_lead_from_the_ended_case_to_its_successor_and_the_letter(here: County) -> None:
    case = ended(here)
    with clock.travel(LATER):
        officer = browser(here.officer(case))
        form = reverse("portal:desk-ruling", args=[case.id])
        assert form in page(officer, "portal:desk-case", case.id)
        sent = {
            "way": "review",
            "ruling": "again",
            "by": "安澜县人民政府",
            "number": "安政复决〔2026〕8号",
            "on": "2026-11-25",
            "days": "",
            "words": "重新审查通道宽度。",
            "last_seq": str(case.last_seq),
        }
        answer = officer.post(form, sent)
        assert answer.status_code == 422
        assert "重新审查通道宽度。" in answer.content.decode()
        answer = officer.post(form, sent | {"days": "15"})
        again = Case.objects.get(follows=case)
        assert answer["Location"] == reverse("portal:desk-case", args=[again.id])
        assert case.number in page(officer, "portal:desk-case", again.id)
        assert again.number in page(officer, "portal:desk-case", case.id)
        assert "现在不能登记" in page(officer, "portal:desk-ruling", case.id)
        citizen = browser(here.citizen)
        shown = page(citizen, "portal:affair", case.application.number)
        assert "原来的决定被撤销或变更" in shown
        assert "重新审查通道宽度。" in shown
        letter = reverse(
            "portal:affair_letter",
            args=[case.application.number, case.id, case.last_seq + 1],
        )
        assert letter in shown
        assert citizen.get(letter).content.startswith(b"%PDF")
        assert browser(here.other_citizen).get(letter).status_code == 404
