"""一次性告知 and 补正: all gaps once, in one notice, and no new ones after it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases import queries, services
from onevisit.cases.models import Gap, Notice
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.gaps import GapDraft, GapKind, checked, goes_out
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.corrections import NAME, NOTE, PLAN, ask, hand_in, mend, notified
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County


def test_the_gaps_of_all_departments_go_out_in_one_notice(here: County) -> None:
    application = make.submitted(here, area=80)
    sign, drain = make.case_of(application, "sign"), make.case_of(application, "drain")
    assert ask(here, sign) is False
    assert ask(here, drain, NOTE) is False
    for part in ("licence", "food"):
        case = make.case_of(application, part)
        sign.refresh_from_db()
        assert sign.state == "submitted"
        services.accept(case_id=case.id, actor=here.officer(case))
    for case in (sign, drain):
        case.refresh_from_db()
        assert case.state == "correction_requested"
        assert case.lapses_on is not None
    notice = Notice.objects.get()
    assert (notice.state, notice.gaps.count()) == ("sent", 3)
    assert_whole()


def test_the_notice_of_one_department_goes_out_at_once(here: County) -> None:
    application = make.submitted(here, area=80)
    for part in ("licence", "food", "drain"):
        case = make.case_of(application, part)
        services.accept(case_id=case.id, actor=here.officer(case))
    assert ask(here, make.case_of(application, "sign")) is True


def test_a_notice_goes_out_on_the_last_day_though_some_have_not_answered(here: County) -> None:
    application = make.submitted(here, area=80)
    ask(here, make.case_of(application, "sign"))
    last = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # Monday, 15:00
    with clock.travel(last):
        assert services.sweep() == services.Swept()
    with clock.travel(last + timedelta(hours=1)):
        assert services.sweep() == services.Swept(sent=1)
        assert services.sweep() == services.Swept()
    assert make.case_of(application, "sign").state == "correction_requested"
    drain = make.case_of(application, "drain")
    assert drain.state == "submitted"
    with pytest.raises(Refused) as refused, clock.travel(last + timedelta(hours=1)):
        ask(here, drain, NOTE)
    assert refused.value.code == "cases.no_new_gaps"


def test_clock_a_stops_b_runs_and_a_new_a_begins(here: County) -> None:
    application = notified(here)
    sign = make.case_of(application, "sign")
    view = queries.clock_explanation(case_id=sign.id, kind="B", actor=here.citizen)
    assert str(view.reading.due) == "2026-12-28"
    later = make.MONDAY + timedelta(days=8)
    with clock.travel(later):
        mend(here, application)
        assert hand_in(here, application) == ("sign许可",)
        sign.refresh_from_db()
        assert (sign.state, str(sign.intake_due)) == ("submitted", "2026-12-01")
        assert sign.lapses_on == sign.intake_due
        services.accept(case_id=sign.id, actor=here.officer(sign))
    assert make.case_of(application, "sign").state == "in_review"
    assert_whole()


def test_what_is_not_mended_is_named_and_nothing_is_handed_in(here: County) -> None:
    application = notified(here)
    services.attach_file(
        application_id=application.id,
        material="plan",
        upload=make.upload(7),
        name="新图.png",
        actor=here.citizen,
    )
    with pytest.raises(Invalid) as wrong:
        hand_in(here, application)
    assert (wrong.value.code, wrong.value.facts["names"]) == ("cases.gaps_open", "店名")


def test_only_what_the_notice_is_about_can_be_changed(here: County) -> None:
    application = notified(here, NAME)
    services.correct_fields(
        application_id=application.id,
        values={"shop.name": "吉祥饭店", "shop.note": "别的"},
        actor=here.citizen,
    )
    application.refresh_from_db()
    assert application.form_open["shop.name"] == "吉祥饭店"
    assert "shop.note" not in application.form_open
    with pytest.raises(Conflict):
        services.attach_file(
            application_id=application.id,
            material="plan",
            upload=make.upload(7),
            name="新图.png",
            actor=here.citizen,
        )
    with pytest.raises(NotFound):
        services.correct_fields(
            application_id=application.id,
            values={"shop.name": "x"},
            actor=here.other_citizen,
        )


def test_nothing_new_may_be_asked_after_a_correction_but_what_was_not_mended_may(
    here: County,
) -> None:
    application = notified(here)
    mend(here, application)
    hand_in(here, application)
    sign = make.case_of(application, "sign")
    with pytest.raises(Refused) as refused:
        ask(here, sign, PLAN, NOTE)
    assert refused.value.code == "cases.no_new_gaps"
    assert refused.value.facts["names"] == "说明"
    assert ask(here, sign, PLAN) is True


def test_what_was_signed_is_what_is_handed_in(here: County) -> None:
    application = notified(here, PLAN)
    shown = signing_digest(application)
    services.attach_file(
        application_id=application.id,
        material="plan",
        upload=make.upload(7),
        name="新图.png",
        actor=here.citizen,
    )
    with pytest.raises(Conflict) as changed:
        services.correct(application_id=application.id, signed_digest=shown, actor=here.citizen)
    assert changed.value.code == "cases.changed_since_shown"


def test_a_correction_at_any_window_is_a_visit(here: County) -> None:
    application = notified(here, PLAN)
    services.note_paper(application_id=application.id, material="plan", actor=here.clerk)
    application.refresh_from_db()
    services.correct(
        application_id=application.id,
        signed_digest=signing_digest(application),
        actor=here.clerk,
    )
    counted = visits_of(application.id)
    assert (counted.count, [c.kind for c in counted.contacts]) == (1, ["correction"])
    assert make.case_of(application, "sign").state == "submitted"


def test_what_is_mended_on_the_spot_needs_no_notice(here: County) -> None:
    application = make.submitted(here, area=80)
    sign = make.case_of(application, "sign")
    ask(here, sign, PLAN)
    with pytest.raises(Conflict):  # nothing was told yet: online there is nothing to correct
        hand_in(here, application)
    services.note_paper(application_id=application.id, material="plan", actor=here.clerk)
    application.refresh_from_db()
    services.correct(
        application_id=application.id,
        signed_digest=signing_digest(application),
        actor=here.clerk,
    )
    assert not Gap.objects.exists()
    assert Notice.objects.get().state == "dropped"
    sign.refresh_from_db()
    assert sign.state == "submitted"
    services.accept(case_id=sign.id, actor=here.officer(sign))
    assert_whole()


def test_withdrawing_lets_the_notice_of_the_others_go(here: County) -> None:
    application = make.submitted(here, area=80)
    ask(here, make.case_of(application, "sign"))
    for part in ("licence", "food", "drain"):
        services.withdraw(case_id=make.case_of(application, part).id, actor=here.citizen)
    assert make.case_of(application, "sign").state == "correction_requested"


def test_what_was_told_is_sealed(here: County) -> None:
    notified(here)
    for gap in Gap.objects.all():
        assert "厨房".encode() not in bytes(gap.words_sealed)
        assert gap.told["reason"]


places = st.tuples(st.sampled_from(list(GapKind)), st.sampled_from("abcd"))


@given(asked=st.sets(places, min_size=1), told=st.none() | st.sets(places))
def test_after_a_notice_only_what_was_told_may_be_told_again(
    asked: set[tuple[GapKind, str]], told: set[tuple[GapKind, str]] | None
) -> None:
    names = {(kind, key): key for kind in GapKind for key in "abcd"}
    drafts = [GapDraft(kind, key, " 缺 ", "补") for kind, key in asked]
    if told is None or asked <= told:
        assert {each.place for each in checked(drafts, names, told)} == asked
    else:
        with pytest.raises(Refused):
            checked(drafts, names, told)


@given(
    waiting=st.sets(st.integers(0, 4)),
    answered=st.sets(st.integers(0, 4)),
    hours=st.integers(-80, 80),
)
def test_a_notice_goes_out_when_all_have_answered_or_time_is_nearly_up(
    waiting: set[int], answered: set[int], hours: int
) -> None:
    due = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    at = due + timedelta(hours=hours)
    sent = goes_out(waiting=waiting, answered=answered, due=clock.local_date(due), at=at)
    assert sent == (bool(answered) and (waiting <= answered or hours >= 0))
