"""From the event to the phone: told once, whatever fails in between."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM
from onevisit.cases import services as cases
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, NotFound
from onevisit.kernel.signing import sign
from onevisit.notifications import queries, services
from onevisit.notifications.adapters.sandbox import HEADERS
from onevisit.notifications.models import Delivery, Message
from onevisit.notifications.rules.channels import Channel, Language
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.rules.sending import AGAIN_AFTER, HELD
from onevisit.notifications.sandbox.serving import Sandbox
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.parallel import at_once
from tests.notifications.conftest import NOW, later

pytestmark = pytest.mark.django_db
WELL, NOWHERE, BUSY, LOST = "13800000001", "13800000091", "13800000092", "13800000093"
NOT_BROUGHT = "13800000094"


def told(here: County, phone: str = WELL) -> Message:
    """The citizen, reached by that phone, is told that something is not accepted: a notice of the
    law.
    """
    assert here.citizen.person_id is not None
    people.change_phone(person_id=here.citizen.person_id, phone=phone, actor=SYSTEM)
    case = make.case_of(make.submitted(here), "sign")
    cases.not_accept(case_id=case.id, reason="不归这里管。", actor=here.officer(case))
    return Message.objects.get(kind=Kind.NOT_ACCEPTED)


def sms(message: Message) -> Delivery:
    """Its short message as the row stands."""
    return Delivery.objects.get(message=message, channel=Channel.SMS)


def tried(message: Message, sandbox: Sandbox, times: int = 1) -> Delivery:
    """The sender runs so often, each time when the next try is due."""
    for number in range(times):
        with later(sum(AGAIN_AFTER[:number], timedelta())):
            services.sweep()
    return sms(message)


def test_one_act_is_one_message_in_words_and_a_short_message(
    here: County, sandbox: Sandbox
) -> None:
    message = told(here)
    received = Message.objects.get(kind=Kind.RECEIVED)  # five cases, one message
    assert len(received.facts["cases"]) == 5
    assert queries.unread(here.citizen) == 2
    row = tried(message, sandbox)
    assert (row.state, row.tries) == ("sent", 1)
    assert not Delivery.objects.filter(message=received).exists()
    brought = sandbox.books.of(row.key)
    assert brought is not None
    assert brought.address == WELL
    assert message.facts["number"] in brought.body
    assert "{" not in brought.body
    page = queries.messages(actor=here.citizen, language=Language.EN)
    assert page.lines[0].title == "Not accepted"
    assert queries.unread(here.other_citizen) == 0
    with pytest.raises(NotFound):
        services.read_message(message_id=message.id, actor=here.other_citizen)
    services.read_message(message_id=message.id, actor=here.citizen)
    assert queries.unread(here.citizen) == 1
    assert services.sweep() == services.Sent()


@pytest.mark.parametrize(
    ("phone", "times", "state", "reason"),
    [
        (NOWHERE, 1, "failed", "bad_address"),
        (BUSY, 2, "waiting", ""),
        (BUSY, 3, "sent", ""),
        (LOST, 1, "waiting", ""),
        (LOST, 2, "sent", ""),
    ],
)
def test_what_the_gateway_says_decides_whether_it_is_tried_again(
    here: County, sandbox: Sandbox, phone: str, times: int, state: str, reason: str
) -> None:
    row = tried(told(here, phone), sandbox, times)
    assert (row.state, row.reason, row.tries) == (state, reason, times)


def test_an_answer_lost_after_it_was_taken_does_not_send_twice(
    here: County, sandbox: Sandbox
) -> None:
    row = tried(told(here, LOST), sandbox, 2)
    brought = sandbox.books.newest()
    assert [(each.key, each.given) for each in brought] == [(row.key, 2)]
    assert row.reference == brought[0].reference


def test_a_kill_between_sending_and_writing_it_down_does_not_send_twice(
    here: County, sandbox: Sandbox, monkeypatch
) -> None:
    message = told(here)

    def killed(*_args: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("onevisit.notifications.services.sending.taken", killed)
        with pytest.raises(KeyboardInterrupt):
            services.sweep()
    assert sms(message).state == "waiting"
    services.sweep()
    assert [each.given for each in sandbox.books.newest()] == [1]  # still held
    with later(HELD):
        services.sweep()
    assert [each.given for each in sandbox.books.newest()] == [2]
    assert sms(message).state == "sent"


def test_a_gateway_that_is_away_costs_one_try_and_the_end_is_the_end(here: County) -> None:
    message = told(here)
    at = timedelta()
    for pause in (*AGAIN_AFTER, timedelta()):
        with later(at):
            services.sweep()
        at += pause
    row = sms(message)
    assert (row.state, row.reason, row.tries) == ("failed", "given_up", len(AGAIN_AFTER) + 1)
    assert Message.objects.filter(id=message.id, read_at=None).exists()
    services.retry(delivery_id=row.id, actor=here.clerk)
    assert sms(message).key == row.key  # it may have arrived


def receipt(row: Delivery, secret: str = "", **said: str) -> int:
    """What we answer to a receipt."""
    body = json.dumps({"key": row.key, "outcome": "delivered", **said}).encode()
    signed = sign(body, secret or settings.MESSAGE_SECRET, at=NOW[0], prefix=HEADERS)
    answer = Client(headers=signed).post(
        reverse("notifications:receipt", args=["sms"]), body, content_type="application/json"
    )
    return answer.status_code


def test_a_receipt_is_believed_by_its_signature_and_says_it_once(
    here: County, sandbox: Sandbox
) -> None:
    row = tried(told(here), sandbox)
    assert receipt(row, secret="s" * 40) == 400
    assert receipt(row, key="0193a1b2-0000-7000-8000-000000000000.0") == 404
    assert (receipt(row), sms(row.message).state) == (200, "delivered")
    assert (receipt(row, outcome="undelivered"), sms(row.message).state) == (200, "delivered")


def test_a_receipt_that_does_not_come_is_asked_for(here: County, sandbox: Sandbox) -> None:
    message = told(here, NOT_BROUGHT)
    tried(message, sandbox)
    with later(timedelta(minutes=11)):
        services.sweep()
    assert (sms(message).state, sms(message).reason) == ("failed", "undelivered")
    seen = queries.deliveries(actor=here.clerk, state=None).lines
    assert [each.phone for each in seen] == ["138****0094"]
    with pytest.raises(NotFound):
        services.retry(delivery_id=sms(message).id, actor=here.officers["fire"])
    services.retry(delivery_id=sms(message).id, actor=here.clerk)
    with pytest.raises(Conflict, match="not_failed"):
        services.retry(delivery_id=sms(message).id, actor=here.clerk)
    services.sweep()
    assert len({each.key for each in sandbox.books.newest()}) == 2  # surely not there: anew


def test_the_same_event_cannot_be_told_twice(here: County) -> None:
    message = told(here)
    again = Message(
        event=message.event,
        kind=message.kind,
        person_id=message.person_id,
        application_id=message.application_id,
        at=message.at,
    )
    with pytest.raises(IntegrityError, match="message_once"), transaction.atomic():
        again.save(force_insert=True)
    services.plan()
    with pytest.raises(IntegrityError, match="delivery_once"), transaction.atomic():
        Delivery.objects.create(
            message=message, channel="sms", state="waiting", due_at=NOW[0], planned_at=NOW[0]
        )
    Message.objects.update(planned_at=None)


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    """The county, committed."""
    with clock.travel(make.MONDAY):
        yield make.county()


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_once(there: County, sandbox: Sandbox) -> None:
    message = told(there)
    results = at_once(services.sweep, services.sweep)
    assert not [each for each in results if isinstance(each, Exception)]
    assert [each.given for each in sandbox.books.newest()] == [1]
    assert sms(message).tries == 1
