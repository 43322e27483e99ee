"""联合踏勘: one appointment for all, a finding for each; one may dissent and the others go on."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from onevisit.accounts.rules import Actor
from onevisit.cases import queries, services
from onevisit.cases.access import get_case_for
from onevisit.cases.models import Application, Case, JointAct, JointEvent, JointFinding, Task
from onevisit.cases.queries.joint import case_visit
from onevisit.cases.rules.deputies import Away
from onevisit.cases.rules.joint import Half, Slot, Verdict
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories import files, joint
from tests.factories.cases import County
from tests.factories.joint import THURSDAY, WEDNESDAY

WEDNESDAY_TEN = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def there(here: County) -> County:
    joint.publish(here)
    return here


@pytest.fixture(autouse=True)
def everything_folds(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does, cases and appointments are the folds of their events."""
    request.getfixturevalue("db")
    yield
    assert_whole()


def refused(code: str, deed: Callable[[], object]) -> DomainError:
    with pytest.raises(DomainError) as raised:
        deed()
    assert raised.value.code == code
    return raised.value


def visit(
    here: County, application: Application, part: str, actor: Actor | None = None
) -> queries.CaseVisit:
    """What the officer of that part sees."""
    case = make.case_of(application, part)
    actor = actor or here.officer(case)
    found = case_visit(get_case_for(actor, case.id), actor)
    assert found is not None
    return found


def seats(here: County, application: Application, part: str = "kitchen") -> set[str]:
    act = visit(here, application, part).act
    assert act is not None
    return {seat.part for seat in act.seats}


def open_steps(case: Case) -> set[str]:
    return set(Task.objects.filter(case=case, state="open").values_list("step", flat=True))


def test_one_department_plans_and_all_have_it(there: County) -> None:
    application = joint.accepted(there)
    assert visit(there, application, "flame").may == {"plan"}
    joint.plan(there, application)
    for part in joint.TOGETHER:
        seen = visit(there, application, part)
        assert seen.act is not None and seen.seat is not None and seen.seat.pending
        assert seen.act.slot == WEDNESDAY
        assert seen.may == {"move", "cancel", "go"}
        officer = there.officer(make.case_of(application, part))
        on_desk = queries.visits_on_desk(actor=officer).rows
        assert [(line.case_name, line.act.id) for line in on_desk] == [(f"{part}许可", seen.act.id)]
    (told,) = queries.status_view(application_id=application.id, actor=there.citizen).visits
    assert (told.place, told.prepare) == ("云溪镇人民路 86 号", "请打开厨房和仓库。")
    assert {seat.part for seat in told.seats} == set(joint.TOGETHER)


def test_a_case_whose_review_waits_is_planned_into_the_slot_and_may_be_found_there(
    there: County,
) -> None:
    application = joint.accepted(there)
    pipe = make.case_of(application, "pipe")
    assert pipe.state == "accepted" and pipe.waits_for
    joint.plan(there, application, part="pipe")
    with clock.travel(WEDNESDAY_TEN):
        joint.find(there, application, "pipe")
        assert Task.objects.get(case=pipe, step="visit").state == "done"
        make.decide(there, make.case_of(application, "licence"))
        pipe.refresh_from_db()
        assert pipe.state == "in_review"
        assert open_steps(pipe) == {"review"}
        make.decide(there, pipe)


def test_a_case_that_is_accepted_in_time_joins_and_one_too_late_needs_another(
    there: County,
) -> None:
    application = joint.accepted(there, "kitchen", "board")
    joint.plan(there, application)
    assert seats(there, application) == {"kitchen", "board"}
    assert visit(there, application, "kitchen").act.joining == ("flame许可", "pipe许可")  # type: ignore[union-attr]
    joint.accept(there, make.case_of(application, "flame"))
    assert seats(there, application) == {"kitchen", "board", "flame"}
    with clock.travel(WEDNESDAY_TEN):
        for part in ("kitchen", "board", "flame"):
            joint.find(there, application, part)
        assert JointAct.objects.get().state == "done"
    with clock.travel(FRIDAY):
        joint.accept(there, make.case_of(application, "pipe"))
        assert visit(there, application, "pipe").may == {"plan"}
        joint.plan(there, application, "pipe", Slot(date(2026, 11, 24), Half.MORNING))
        assert seats(there, application, "pipe") == {"pipe"}
        assert seats(there, application, "kitchen") == {"kitchen", "board", "flame"}


def test_a_case_accepted_after_the_day_moves_what_is_still_to_be_done(there: County) -> None:
    application = joint.accepted(there, "kitchen", "board")
    joint.plan(there, application)
    with clock.travel(FRIDAY):
        joint.find(there, application, "board")
        joint.accept(there, make.case_of(application, "flame"))
        assert visit(there, application, "flame").may == {"move", "cancel"}
        services.move_visit(
            case_id=make.case_of(application, "flame").id,
            slot=Slot(date(2026, 11, 24), Half.MORNING, time(9, 30)),
            reason="消防刚受理，一起补看。",
            actor=there.officers["fire"],
        )
        act = visit(there, application, "flame").act
        assert act is not None
        assert [s.part for s in act.seats if s.pending] == ["kitchen", "flame"]


def test_one_dissents_and_the_others_go_on(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    with clock.travel(WEDNESDAY_TEN):
        joint.find(there, application, "kitchen")
        joint.find(there, application, "flame", Verdict.FAILED, "疏散通道被货架堵住。")
        joint.find(there, application, "board")
        for part in ("kitchen", "flame", "board"):
            assert open_steps(make.case_of(application, part)) == {"review"}
        act = JointAct.objects.get()
        assert act.state == "planned"  # one department has not written yet
        for part in ("kitchen", "board"):
            make.decide(there, make.case_of(application, part))
        flame = make.case_of(application, "flame")
        make.review(there, flame)
        refused(
            "cases.visit_not_passed",
            lambda: services.decide(
                case_id=flame.id, outcome="approve", reason="", actor=there.officers["fire"]
            ),
        )
        make.decide(there, flame, "refuse")
        joint.find(there, application, "pipe")
        act.refresh_from_db()
        assert act.state == "done"
    states = {part: make.case_of(application, part).state for part in joint.TOGETHER}
    assert states["flame"] == "refused"
    assert states["kitchen"] == states["board"] == "delivered"
    assert visits_of(application.id).count == 0


def test_what_was_to_be_put_right_is_looked_at_again_before_it_is_granted(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    flame = make.case_of(application, "flame")
    with clock.travel(WEDNESDAY_TEN):
        joint.find(there, application, "flame", Verdict.MEND, "缺两具灭火器。")
        assert visit(there, application, "flame").may == {"move", "cancel", "again"}
    with clock.travel(FRIDAY):
        joint.find(there, application, "flame")
        seat = visit(there, application, "flame").seat
        assert seat is not None
        assert [each.verdict for each in seat.findings] == [Verdict.PASSED, Verdict.MEND]
        refused("cases.visit_already_found", lambda: joint.find(there, application, "flame"))
        make.decide(there, flame)
        assert flame.state == "delivered"


def test_a_late_finding_is_seen_to_be_late(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    with clock.travel(FRIDAY):  # the limit of the step is one working day after the visit
        seat = visit(there, application, "board").seat
        assert seat is not None and seat.pending and seat.overdue
        assert seat.due_on == date(2026, 11, 19)
        joint.find(there, application, "board")
        after = visit(there, application, "board").seat
        assert after is not None and after.found is not None and after.found.late
    with clock.travel(FRIDAY + timedelta(days=3)):
        (told,) = queries.status_view(application_id=application.id, actor=there.citizen).visits
        assert [seat.part for seat in told.seats if seat.overdue] == ["kitchen", "flame", "pipe"]


def test_it_is_moved_for_all_with_a_reason_and_a_history(there: County) -> None:
    application = joint.accepted(there)
    act = joint.plan(there, application)
    flame = make.case_of(application, "flame")
    move = {"case_id": flame.id, "actor": there.officers["fire"]}
    refused("cases.reason_needed", lambda: services.move_visit(slot=THURSDAY, reason=" ", **move))
    refused(
        "cases.visit_same_time", lambda: services.move_visit(slot=WEDNESDAY, reason="改。", **move)
    )
    services.move_visit(slot=THURSDAY, reason="消防车出任务。", version=act.last_seq, **move)
    gone = refused(
        "cases.visit_moved_on",
        lambda: services.cancel_visit(reason="不用了。", version=act.last_seq, **move),
    )
    assert gone.facts["who"] == there.officers["fire"].name
    for part in joint.TOGETHER:
        seen = visit(there, application, part).act
        assert seen is not None
        assert (seen.slot, seen.was, seen.reason) == (THURSDAY, WEDNESDAY, "消防车出任务。")
    (told,) = queries.status_view(application_id=application.id, actor=there.citizen).visits
    assert [line.move for line in told.history] == ["plan", "move"]


def test_it_is_cancelled_and_another_may_be_made(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    case = make.case_of(application, "board")
    services.cancel_visit(case_id=case.id, reason="店主生病。", actor=there.officers["urban"])
    assert visit(there, application, "kitchen").may == {"plan"}
    assert queries.visits_on_desk(actor=there.officers["fire"]).rows == ()
    refused("cases.visit_not_planned", lambda: joint.find(there, application, "kitchen"))
    joint.plan(there, application, "flame", THURSDAY)
    acts = queries.status_view(application_id=application.id, actor=there.citizen).visits
    assert [(each.state, each.reason) for each in acts] == [
        ("planned", ""),
        ("cancelled", "店主生病。"),
    ]


def test_a_case_withdrawn_before_the_day_leaves_it_and_the_last_one_ends_it(
    there: County,
) -> None:
    application = joint.accepted(there, "kitchen", "flame")
    joint.plan(there, application)
    services.withdraw(case_id=make.case_of(application, "flame").id, actor=there.citizen)
    assert seats(there, application) == {"kitchen"}
    assert JointEvent.objects.filter(move="leave").get().case.part == "flame"
    services.withdraw(case_id=make.case_of(application, "board").id, actor=there.citizen)
    assert JointEvent.objects.filter(move="leave").count() == 1  # it had not been accepted
    services.withdraw(case_id=make.case_of(application, "kitchen").id, actor=there.citizen)
    assert JointAct.objects.get().state == "lapsed"


def test_the_last_to_leave_after_findings_makes_it_done(there: County) -> None:
    application = joint.accepted(there, "kitchen", "flame")
    joint.plan(there, application)
    with clock.travel(WEDNESDAY_TEN):
        joint.find(there, application, "kitchen")
        services.withdraw(case_id=make.case_of(application, "flame").id, actor=there.citizen)
    assert JointAct.objects.get().state == "done"


def test_a_suspended_case_is_looked_at_and_goes_on_when_it_is_resumed(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    board = make.case_of(application, "board")
    officer = there.officers["urban"]
    services.suspend(case_id=board.id, reason="检测", until=date(2026, 12, 1), actor=officer)
    with clock.travel(WEDNESDAY_TEN):
        joint.find(there, application, "board")
        assert open_steps(board) == set()
        services.resume(case_id=board.id, actor=officer)
        assert open_steps(board) == {"review"}


def test_no_opinion_takes_the_place_of_the_finding(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    case = make.case_of(application, "kitchen")
    refused(
        "cases.visit_planned",
        lambda: services.give_opinion(
            case_id=case.id, step="visit", text="看过了。", actor=there.officers["market"]
        ),
    )


def test_findings_wait_for_the_day_and_say_what_is_wrong(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    refused("cases.visit_not_yet", lambda: joint.find(there, application, "kitchen"))
    case = make.case_of(application, "kitchen")
    write = {"case_id": case.id, "actor": there.officers["market"]}
    with clock.travel(WEDNESDAY_TEN):
        refused(
            "cases.visit_note_needed",
            lambda: services.write_finding(verdict=Verdict.FAILED, note=" ", **write),
        )
        refused(
            "cases.visit_mend_by_needed",
            lambda: services.write_finding(
                verdict=Verdict.MEND, note="缺灭火器。", mend_by=clock.today(), **write
            ),
        )
        services.write_finding(verdict=Verdict.PASSED, note="", nth=0, **write)
        again = refused(
            "cases.visit_already_found",
            lambda: services.write_finding(verdict=Verdict.PASSED, note="", nth=0, **write),
        )
        assert again.facts["who"] == there.officers["market"].name


def test_photographs_are_kept_for_the_department_that_took_them(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    case, officer = make.case_of(application, "kitchen"), there.officers["market"]
    with clock.travel(WEDNESDAY_TEN):
        services.write_finding(
            case_id=case.id,
            verdict=Verdict.PASSED,
            note="",
            photos=[(make.upload(7), "厨房.png"), (make.upload(7), "再传.png")],
            actor=officer,
        )
        refused(
            "cases.visit_photo_only",
            lambda: services.write_finding(
                case_id=make.case_of(application, "board").id,
                verdict=Verdict.PASSED,
                note="",
                photos=[(io.BytesIO(files.pdf()), "图.pdf")],
                actor=there.officers["urban"],
            ),
        )
    seat = visit(there, application, "kitchen").seat
    assert seat is not None and seat.found is not None
    (photo,) = seat.found.photos
    content = services.visit_photo(case_id=case.id, photo_id=photo, actor=officer)
    assert content.media_type == "image/png"
    other = visit(there, application, "board").act
    assert other is not None
    assert [s.found.photos for s in other.seats if s.found] == [()]
    for stranger in (there.officers["fire"], there.citizen, there.clerk):
        with pytest.raises(NotFound):
            services.visit_photo(case_id=case.id, photo_id=photo, actor=stranger)


def test_others_are_not_shown_what_a_department_wrote_but_the_applicant_is(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    with clock.travel(WEDNESDAY_TEN):
        joint.find(there, application, "flame", Verdict.FAILED, "疏散通道被货架堵住。")
    act = visit(there, application, "kitchen").act
    assert act is not None
    (found,) = [seat.found for seat in act.seats if seat.found]
    assert (found.verdict, found.note) == (Verdict.FAILED, "")
    (told,) = queries.status_view(application_id=application.id, actor=there.citizen).visits
    assert [seat.found.note for seat in told.seats if seat.found] == ["疏散通道被货架堵住。"]


def test_officers_say_that_they_come_and_take_it_back(there: County) -> None:
    application = joint.accepted(there)
    joint.plan(there, application)
    case = make.case_of(application, "board")
    for officer in (there.officers["urban"], there.second_officers["urban"]):
        services.join_visit(case_id=case.id, going=True, actor=officer)
        services.join_visit(case_id=case.id, going=True, actor=officer)
    services.join_visit(case_id=case.id, going=False, actor=there.officers["urban"])
    seat = visit(there, application, "board").seat
    assert seat is not None
    assert seat.going == (there.second_officers["urban"].name,)
    assert JointEvent.objects.filter(move="go").count() == 2


def test_a_deputy_plans_and_finds_for_the_colleague_who_is_away(there: County) -> None:
    application = joint.accepted(there)
    case = make.case_of(application, "kitchen")
    absent = there.officer(case)
    deputy = next(
        second
        for code, second in there.second_officers.items()
        if there.departments[code] == case.department_id
    )
    assert absent.user_id and deputy.user_id
    services.claim(case_id=case.id, actor=absent)
    away = services.AwayDraft(
        absent.user_id,
        deputy.user_id,
        case.department_id,
        clock.today(),
        clock.today() + timedelta(days=9),
        Away.LEAVE,
    )
    services.name_deputy(away, actor=absent)
    services.plan_visit(
        case_id=case.id, slot=WEDNESDAY, place="人民路 86 号", phone="0580-5550111", actor=deputy
    )
    services.join_visit(case_id=case.id, going=True, actor=deputy)
    with clock.travel(make.MONDAY + timedelta(days=2)):
        services.write_finding(
            case_id=case.id, verdict=Verdict.PASSED, note="布局与图纸一致。", actor=deputy
        )
    both = f"{deputy.name}（代{absent.name}）"
    finding = JointFinding.objects.get(case=case)
    assert (finding.author_id, finding.author_name) == (deputy.user_id, both)
    assert JointAct.objects.get(application=application).planned_by_name == both
    signed = dict(JointEvent.objects.filter(case=case).values_list("move", "actor_name"))
    assert signed == {"plan": both, "go": deputy.name, "find": both}


def test_only_the_departments_that_take_part_may_touch_it(there: County) -> None:
    application = joint.accepted(there)
    case = make.case_of(application, "kitchen")

    def planning(actor: Actor) -> Callable[[], object]:
        return lambda: services.plan_visit(
            case_id=case.id, slot=WEDNESDAY, place="店里", phone="0580-5550111", actor=actor
        )

    for stranger in (there.officers["fire"], there.other_citizen):
        refused("cases.no_such_case", planning(stranger))
    for onlooker in (there.clerk, there.supervisor, there.citizen):
        refused("accounts.not_permitted", planning(onlooker))
    joint.plan(there, application)
    for stranger in (there.officers["fire"], there.other_citizen):
        refused(
            "cases.no_such_case",
            lambda who=stranger: services.move_visit(  # type: ignore[misc]
                case_id=case.id, slot=THURSDAY, reason="改。", actor=who
            ),
        )


@pytest.mark.parametrize(
    ("slot", "code"),
    [
        (Slot(date(2026, 11, 13), Half.MORNING), "cases.visit_in_past"),
        (Slot(date(2026, 11, 21), Half.MORNING), "cases.visit_on_day_off"),
        (Slot(date(2026, 11, 18), Half.MORNING, time(14, 0)), "cases.visit_hour_outside_half"),
    ],
)
def test_offices_come_on_working_days_ahead(there: County, slot: Slot, code: str) -> None:
    application = joint.accepted(there)
    refused(code, lambda: joint.plan(there, application, slot=slot))


def test_place_and_phone_are_told(there: County) -> None:
    case = make.case_of(joint.accepted(there), "kitchen")
    words = {"place": "店里", "phone": "0580-5550111", "prepare": ""}
    for name, value in (("place", " "), ("phone", "见名片"), ("prepare", "长" * 501)):
        with pytest.raises(Invalid) as raised:
            services.plan_visit(
                case_id=case.id,
                slot=WEDNESDAY,
                actor=there.officers["market"],
                **{**words, name: value},
            )
        assert raised.value.field == name


def test_a_case_alone_has_an_appointment_of_its_own(here: County) -> None:
    application = make.submitted(here, area=80)
    make.decide(here, make.case_of(application, "licence"))
    food = make.case_of(application, "food")
    services.accept(case_id=food.id, actor=here.officers["market"])
    services.plan_visit(
        case_id=food.id,
        slot=WEDNESDAY,
        place="店里",
        phone="0580-5550111",
        actor=here.officers["market"],
    )
    act = visit(here, application, "food").act
    assert act is not None
    assert [seat.part for seat in act.seats] == ["food"]
    sign = make.case_of(application, "sign")
    assert case_visit(get_case_for(here.officer(sign), sign.id), here.officer(sign)) is None


def test_nothing_to_look_at_is_not_planned(there: County) -> None:
    application = joint.accepted(there, "kitchen")
    board = make.case_of(application, "board")
    refused("cases.no_visit_due", lambda: joint.plan(there, application, "board"))
    refused("cases.no_visit_due", lambda: joint.plan(there, application, "licence"))
    joint.plan(there, application)
    twice = refused("cases.visit_already_planned", lambda: joint.plan(there, application))
    assert isinstance(twice, Conflict)
    assert twice.facts["on"] == WEDNESDAY.on
    assert board.state == "submitted"
    assert JointFinding.objects.count() == 0
