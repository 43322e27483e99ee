"""改图期限: whose days they are, who is reminded, and what comes of drawings that never come."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from onevisit.accounts.rules import Actor
from onevisit.cases import queries, services
from onevisit.cases.models import Application, DrawingReview, Reminder
from onevisit.cases.queries.drawings import drawings_view
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.services import Swept
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.notifications.models import Message
from tests.cases.test_letters import letter, says, text_of
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories import joint
from tests.factories.cases import County, upload

pytestmark = pytest.mark.django_db

TOLD = make.MONDAY + timedelta(days=1)
"""Tuesday 17 November; five working days later is the 24th."""


@pytest.fixture
def here(here: County) -> County:
    joint.publish(here)
    return here


def told(here: County, *, special: bool = False) -> tuple[Application, UUID]:
    """The kitchen's plan, reviewed with the fire brigade; the letter went out on Tuesday."""
    application = joint.accepted(here)
    lead, fire = officers(here, application)
    review = services.open_drawings(
        case_id=make.case_of(application, "kitchen").id,
        materials=["plan"],
        departments=[here.departments["fire"]],
        days=3,
        mend_days=5,
        special=special,
        actor=lead,
    )
    must = [("消施-02", "must", "疏散门改为向外开。")]
    services.write_comments(review_id=review, comments=must, ready=True, actor=fire)
    services.write_comments(review_id=review, comments=[], ready=True, actor=lead)
    with clock.travel(TOLD):
        services.tell_drawings(review_id=review, actor=lead)
    return application, review


def officers(here: County, application: Application) -> tuple[Actor, Actor]:
    return tuple(here.officer(make.case_of(application, part)) for part in ("kitchen", "flame"))


def hand_in(here: County, review: UUID) -> None:
    services.hand_in_drawings(
        review_id=review,
        files=[("plan", upload(seed=51), "图.png")],
        answers={(here.departments["fire"], 0): "改了。"},
        actor=here.citizen,
    )


def kinds(*, of: Actor) -> list[str]:
    """What an officer or the applicant was told of drawings, in order."""
    mine = {"user_id": of.user_id} if of.person_id is None else {"person_id": of.person_id}
    rows = Message.objects.filter(**mine).order_by("id").values_list("kind", flat=True)
    return [kind for kind in rows if kind.startswith(("drawings", "mending", "returned"))]


def held_days(here: County, application: Application, kind: str) -> list[date]:
    """The days on which that clock of the kitchen stood still for the drawings, read by anybody."""
    case = make.case_of(application, "kitchen")
    view = queries.clock_explanation(case_id=case.id, kind=kind, actor=here.citizen)
    return [line.day for line in view.lines if line.hold == "mending"]


@pytest.mark.parametrize("special", [False, True])
def test_the_days_of_mending_are_the_applicants_and_everybody_hears_whose_turn_it_is(
    here: County, special: bool
) -> None:
    application, review = told(here, special=special)
    lead, fire = officers(here, application)
    case = make.case_of(application, "kitchen")
    assert case.paused and case.state == ("suspended" if special else "in_review")
    with clock.travel(TOLD + timedelta(days=3)):
        hand_in(here, review)
        mending = queries.clock_explanation(case_id=case.id, kind="B2", actor=here.citizen)
    # Wednesday to Friday; while the special procedure runs too, the days are held by that first
    days = [date(2026, 11, day) for day in (18, 19, 20)]
    assert held_days(here, application, "C2") == ([] if special else days)
    assert (mending.reading.due, mending.reading.used) == (date(2026, 11, 24), 3)
    with clock.travel(TOLD + timedelta(days=6)):
        services.check_drawings(review_id=review, marks={0: ("yes", "")}, actor=fire)
        services.close_drawings(review_id=review, agreed=True, actor=lead)
        case.refresh_from_db()
        assert not case.paused and case.state == CaseState.IN_REVIEW
    actions = [e.action for e in case.events.order_by("seq")][-4 if special else -2 :]
    assert [each for each in actions if "mend" in each] == ["mend_asked", "mend_over"]
    assert kinds(of=lead) == ["drawings_last", "drawings_ready"]
    assert kinds(of=fire) == ["drawings_asked", "drawings_came", "drawings_over"]
    assert kinds(of=here.citizen) == ["drawings", "drawings_result"]
    assert_whole()


def test_who_does_not_mend_is_reminded_twice_and_then_the_case_is_returned(here: County) -> None:
    application, review = told(here)
    lead, fire = officers(here, application)
    swept = []
    for day in (17, 18, 19, 20, 24, 24, 25, 25):
        with clock.travel(make.MONDAY + timedelta(days=day - 16)):
            if day == 25 and Swept(returned=1) not in swept:
                with pytest.raises(Conflict) as refused:
                    hand_in(here, review)  # nobody swept yet, and still it is too late
                assert refused.value.code == "cases.drawing_over"
            swept.append(services.sweep())
    nothing, once = Swept(), Swept(reminded=1)
    assert swept == [nothing, nothing, once, nothing, once, nothing, Swept(returned=1), nothing]
    kept = Reminder.objects.order_by("at").values_list("kind", "due_on")
    assert list(kept) == [("mending", date(2026, 11, 24)), ("mending_day", date(2026, 11, 24))]
    case = make.case_of(application, "kitchen")
    row = DrawingReview.objects.get()
    assert (case.state, row.state, row.reason) == (
        *("returned", "failed"),
        "2026年11月24日前没有收到修改后的图纸。",
    )
    assert drawings_view(review_id=review, actor=lead).may == frozenset()
    assert case.events.get(action="return").facts["why"] == "not_mended"
    text = letter(case, Action.RETURN, here.citizen)
    says(text, "退件通知书", "改图期限届满", "消施-02，疏散门改为向外开。")
    assert kinds(of=here.citizen) == ["drawings", "mending_near", "mending_day", "returned"]
    assert kinds(of=fire)[-1] == kinds(of=lead)[-1] == "drawings_over"
    assert make.case_of(application, "flame").state == CaseState.IN_REVIEW
    assert_whole()


@pytest.mark.parametrize("answer", ["allowed", "refused", ""])
def test_more_days_are_asked_for_once_and_what_nobody_answers_is_allowed(
    here: County, answer: str
) -> None:
    application, review = told(here)
    lead, fire = officers(here, application)
    case = make.case_of(application, "kitchen")
    ask = {"review_id": review, "why": "结构要重新计算。", "actor": here.citizen}
    with clock.travel(TOLD + timedelta(days=3)):
        with pytest.raises(Invalid, match="drawing_days"):
            services.ask_more_days(days=6, **ask)  # more than the letter gave
        services.ask_more_days(days=3, **ask)
        with pytest.raises(Conflict, match="drawing_more_before"):
            services.ask_more_days(days=1, **ask)
        may = drawings_view(review_id=review, actor=lead).may
        assert "answer_more" in may and not drawings_view(review_id=review, actor=fire).may & may
        with pytest.raises(Invalid, match="reason_needed"):
            services.answer_more_days(review_id=review, allow=False, why=" ", actor=lead)
        if answer:
            said = {"allow": answer == "allowed", "why": "五天够了。", "actor": lead}
            services.answer_more_days(review_id=review, **said)
            with pytest.raises(Conflict, match="drawing_more_not_asked"):
                services.answer_more_days(review_id=review, **said)
    with clock.travel(TOLD + timedelta(days=8)):  # the day after those given
        assert services.sweep() == Swept(returned=answer == "refused", reminded=answer != "refused")
        if answer == "refused":
            return
        mending = queries.clock_explanation(case_id=case.id, kind="B2", actor=here.citizen)
        assert (mending.reading.due, mending.reading.used) == (date(2026, 11, 27), 6)
        paper = services.more_days_letter(review_id=review, actor=here.citizen, address=str)
        text = text_of(paper.content)
        says(text, "延长改图期限答复书", "同意延长", "2026年11月27日", case.number)
        assert ("没有答复，按同意办理" in text) == (not answer)
        hand_in(here, review)
    assert "drawings_more" in kinds(of=lead) and "mending_answered" in kinds(of=here.citizen)
    assert_whole()
