"""The queue in the database: numbers, calling, passing on, and what a day leaves behind."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from onevisit.accounts.rules import Actor
from onevisit.audit.models import AuditEntry
from onevisit.cases import services as cases
from onevisit.hall import queries, services
from onevisit.hall.models import Contact, Ticket
from onevisit.hall.queries import TicketLine
from onevisit.hall.rules import TicketAct, TicketState
from onevisit.hall.services.tickets import Wanted
from onevisit.hall.web.wordings import ACTIONS
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.people import staff_actor


def beside(here: County, window: str = "A04", role: str = "clerk") -> Actor:
    return staff_actor(role, service_point_id=here.centre, window=window)


def called(actor: Actor, having: UUID | None = None) -> TicketLine:
    line = services.call_next(actor=actor, having=having)
    assert line is not None
    return line


def waiting(actor: Actor) -> list[str]:
    return [line.number for line in queries.board(actor=actor).waiting]


def later(minutes: int) -> clock.travel:  # type: ignore[valid-type]
    return clock.travel(make.MONDAY + timedelta(minutes=minutes))


def test_numbers_run_on_by_place_and_day(here: County) -> None:
    take = services.take_ticket
    elsewhere = staff_actor("clerk", service_point_id=make_point(), window="1")
    assert [take(actor=here.clerk), take(actor=here.clerk)] == ["A001", "A002"]
    assert take(actor=elsewhere) == "A001"
    with later(24 * 60):
        assert take(actor=here.clerk) == "A001"


def make_point() -> UUID:
    from tests.factories.places import make_service_point

    return make_service_point().id


def test_the_next_in_line_is_called_served_and_done(here: County) -> None:
    services.take_ticket(
        actor=here.clerk, called_as=" 红衣  女士 ", wants=Wanted("x", "开办餐饮店"), prepared=True
    )
    with later(5):
        line = called(here.clerk)
    assert (line.number, line.state, line.window) == ("A001", TicketState.CALLED, "A03")
    assert (line.called_as, line.prepared, line.minutes) == ("红衣 女士", True, 5)
    with later(6):
        services.serve(person_id=here.citizen.person_id, actor=here.clerk)
        assert called_now(here).state is TicketState.SERVING
    with later(10):
        assert services.call_next(actor=here.clerk, having=line.id) is None
        figures = queries.day_figures(actor=here.clerk)
    assert figures.served == 1
    assert figures.average == timedelta(minutes=4)
    assert figures.whole == timedelta(minutes=10)


def called_now(here: County) -> TicketLine:
    line = queries.current_ticket(actor=here.clerk)
    assert line is not None
    return line


def test_priority_is_called_first_and_who_is_passed_on_before_all(here: County) -> None:
    other = beside(here)
    for priority in ("", "", "elder"):
        services.take_ticket(actor=here.clerk, priority=priority)
    assert waiting(here.clerk) == ["A003", "A001", "A002"]
    line = called(other)
    services.pass_on(ticket_id=line.id, window="A03", actor=other)
    assert waiting(other) == ["A001", "A002"]
    services.take_ticket(actor=here.clerk, priority="disabled")
    assert called(here.clerk).number == "A003"


def test_pressed_twice_it_calls_once_and_pressed_by_mistake_nobody_is_lost(here: County) -> None:
    for _ in range(3):
        services.take_ticket(actor=here.clerk)
    first = called(here.clerk)
    assert called(here.clerk, having=None).id == first.id
    again = called(here.clerk, having=first.id)
    assert (again.number, again.state, again.calls) == ("A001", TicketState.CALLED, 2)
    services.serve(person_id=here.citizen.person_id, actor=here.clerk)
    second = called(here.clerk, having=first.id)
    assert called(here.clerk, having=first.id).id == second.id
    assert waiting(here.clerk) == ["A003"]
    services.act_on(ticket_id=first.id, act=TicketAct.PUT_BACK, actor=here.clerk)
    assert waiting(here.clerk) == ["A001", "A003"]


@pytest.mark.parametrize(
    ("act", "left"),
    [(TicketAct.PUT_BACK, ["A001"]), (TicketAct.MISS, []), (TicketAct.FINISH, [])],
)
def test_who_was_called_is_put_back_missed_or_done(
    here: County, act: TicketAct, left: list[str]
) -> None:
    services.take_ticket(actor=here.clerk)
    line = called(here.clerk)
    services.act_on(ticket_id=line.id, act=TicketAct.CALL_AGAIN, actor=here.clerk)
    assert called_now(here).calls == 2
    services.act_on(ticket_id=line.id, act=act, actor=here.clerk)
    assert queries.current_ticket(actor=here.clerk) is None
    assert waiting(here.clerk) == left


def test_who_comes_back_after_their_number_stands_at_the_end(here: County) -> None:
    for priority in ("elder", "", ""):
        services.take_ticket(actor=here.clerk, priority=priority)
    line = called(here.clerk)
    services.act_on(ticket_id=line.id, act=TicketAct.MISS, actor=here.clerk)
    with later(1):
        services.act_on(ticket_id=line.id, act=TicketAct.COME_BACK, actor=here.clerk)
    assert waiting(here.clerk) == ["A002", "A003", "A001"]


def test_only_the_clerk_who_has_somebody_ends_it(here: County) -> None:
    services.take_ticket(actor=here.clerk)
    line = called(here.clerk)
    other = beside(here)
    for act in (TicketAct.FINISH, TicketAct.MISS, TicketAct.PUT_BACK, TicketAct.CALL_AGAIN):
        with pytest.raises(Conflict, match=r"hall\.with_other_window"):
            services.act_on(ticket_id=line.id, act=act, actor=other)
    with pytest.raises(Conflict, match=r"hall\.with_other_window"):
        services.pass_on(ticket_id=line.id, actor=other)
    with pytest.raises(Conflict, match=r"hall\.not_possible_now"):
        services.call(ticket_id=line.id, actor=other)
    with pytest.raises(Conflict, match=r"hall\.not_possible_now"):
        services.act_on(ticket_id=line.id, act=TicketAct.BEGIN, actor=here.clerk)


def test_out_of_turn_only_with_empty_hands(here: County) -> None:
    for _ in range(2):
        services.take_ticket(actor=here.clerk)
    second = queries.board(actor=here.clerk).waiting[1]
    services.call(ticket_id=second.id, actor=here.clerk)
    first = queries.board(actor=here.clerk).waiting[0]
    with pytest.raises(Conflict, match=r"hall\.somebody_here"):
        services.call(ticket_id=first.id, actor=here.clerk)


def test_a_wrong_card_is_read_again_and_another_person_is_another_sitting(here: County) -> None:
    services.take_ticket(actor=here.clerk)
    called(here.clerk)
    for person in (here.other_citizen.person_id, here.citizen.person_id):
        assert person is not None
        services.serve(person_id=person, actor=here.clerk)
    assert called_now(here).number == "A001"
    draft = make.filled_draft(here)
    services.at_work_on(
        application_id=draft.id,
        person_id=draft.applicant_id,
        wants=("a", "开办餐饮店"),
        actor=here.clerk,
    )
    assert called_now(here).application_id == draft.id
    assert here.other_citizen.person_id is not None
    services.serve(person_id=here.other_citizen.person_id, actor=here.clerk)
    line = called_now(here)
    assert (line.number, line.application_id) == ("A002", None)
    assert queries.day_figures(actor=here.clerk).served == 1


def test_a_contact_belongs_to_the_ticket_of_who_stands_there(here: County) -> None:
    services.take_ticket(actor=here.clerk)
    line = called(here.clerk)
    application_id = cases.start_application(
        offer_code=make.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    cases.send_home(application_id=application_id, reason="materials", actor=here.clerk)
    assert Contact.objects.get().ticket_id == line.id


def test_the_day_takes_away_who_it_was_and_keeps_how_long_it_took(here: County) -> None:
    services.take_ticket(actor=here.clerk, called_as="陈女士")
    services.take_ticket(actor=here.clerk, called_as="王先生")
    called(here.clerk)
    assert here.citizen.person_id is not None
    services.serve(person_id=here.citizen.person_id, actor=here.clerk)
    with later(24 * 60):
        assert queries.board(actor=here.clerk).current is None
        services.take_ticket(actor=here.clerk)
        assert services.close_days() == 0
        rows = Ticket.objects.order_by("came_at", "number")
        assert [row.state for row in rows] == ["done", "gone", "waiting"]
        assert not [row for row in rows if row.called_as or row.person_id]
        assert rows[0].ended_at is None
        assert called(here.clerk).number == "A001"


def test_what_was_left_at_the_window_overnight_does_not_keep_one_from_calling(
    here: County,
) -> None:
    other = beside(here)
    services.take_ticket(actor=here.clerk)
    called(here.clerk)
    with later(24 * 60):
        Ticket.objects.filter(state="called").update(called_as="陈女士")
        assert here.citizen.person_id is not None
        services.serve(person_id=here.citizen.person_id, actor=here.clerk)
        assert called_now(here).number == "A001"
        assert services.call_next(actor=other, having=None) is None


@pytest.mark.parametrize("name", ["339921199003071231", "138 0000 0001", "红" * 41])
def test_a_name_to_call_is_short_and_no_number(here: County, name: str) -> None:
    with pytest.raises(Invalid, match=r"hall\.bad_name"):
        services.take_ticket(actor=here.clerk, called_as=name)
    with pytest.raises(Invalid, match=r"hall\.unknown_priority"):
        services.take_ticket(actor=here.clerk, priority="rich")


def test_who_may_queue_call_and_see(here: County) -> None:
    greeter = beside(here, "", "greeter")
    services.take_ticket(actor=greeter)
    (line,) = queries.board(actor=greeter).waiting
    with pytest.raises(Refused, match=r"accounts\.not_permitted"):
        services.call_next(actor=greeter, having=None)
    officer = here.officers["market"]
    refused: list[Callable[[], object]] = [
        lambda: services.take_ticket(actor=officer),
        lambda: services.take_ticket(actor=here.citizen),
        lambda: queries.board(actor=officer),
        lambda: queries.tickets_today(actor=officer),
        lambda: services.call_next(actor=officer, having=None),
    ]
    for deed in refused:
        with pytest.raises(Refused, match=r"accounts\.not_permitted"):
            deed()
    nowhere = staff_actor("clerk")
    with pytest.raises(Refused, match=r"hall\.no_point"):
        services.take_ticket(actor=nowhere)
    assert queries.board(actor=nowhere).waiting == ()
    elsewhere = staff_actor("clerk", service_point_id=make_point(), window="1")
    with pytest.raises(NotFound, match=r"hall\.no_such_ticket"):
        services.call(ticket_id=line.id, actor=elsewhere)
    with pytest.raises(NotFound, match=r"hall\.no_such_ticket"):
        queries.ticket_for(ticket_id=line.id, actor=elsewhere)


def test_the_database_keeps_a_number_once_and_one_person_a_clerk(here: County) -> None:
    services.take_ticket(actor=here.clerk)
    row = Ticket.objects.get()
    with pytest.raises(IntegrityError, match="ticket_number_once"), transaction.atomic():
        Ticket.objects.create(
            service_point_id=row.service_point_id,
            day=row.day,
            number=row.number,
            came_at=row.came_at,
            stands_at=row.stands_at,
        )
    called(here.clerk)
    services.take_ticket(actor=here.clerk)
    with pytest.raises(IntegrityError, match="ticket_one_a_clerk"), transaction.atomic():
        Ticket.objects.filter(state="waiting").update(
            state="called", clerk_id=here.clerk.user_id, called_at=clock.now()
        )


def test_the_trail_says_what_happened_to_a_ticket_and_not_to_whom(here: County) -> None:
    services.take_ticket(actor=here.clerk, called_as="陈女士")
    line = called(here.clerk)
    services.pass_on(ticket_id=line.id, actor=here.clerk)
    rows = AuditEntry.objects.filter(target_type="hall.ticket").order_by("id")
    assert [row.action for row in rows] == ["hall.take_ticket", "hall.call", "hall.pass_on"]
    assert all(set(row.facts) == {"number", "window"} for row in rows)
    assert {f"hall.{act}" for act in TicketAct} <= set(ACTIONS)
