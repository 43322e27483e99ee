"""The ledger of visits in the database: written once, read with one query."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from onevisit.cases.models import Application
from onevisit.cases.rules.events import ContactHappened, ContactKind
from onevisit.cases.rules.submission import SentHome
from onevisit.hall.models import Contact
from onevisit.hall.queries import visits_of, visits_of_many
from onevisit.kernel import clock, events
from tests.factories import cases as make
from tests.factories.cases import County


def happened(
    here: County, minutes: int = 0, application: Application | None = None
) -> ContactHappened:
    application = application or make.filled_draft(here)
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
    online, draft = make.submitted(here), make.filled_draft(here)
    Application.objects.filter(id=draft.id).update(channel="window")
    counted = visits_of_many([online.id, draft.id]).values()
    assert [(each.count, each.unrecorded) for each in counted] == [(0, False), (0, False)]


def test_where_somebody_must_have_come_and_nothing_is_on_record_nobody_knows(here: County) -> None:
    application = make.submitted(here)
    Application.objects.filter(id=application.id).update(channel="window")
    assert visits_of(application.id).unrecorded
    events.publish(happened(here, application=application))
    counted = visits_of(application.id)
    assert (counted.count, counted.unrecorded) == (1, False)


def test_why_somebody_was_sent_home_stands_in_the_ledger(here: County) -> None:
    sent = replace(happened(here), kind=ContactKind.SENT_HOME, reason=SentHome.SYSTEM.value)
    events.publish(sent)
    assert Contact.objects.get().reason == "system"
    for wrong in ({"reason": "tired"}, {"kind": ContactKind.INTAKE, "window": "B1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            events.publish(replace(sent, at=sent.at + timedelta(hours=1), **wrong))


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
