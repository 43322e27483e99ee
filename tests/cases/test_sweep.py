"""What the law attaches to silence: once, dated as it says, however long nobody swept."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from onevisit.cases import queries, services
from onevisit.cases.models import Application, CaseEvent, RedCard
from onevisit.cases.rules.gaps import GapDraft
from onevisit.cases.services import sweeping
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict
from tests.cases.corrections import NAME, PLAN, ask, hand_in, mend, notified
from tests.cases.statements import counting
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.plans import plan_of

LAST = make.MONDAY + timedelta(days=7)
"""Monday 23 November: the fifth working day."""
LATE = make.MONDAY + timedelta(days=14)
"""Ten working days after submission."""


def test_silence_is_acceptance_on_the_day_of_receipt_once_with_a_red_card(here: County) -> None:
    application = make.submitted(here)
    with clock.travel(LAST):
        assert services.sweep() == services.Swept()
    with clock.travel(LATE):
        assert services.sweep() == services.Swept(deemed=5)
        assert services.sweep() == services.Swept()
    for case in application.cases.all():
        assert case.accepted_at == case.submitted_at == make.MONDAY
        assert case.promised_due is not None
        waits = case.part == "food"
        assert case.state == ("accepted" if waits else "in_review")
        event = case.events.get(action="deem_accepted")
        assert (event.effective_at, event.recorded_at) == (make.MONDAY, LATE)
        assert event.actor_name == "system"
        card = RedCard.objects.get(case=case)
        assert (str(card.due_on), card.shown_at) == ("2026-11-23", LATE)
    licence = make.case_of(application, "licence")
    assert str(licence.promised_due) == "2026-11-30"  # ten working days from the day of receipt
    assert_whole()


def test_the_last_day_still_belongs_to_the_office(here: County) -> None:
    application = make.submitted(here, area=80)
    case = make.case_of(application, "sign")
    with clock.travel(LAST.replace(hour=15, minute=59)):  # 23:59 in Shanghai
        assert services.sweep().deemed == 0
    with clock.travel(LAST.replace(hour=16)):  # midnight
        assert services.sweep().deemed == 4
    case.refresh_from_db()
    assert case.state == "in_review"


def test_who_comes_too_late_finds_it_accepted(here: County) -> None:
    application = make.submitted(here, area=80)
    sign, drain = make.case_of(application, "sign"), make.case_of(application, "drain")
    with clock.travel(LATE):
        with pytest.raises(Conflict) as refused:
            services.not_accept(case_id=sign.id, reason="不齐", actor=here.officer(sign))
        assert refused.value.code == "cases.intake_over"
        with pytest.raises(Conflict):
            ask(here, sign)
        services.accept(case_id=drain.id, actor=here.officer(drain))
        assert services.sweep().deemed == 3
    drain.refresh_from_db()
    assert drain.accepted_at == make.MONDAY
    assert RedCard.objects.count() == 4
    assert_whole()


def test_gaps_that_were_never_told_do_not_count(here: County) -> None:
    application = make.submitted(here, area=80)
    ask(here, make.case_of(application, "sign"))
    with clock.travel(LATE):
        assert services.sweep() == services.Swept(deemed=4)
    application.refresh_from_db()
    assert (application.gathering, application.notified) == (False, 0)
    assert_whole()


def test_what_is_never_corrected_is_returned_after_the_applicants_limit(here: County) -> None:
    application = notified(here)
    with clock.travel(datetime(2026, 12, 29, 2, tzinfo=make.MONDAY.tzinfo)):
        swept = services.sweep()
        assert (swept.returned, swept.failed) == (2, 0)
        sign = make.case_of(application, "sign")
        assert (sign.state, sign.lapses_on) == ("returned", None)
        returned = {
            event.case.part: event.facts["why"]
            for event in CaseEvent.objects.filter(action="return").select_related("case")
        }
        assert returned == {"sign": "not_corrected", "drain": "not_supplied"}
        view = queries.status_view(application_id=application.id, actor=here.citizen)
        assert next(c for c in view.cases if c.part == "sign").state == "returned"
    assert_whole()


@pytest.mark.parametrize("gaps", [(PLAN, NAME)])
def test_after_a_correction_silence_dates_from_its_day(
    here: County, gaps: tuple[GapDraft, ...]
) -> None:
    application = notified(here, *gaps)
    corrected = make.MONDAY + timedelta(days=3)
    with clock.travel(corrected):
        mend(here, application)
        hand_in(here, application)
    with clock.travel(LATE + timedelta(days=3)):
        services.sweep()
    assert make.case_of(application, "sign").accepted_at == corrected


def test_one_that_fails_does_not_keep_the_others(
    here: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make.submitted(here, area=80)
    make.submitted(here, here.other_citizen, area=80)
    real = sweeping.hold_cases

    def broken(application: Application, actor: object) -> object:
        if application.id == first.id:
            raise RuntimeError("a row nobody can read")
        return real(application, actor)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeping, "hold_cases", broken)
    with clock.travel(LATE):
        assert services.sweep() == services.Swept(deemed=4, failed=1)
    monkeypatch.undo()
    with clock.travel(LATE):
        assert services.sweep() == services.Swept(deemed=4)


def test_a_sweep_with_nothing_to_do_reads_the_calendar_and_three_queries(
    here: County,
) -> None:
    make.submitted(here)
    with counting() as sent:
        services.sweep()
    assert len([sql for sql in sent if "advisory" not in sql]) == 4
    given = {"today": clock.today(), "near": clock.today(), "seen": [], "batch": 9}
    plan = plan_of(sweeping._DUE, given, without=("seqscan",))
    assert "case_lapsing" in plan
    assert "Seq Scan" not in plan  # some index serves each part; of empty tables any may be chosen


def test_the_command_says_what_it_did(here: County) -> None:
    make.submitted(here)
    said = StringIO()
    with clock.travel(LATE):
        call_command("sweep_deadlines", stdout=said)
    assert "5 deemed accepted" in said.getvalue()
