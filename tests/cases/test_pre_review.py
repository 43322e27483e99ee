"""预审: one first look while the intake limit runs; it stops nothing and asks for nothing twice."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import Actor
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, CaseEvent, Evidence, Gap, Notice
from onevisit.cases.queries.notices import askable
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.deputies import Away
from onevisit.cases.rules.gaps import GapDraft, GapKind
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.rules.pre_review import PreReview, pre_review_after
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.corrections import NAME, NOTE, PLAN, ask, hand_in, mend
from tests.cases.wholeness import assert_whole, window_application
from tests.factories import cases as make
from tests.factories.cases import County

TUESDAY = make.MONDAY + timedelta(days=1)
WEDNESDAY = make.MONDAY + timedelta(days=2)


def sign_of(here: County) -> tuple[Application, Case]:
    """An application of four parts, and its sign."""
    application = make.submitted(here, area=80)
    return application, make.case_of(application, "sign")


def look(here: County, case: Case, *gaps: GapDraft, actor: Actor | None = None) -> None:
    """The department takes the first look, a day after handing in: passed, or what to change."""
    by = actor or here.officer(case)
    with clock.travel(TUESDAY):
        if gaps:
            services.pre_return(case_id=case.id, gaps=gaps, actor=by)
        else:
            services.pre_pass(case_id=case.id, actor=by)
    case.refresh_from_db()


@pytest.mark.parametrize("gaps", [(), (PLAN, NAME)])
def test_a_first_look_leaves_the_clock_the_notice_and_the_state_alone(
    here: County, gaps: Sequence[GapDraft]
) -> None:
    application, case = sign_of(here)
    before = (case.state, case.intake_due, case.lapses_on)
    look(here, case, *gaps)
    assert (case.state, case.intake_due, case.lapses_on) == before
    assert case.pre_review == ("returned" if gaps else "passed")
    application.refresh_from_db()
    assert not (application.gathering or application.notified or Notice.objects.exists())
    assert_whole()


def test_the_applicant_changes_what_was_named_and_the_same_limit_runs_on(here: County) -> None:
    application, case = sign_of(here)
    due = case.intake_due
    look(here, case, PLAN, NAME)
    with clock.travel(WEDNESDAY):
        view = queries.correction_view(application_id=application.id, actor=here.citizen)
        assert view.pre_review
        assert [gap.name for each in view.cases for gap in each.gaps] == ["店名", "平面图"]
        assert view.cases[0].answer_by == due
        assert view.cases[0].until is None
        with pytest.raises(Invalid, match="gaps_open"):
            hand_in(here, application)
        mend(here, application)
        assert hand_in(here, application) == (case.name,)
        with pytest.raises(Conflict, match="nothing_to_correct"):
            hand_in(here, application)
    case.refresh_from_db()
    assert (case.state, case.pre_review, case.intake_due) == ("submitted", "resupplied", due)
    assert visits_of(application.id).count == 0
    with clock.travel(WEDNESDAY):
        services.accept(case_id=case.id, actor=here.officer(case))
    assert_whole()


def test_the_window_may_take_what_was_sent_back_and_that_is_a_visit(here: County) -> None:
    application, case = sign_of(here)
    look(here, case, PLAN)
    with clock.travel(WEDNESDAY):
        services.note_paper(application_id=application.id, material="plan", actor=here.clerk)
        application.refresh_from_db()
        digest = signing_digest(application)
        services.correct(application_id=application.id, signed_digest=digest, actor=here.clerk)
    case.refresh_from_db()
    assert case.pre_review == "resupplied"
    assert visits_of(application.id).count == 1
    assert_whole()


def test_there_is_one_first_look_for_each_case(here: County) -> None:
    _application, case = sign_of(here)
    look(here, case, PLAN)
    for again in ((), (NOTE,)):
        with pytest.raises(Conflict, match="pre_reviewed"):
            look(here, case, *again)
    other = make.case_of(case.application, "drain")
    look(here, other)
    first = CaseEvent.objects.get(case=case, action="pre_return")
    with pytest.raises(IntegrityError), transaction.atomic():
        first.pk, first.seq, first.action = None, 9, "pre_pass"
        first.save(force_insert=True)
    assert_whole()


def test_silence_after_a_first_look_is_acceptance_on_the_day_of_receipt(here: County) -> None:
    application, case = sign_of(here)
    look(here, case, PLAN)
    drain = make.case_of(application, "drain")
    look(here, drain)
    with clock.travel(make.MONDAY + timedelta(days=14)):
        assert services.sweep() == services.Swept(deemed=4)
        for each in (case, drain):
            each.refresh_from_db()
            assert each.accepted_at == each.submitted_at == make.MONDAY
        plain = make.case_of(application, "licence")
        assert drain.promised_due == plain.promised_due
        assert (case.pre_review, drain.pre_review) == ("overtaken", "passed")
        status = queries.status_view(application_id=application.id, actor=here.citizen)
        assert not status.to_correct
        assert_whole()


def test_what_passed_is_not_asked_for_in_a_notice(here: County) -> None:
    _application, case = sign_of(here)
    look(here, case)
    with pytest.raises(Refused, match="passed_before"), clock.travel(WEDNESDAY):
        ask(here, case, PLAN)
    assert askable(case) == frozenset()


def test_what_was_not_named_has_passed_too(here: County) -> None:
    _application, case = sign_of(here)
    look(here, case, PLAN)
    with clock.travel(WEDNESDAY):
        with pytest.raises(Refused, match="passed_before"):
            ask(here, case, PLAN, NAME)
        assert ask(here, case, PLAN) is False
    assert_whole()


def test_what_the_applicant_changed_may_be_asked_for_again_by_everybody(here: County) -> None:
    application, case = sign_of(here)
    drain = make.case_of(application, "drain")
    look(here, case, PLAN, NOTE)
    look(here, drain)
    with clock.travel(WEDNESDAY):
        mend(here, application)  # the plan, and no field that was sent back
        drain.application.refresh_from_db()
        allowed = askable(drain)
        assert allowed is not None
        assert (GapKind.MATERIAL, "plan") in allowed
        assert (GapKind.FIELD, "shop.note") not in allowed
        services.correct_fields(
            application_id=application.id, values={"shop.note": "早九点"}, actor=here.citizen
        )
        assert (GapKind.FIELD, "shop.note") in (askable(drain) or ())


def test_a_first_look_comes_before_any_notice(here: County) -> None:
    application, case = sign_of(here)
    ask(here, make.case_of(application, "drain"), NOTE)
    with pytest.raises(Conflict, match="notice_begun"):
        look(here, case)
    for part in ("licence", "food", "sign"):
        other = make.case_of(application, part)
        services.accept(case_id=other.id, actor=here.officer(other))
    with pytest.raises(Conflict, match="not_possible_now"):
        look(here, make.case_of(application, "sign"), PLAN)


def test_a_notice_overtakes_what_was_sent_back(here: County) -> None:
    application, case = sign_of(here)
    look(here, case, PLAN)
    with clock.travel(WEDNESDAY):
        ask(here, case, PLAN)
        for part in ("licence", "food", "drain"):
            other = make.case_of(application, part)
            services.accept(case_id=other.id, actor=here.officer(other))
        case.refresh_from_db()
        assert (case.state, case.pre_review) == ("correction_requested", "overtaken")
        application.refresh_from_db()
        told = queries.correction_view(application_id=application.id, actor=here.citizen)
        assert [each.pre_review for each in told.cases] == [False]
        mend(here, application) if told.fields else services.attach_file(
            application_id=application.id,
            material="plan",
            upload=make.upload(8),
            name="图.png",
            actor=here.citizen,
        )
        assert hand_in(here, application) == (case.name,)
    assert_whole()


def test_what_comes_before_the_notice_goes_out_is_not_told_any_more(here: County) -> None:
    application, case = sign_of(here)
    look(here, case, PLAN)
    with clock.travel(WEDNESDAY):
        ask(here, case, PLAN)  # gathers: three departments have not answered
        mend_plan(here, application)
        assert hand_in(here, application) == (case.name,)
    application.refresh_from_db()
    assert not application.gathering
    assert Notice.objects.get().state == "dropped"
    assert_whole()


def mend_plan(here: County, application: Application) -> None:
    """The applicant sends the plan again."""
    services.attach_file(
        application_id=application.id,
        material="plan",
        upload=make.upload(9),
        name="图.png",
        actor=here.citizen,
    )


def test_nothing_else_can_be_changed_after_a_first_look(here: County) -> None:
    application, case = sign_of(here)
    look(here, case, PLAN)
    papers = Evidence.objects.filter(application=application).count()
    with pytest.raises(Conflict, match="nothing_to_correct"):
        services.correct_fields(
            application_id=application.id, values={"shop.name": "别的"}, actor=here.citizen
        )
    services.accept(case_id=case.id, actor=here.officer(case))
    with pytest.raises(Conflict, match="not_a_draft"):
        mend_plan(here, application)
    assert Evidence.objects.filter(application=application).count() == papers


def test_what_a_window_took_in_is_not_looked_at_again(here: County) -> None:
    draft = window_application(here)
    application = Application.objects.get(id=draft)
    services.submit(
        application_id=draft,
        actor=here.clerk,
        signed_digest=signing_digest(application),
        version=application.version,
    )
    case = Case.objects.get(application_id=draft)
    with pytest.raises(Conflict, match="pre_review_online_only"):
        look(here, case)


def test_others_cannot_take_the_first_look(here: County) -> None:
    _application, case = sign_of(here)
    drain = make.case_of(case.application, "drain")
    for stranger in (here.officer(drain), here.other_citizen):
        with pytest.raises(NotFound):
            look(here, case, actor=stranger)
    for other in (here.clerk, here.citizen):
        with pytest.raises(Refused):
            look(here, case, actor=other)


def test_who_holds_the_case_looks_and_their_deputy_signs_for_them(here: County) -> None:
    _application, case = sign_of(here)
    code = next(c for c, d in here.departments.items() if d == case.department_id)
    holder, colleague = here.officers[code], here.second_officers[code]
    services.claim(case_id=case.id, actor=holder)
    with pytest.raises(Conflict, match="claimed_by_other"):
        look(here, case, actor=colleague)
    assert holder.user_id and colleague.user_id
    services.name_deputy(
        draft=services.AwayDraft(
            absent_id=holder.user_id,
            deputy_id=colleague.user_id,
            department_id=case.department_id,
            first_on=clock.today(),
            last_on=clock.today() + timedelta(days=3),
            reason=Away.LEAVE,
        ),
        actor=holder,
    )
    look(here, case, actor=colleague)
    event = CaseEvent.objects.get(case=case, action="pre_pass")
    assert event.facts["for"] == str(holder.user_id)


def test_a_desk_offers_the_first_look_while_it_may_be_taken(here: County) -> None:
    _application, case = sign_of(here)
    officer = here.officer(case)
    assert "pre_review" in queries.case_view(case_id=case.id, actor=officer).may
    assert "pre_review" not in queries.case_view(case_id=case.id, actor=here.clerk).may
    with clock.travel(make.MONDAY + timedelta(days=14)):
        assert "pre_review" not in queries.case_view(case_id=case.id, actor=officer).may
    look(here, case, PLAN)
    view = queries.case_view(case_id=case.id, actor=officer)
    assert "pre_review" not in view.may
    assert [each.name for each in view.remarks] == ["平面图"]
    assert view.askable == {(GapKind.MATERIAL, "plan")}


def test_the_limit_that_is_over_leaves_no_first_look(here: County) -> None:
    _application, case = sign_of(here)
    with clock.travel(make.MONDAY + timedelta(days=14)), pytest.raises(Conflict, match="intake"):
        services.pre_pass(case_id=case.id, actor=here.officer(case))


def test_the_words_are_sealed(here: County) -> None:
    _application, case = sign_of(here)
    look(here, case, PLAN)
    gap = Gap.objects.get(case=case)
    assert PLAN.reason.encode() not in bytes(gap.words_sealed)
    assert gap.told == {"reason": PLAN.reason, "remedy": PLAN.remedy}


@given(st.lists(st.sampled_from(list(Action)), max_size=8), st.sampled_from(list(CaseState)))
def test_one_answer_however_the_case_goes(actions: list[Action], state: CaseState) -> None:
    """Whatever is tried, there is at most one answer."""
    looked, answers = PreReview.NONE, 0
    for action in actions:
        try:
            looked = pre_review_after(looked, action, state)
        except Conflict:
            continue
        answers += action in (Action.PRE_PASS, Action.PRE_RETURN)
    assert answers <= 1
    assert (looked is PreReview.NONE) == (answers == 0)
