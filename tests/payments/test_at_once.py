"""The provider speaks while we write, and says everything twice: paid once, released once."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from onevisit.cases.models import Result
from onevisit.kernel.errors import NotFound
from onevisit.payments import services
from onevisit.payments.models import Payment, Refund
from onevisit.payments.sandbox.serving import Sandbox
from tests.factories.cases import County
from tests.factories.parallel import at_once
from tests.payments import world
from tests.payments.world import PERMIT

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_notice_that_comes_before_our_commit_is_told_to_come_again(
    costly: County, sandbox: Sandbox
) -> None:
    case, order = world.billed(costly, PERMIT)
    with transaction.atomic():
        payment = world.begin(order, costly.citizen)
        (early,) = at_once(partial(world.notice, payment))
    assert isinstance(early, NotFound)
    assert early.code == "payments.no_such_payment"
    assert world.fee_of(case) == ("approved", "due")
    assert world.notice(payment) == "applied"
    assert world.notice(payment) == "again"
    assert world.fee_of(case) == ("delivered", "settled")


def test_notices_and_a_question_at_one_instant_pay_once(costly: County, sandbox: Sandbox) -> None:
    case, order = world.billed(costly, PERMIT)
    payment = world.begin(order, costly.citizen)
    world.pay_there(sandbox, payment)
    same: Callable[[], str] = partial(world.notice, payment, nonce="0123456789abcdef")
    asking = partial(services.ask_provider, order_id=order.id, actor=costly.citizen)
    answers = at_once(same, same, partial(world.notice, payment), asking)
    answered = Counter(map(str, answers))
    assert answered["applied"] == 1
    assert answered["again"] + answered["nothing"] == 3  # asked once it is paid, there is nothing
    assert world.order_now(order.id).state == "paid"
    assert Payment.objects.filter(state="succeeded").count() == 1
    assert Result.objects.filter(case=case).count() == 1
    assert not Refund.objects.exists()
