"""The ledger of visits in the database: written once, read with one query."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from onevisit.cases.rules.events import ContactHappened, ContactKind
from onevisit.hall.models import Contact
from onevisit.hall.queries import visits_of, visits_of_many
from onevisit.kernel import clock, events
from tests.factories import cases as make
from tests.factories.cases import County


def happened(here: County, minutes: int = 0) -> ContactHappened:
    application = make.filled_draft(here)
    assert here.citizen.person_id is not None
    return ContactHappened(
        application_id=application.id,
        person_id=here.citizen.person_id,
        service_point_id=here.centre,
        window="A03",
        at=clock.now() + timedelta(minutes=minutes),
        kind=ContactKind.INTAKE,
        recorded_by=here.clerk.user_id,
    )


def test_the_hall_hears_of_contacts_and_the_same_one_counts_once(here: County) -> None:
    event = happened(here)
    events.publish(event)
    events.publish(event)
    assert Contact.objects.count() == 1
    counted = visits_of(event.application_id)
    assert counted.count == 1
    assert [(line.place, line.window, line.visit) for line in counted.contacts] == [
        ("安澜县政务服务中心", "A03", 1)
    ]


def test_an_application_nobody_came_for_has_no_visit(here: County) -> None:
    application = make.submitted(here)
    assert visits_of_many([application.id])[application.id].count == 0


def test_another_day_is_another_visit(here: County) -> None:
    first = happened(here)
    events.publish(first)
    events.publish(happened(here, minutes=60 * 24))
    counted = visits_of(first.application_id)
    assert (counted.count, [line.visit for line in counted.contacts]) == (2, [1, 2])


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_a_contact_is_never_rewritten(here: County, statement: str) -> None:
    events.publish(happened(here))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format("hall_contact"))
