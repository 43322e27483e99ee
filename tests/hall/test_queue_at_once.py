"""Several clerks at the same instant: nobody is called twice, no number is given twice."""

from collections.abc import Iterator
from functools import partial

import pytest

from onevisit.accounts.rules import Actor
from onevisit.hall import services
from onevisit.hall.models import Ticket
from onevisit.hall.queries import TicketLine
from onevisit.kernel import clock
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.parallel import at_once
from tests.factories.people import staff_actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    """The county, committed."""
    with clock.travel(make.MONDAY):
        yield make.county()


def clerks(here: County, count: int) -> list[Actor]:
    return [staff_actor("clerk", service_point_id=here.centre, window=f"{n}") for n in range(count)]


def test_clerks_calling_at_one_instant_get_different_people(there: County) -> None:
    for _ in range(4):
        services.take_ticket(actor=there.clerk)
    calls = [partial(services.call_next, actor=each, having=None) for each in clerks(there, 5)]
    got = at_once(*calls)
    numbers = sorted(line.number for line in got if isinstance(line, TicketLine))
    assert numbers == ["A001", "A002", "A003", "A004"]
    assert got.count(None) == 1


def test_one_clerk_pressing_twice_at_one_instant_has_one_person(there: County) -> None:
    for _ in range(3):
        services.take_ticket(actor=there.clerk)
    press = partial(services.call_next, actor=there.clerk, having=None)
    got = at_once(press, press, press)
    assert len({line.id for line in got if isinstance(line, TicketLine)}) == 1
    assert not [each for each in got if isinstance(each, Exception)]
    assert Ticket.objects.filter(state="waiting").count() == 2


def test_numbers_taken_at_one_instant_run_on_without_a_gap(there: County) -> None:
    got = at_once(*[partial(services.take_ticket, actor=each) for each in clerks(there, 6)])
    assert sorted(str(each) for each in got) == [f"A00{n}" for n in range(1, 7)]
