"""终止、作废: a case that can go no further, or should never have been opened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from onevisit.cases import services
from onevisit.cases.queries.letters import letter_facts
from onevisit.cases.rules.rulings import Ruling, RulingDraft, Way
from onevisit.cases.rules.stopping import ACTIONS, WORDS, Stop
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.corrections import notified
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser, page


@pytest.mark.parametrize("why", list(Stop))
def test_it_ends_with_a_letter_that_says_why(here: County, why: Stop) -> None:
    case = make.case_of(make.submitted(here, area=80), "sign")
    services.accept(case_id=case.id, actor=here.officer(case))
    services.stop_case(case_id=case.id, why=why, reason="已经核实。", actor=here.officer(case))
    case.refresh_from_db()
    void = why in (Stop.DUPLICATE, Stop.MISTAKE)
    assert case.state == ("void" if void else "terminated")
    assert case.promised_due is not None and case.lapses_on is None
    kind, facts = letter_facts(case, case.last_seq, here.citizen)
    assert kind == ("voiding" if void else "termination")
    assert (facts["why"], facts["reasons"]) == (WORDS[why], ["已经核实。"])
    pdf = services.letter(case_id=case.id, seq=case.last_seq, actor=here.citizen, address=str)
    assert pdf.content.startswith(b"%PDF")
    others = case.application.cases.exclude(id=case.id)
    assert not others.filter(ended_at__isnull=False).exists()
    assert_whole()


def test_who_may_and_when(here: County) -> None:
    assert set(ACTIONS) == set(WORDS) == set(Stop)
    application = make.submitted(here, area=80)
    case = make.case_of(application, "sign")
    officer = here.officer(case)

    def stop(reason: str = "重复。", actor: object = officer, seq: int | None = None) -> None:
        services.stop_case(
            case_id=case.id,
            why=Stop.DUPLICATE,
            reason=reason,
            actor=actor,  # type: ignore[arg-type]
            last_seq=seq,
        )

    with pytest.raises(Invalid, match="reason_needed"):
        stop(" ")
    with pytest.raises(Refused):
        stop(actor=here.citizen)
    with pytest.raises(NotFound):
        stop(actor=here.officers["fire"])
    with pytest.raises(Conflict, match="moved_on"):
        stop(seq=9)
    services.claim(case_id=case.id, actor=here.second_officers["urban"])
    with pytest.raises(Conflict, match="claimed_by_other"):
        stop()
    services.release(case_id=case.id, actor=here.second_officers["urban"])
    stop(seq=1)
    with pytest.raises(Conflict, match="not_possible_now"):
        stop()
    decided = make.case_of(application, "licence")
    make.decide(here, decided)
    with pytest.raises(Conflict, match="not_possible_now"):
        services.stop_case(
            case_id=decided.id, why=Stop.GONE, reason="没了。", actor=here.officer(decided)
        )
    assert_whole()


def test_what_waits_for_a_correction_may_end_and_be_ruled_upon(here: County) -> None:
    application = notified(here)
    case = application.cases.filter(state="correction_requested")[0]
    services.stop_case(
        case_id=case.id, why=Stop.DEATH, reason="申请人去世。", actor=here.officer(case)
    )
    with clock.travel(make.MONDAY + timedelta(days=20)):
        services.sweep()
        case.refresh_from_db()
        assert case.state == "terminated"
        again = services.record_ruling(
            case_id=case.id,
            ruling=RulingDraft(Way.REVIEW, Ruling.AGAIN, "县政府", "8号", clock.today(), 10),
            words="继续办理。",
            actor=here.officer(case),
        )
        assert again is not None
    assert_whole()


def test_pages_lead_from_the_desk_to_what_the_applicant_reads(here: County) -> None:
    case = make.case_of(make.submitted(here, area=80), "sign")
    officer = browser(here.officer(case))
    assert "终止或者作废这一件" in page(officer, "portal:desk-case", case.id)
    act = reverse("portal:desk-act", args=[case.id])
    sent = {"action": "stop", "why": "duplicate", "stop_reason": "", "last_seq": "1"}
    assert officer.post(act, sent).status_code == 422
    sent["stop_reason"] = "和前一天收的是同一件。"
    assert officer.post(act, sent).status_code == 302
    shown = page(browser(here.citizen), "portal:affair", case.application.number)
    assert "已作废" in shown and "和前一天收的是同一件。" in shown
    assert reverse("portal:affair_letter", args=[case.application.number, case.id, 2]) in shown
    assert "只把这一件重新申请" not in shown
