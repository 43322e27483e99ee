"""Apply, pay at the provider's over HTTP with its own signed notices, decided, the result in hand;
and an order under whatever the provider says in whatever order.
"""

import urllib.parse
import urllib.request
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onevisit.cases.models import Result
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.payments import services
from onevisit.payments.models import Order, Payment, Refund
from onevisit.payments.sandbox.serving import Sandbox
from tests.factories import cases as make
from tests.factories.cases import County
from tests.payments import world
from tests.portal.staff import browser


@pytest.mark.django_db
def test_from_the_bill_over_the_provider_to_the_result(
    costly: County, sandbox: Sandbox, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, order = world.billed(costly)
    payer = browser(costly.citizen)
    status = payer.get(reverse("portal:affair", args=[order.application_number])).content.decode()
    assert "请缴 20 元" in status
    assert "2 本 × 10 元 = 20 元" in status
    sent = payer.post(reverse("payments:pay", args=[order.id]))
    assert sent.status_code == 302
    opened = sandbox.ledger.by_number(Payment.objects.get().number)
    assert opened is not None
    address = f"{settings.PAYMENT_ORIGIN}/pay/{opened.token}"
    assert sent.headers["Location"].endswith(f"/pay/{opened.token}")
    with urllib.request.urlopen(address) as page:
        assert "20 元" in page.read().decode()
    paid = urllib.parse.urlencode({"do": "pay", "how": "twice"}).encode()
    for _ in range(2):  # the payer clicks twice
        with urllib.request.urlopen(address, data=paid) as page:
            assert "已付款" in page.read().decode()
    heard: list[tuple[bytes, dict[str, str]]] = []
    monkeypatch.setattr(
        "onevisit.kernel.sandboxes.urlopen", lambda request, timeout: _Taken(request, heard)
    )
    assert sandbox.tell_due() == 2
    notice = reverse("payments:notice")
    answers = [
        payer.post(notice, body, content_type="application/json", headers=headers)
        for body, headers in heard
    ]
    assert [each.content for each in answers] == [b"applied", b"again"]
    assert payer.post(notice, heard[0][0], content_type="application/json").status_code == 400
    make.decide(costly, case)
    assert case.state == "delivered"
    assert Result.objects.filter(case=case).exists()
    assert "已缴" in payer.get(reverse("payments:order", args=[order.id])).content.decode()


class _Taken:
    """We answered 200."""

    status = 200

    def __init__(
        self, request: urllib.request.Request, heard: list[tuple[bytes, dict[str, str]]]
    ) -> None:
        assert isinstance(request.data, bytes)
        heard.append((request.data, dict(request.header_items())))

    def __enter__(self) -> "_Taken":
        return self

    def __exit__(self, *_: object) -> None:
        return None


STEPS = ("begin", "pay", "tell", "tell", "close", "cash", "sweep", "later", "exempt", "give_back")


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=9))
def test_in_whatever_order_it_is_paid_once_and_the_rest_goes_back(
    costly: County, sandbox: Sandbox, steps: list[str]
) -> None:
    case, order = world.billed(costly, actor=costly.citizen)
    minutes = 0
    for step in steps:
        minutes += 40 if step == "later" else 2
        with world.later(sandbox, timedelta(minutes=minutes)):
            _do(costly, sandbox, order, step)
    with world.later(sandbox, timedelta(minutes=minutes + 60)):
        for _ in range(3):
            services.sweep()
    now = world.order_now(order.id)
    tries = list(Payment.objects.filter(order=order))
    theirs = sum(
        opened.amount
        for each in tries
        if (opened := sandbox.ledger.by_number(each.number)) and opened.outcome == "paid"
    )
    back = sum(r.amount for r in Refund.objects.filter(payment__order=order, state="done"))
    cash = sum(each.amount for each in tries if each.way == "cash")
    won = [each for each in tries if each.state == "succeeded"]
    assert len(won) == (now.state in ("paid", "refunded"))
    assert theirs + cash - back == sum(each.amount for each in won) - now.refunded
    assert world.fee_of(case)[1] == ("due" if now.state == "due" else "settled")


def _do(costly: County, sandbox: Sandbox, order: Order, step: str) -> None:
    last = Payment.objects.filter(order=order, way="online").order_by("number").last()
    try:
        if step in ("pay", "tell", "close"):
            if last is not None:
                _there(sandbox, last, step)
        else:
            _here(costly, order, step)
    except DomainError:
        return


def _there(sandbox: Sandbox, payment: Payment, step: str) -> None:
    """What happens at the provider's, or is said by it."""
    if step == "pay":
        world.pay_there(sandbox, payment)
    elif step == "close":
        sandbox.ledger.close(payment.number, clock.now())
    else:
        told = sandbox.ledger.told(payment.number)
        if told["outcome"] == "paid":
            world.notice(payment, reference=told["reference"], at=told["at"])


def _here(costly: County, order: Order, step: str) -> None:
    """What happens with us."""
    head = costly.heads["market"]
    if step == "begin":
        world.begin(order, costly.citizen)
    elif step == "cash":
        services.collect(order_id=order.id, way="cash", amount=2000, voucher="", actor=costly.clerk)
    elif step == "exempt":
        line = order.lines.get().id
        services.exempt(order_id=order.id, line_id=line, reason="低保", basis="", actor=head)
    elif step == "give_back":
        officer = costly.officers["market"]
        asked = services.ask_refund(order_id=order.id, amount=700, reason="多收", actor=officer)
        services.answer_refund(refund_id=asked, approve=True, actor=head)
        if Refund.objects.get(id=asked).payment.way == "cash":
            services.pay_out(refund_id=asked, actor=costly.clerk)
    else:
        services.sweep()
