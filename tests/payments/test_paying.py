"""From the bill to the result: nothing paid twice, nothing released unpaid."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from onevisit.cases import services as cases
from onevisit.cases.models import Result
from onevisit.kernel import asking, clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.notifications.models import Message
from onevisit.oversight.access import reach_of
from onevisit.oversight.queries import figure_rows, figures_of
from onevisit.oversight.rules import PeriodKind, period
from onevisit.payments import services
from onevisit.payments.models import Notice, Order, OrderEvent, OrderLine, Payment, Refund
from onevisit.payments.sandbox.serving import Sandbox
from tests.factories import cases as make
from tests.factories.cases import County
from tests.payments import world
from tests.payments.world import PERMIT
from tests.portal.staff import browser

pytestmark = pytest.mark.django_db


def test_a_case_is_charged_when_its_reviews_are_done_with_the_derivation(costly: County) -> None:
    case = world.applied(costly)
    assert Order.objects.count() == 0
    make.review(costly, case)
    line = OrderLine.objects.get()
    assert (line.full, line.amount, line.order.total) == (2000, 2000, 2000)
    assert line.how == {"count": 2, "unit": "本", "each": 1000, "since": "2024-01-01"}
    assert world.fee_of(case) == ("in_review", "due")


def test_the_decision_waits_for_the_money_where_the_catalogue_says_so(
    costly: County, sandbox: Sandbox
) -> None:
    case, order = world.billed(costly)
    with pytest.raises(Conflict, match="fee_unpaid"):
        make.decide(costly, case)
    officer, desk = browser(costly.officer(case)), reverse("portal:desk-case", args=[case.id])
    held_up = 'value="approve" data-key="F8" disabled aria-describedby="held-up"'
    assert held_up in officer.get(desk).content.decode()
    payment = world.begin(order, costly.citizen)
    assert world.notice(payment) == "applied"
    assert world.order_now(order.id).state == "paid"
    assert world.fee_of(case) == ("in_review", "settled")
    assert "held-up" not in officer.get(desk).content.decode()
    make.decide(costly, case)
    assert case.state == "delivered"


def test_a_result_is_not_made_before_it_is_paid_and_made_at_once_when_it_is(
    costly: County, sandbox: Sandbox
) -> None:
    case, order = world.billed(costly, PERMIT)
    assert world.fee_of(case) == ("approved", "due")
    assert not Result.objects.filter(case=case).exists()
    with pytest.raises(IntegrityError, match="case_released_paid"), transaction.atomic():
        type(case).objects.filter(id=case.id).update(state="issued")
    world.notice(world.begin(order, costly.citizen))
    assert world.fee_of(case) == ("delivered", "settled")
    assert Result.objects.filter(case=case).exists()


def test_who_collects_at_the_window_pays_there_and_then_gets_it(costly: County) -> None:
    case, order = world.billed(costly, PERMIT, at_window=True)
    hand = {
        "case_ids": [case.id],
        "receiver_id": case.application.applicant_id,
        "identified_by": "id_card",
        "actor": costly.clerk,
    }
    with pytest.raises(Conflict, match="not_possible_now"):
        cases.hand_out(**hand)
    take = {"order_id": order.id, "voucher": "", "actor": costly.clerk}
    with pytest.raises(Invalid, match="amount_differs"):
        services.collect(way="cash", amount=1900, **take)
    with pytest.raises(Refused):
        services.collect(way="cash", amount=2000, **{**take, "actor": costly.officers["market"]})
    services.collect(way="cash", amount=2000, **take)
    assert world.fee_of(case) == ("issued", "settled")
    with pytest.raises(Conflict, match="not_due"):
        services.collect(way="card", amount=2000, **{**take, "voucher": "0001"})
    cases.hand_out(**hand)
    assert world.fee_of(case)[0] == "delivered"


def test_an_answer_that_frees_from_the_fee_settles_it_with_the_reason(costly: County) -> None:
    case, order = world.billed(costly, small="yes")
    assert case.application.answers == {"firm.small": "yes"}
    assert (order.state, order.total) == ("exempt", 0)
    assert order.lines.get().exempt == "小微企业免收"
    assert world.fee_of(case)[1] == "settled"


def test_a_head_lets_somebody_off_with_a_reason_on_record(costly: County) -> None:
    case, order = world.billed(costly, PERMIT)
    off = {"order_id": order.id, "line_id": order.lines.get().id, "basis": ""}
    head = costly.heads["market"]
    with pytest.raises(Invalid, match="reason_needed"):
        services.exempt(reason=" ", actor=head, **off)
    for actor in (costly.officers["market"], costly.clerk):
        with pytest.raises(Refused):
            services.exempt(reason="低保户", actor=actor, **off)
    for actor in (costly.heads["fire"], costly.citizen):
        with pytest.raises(NotFound):
            services.exempt(reason="低保户", actor=actor, **off)
    services.exempt(reason="低保户", actor=head, **off)
    assert world.fee_of(case) == ("delivered", "settled")
    event = OrderEvent.objects.get(order=order, mark="exempt")
    assert (event.words, event.actor_name) == ("低保户", head.name)


def test_two_tabs_and_a_double_click_lead_to_one_payment(costly: County, sandbox: Sandbox) -> None:
    _case, order = world.billed(costly)
    addresses = {
        services.open_payment(
            order_id=order.id, actor=costly.citizen, back="/b", notify="http://x/"
        )
        for _ in range(2)
    }
    assert len(addresses) == Payment.objects.count() == 1
    with pytest.raises(NotFound):
        services.open_payment(
            order_id=order.id, actor=costly.other_citizen, back="/b", notify="http://x/"
        )


def test_a_notice_is_applied_once_however_often_it_comes(costly: County, sandbox: Sandbox) -> None:
    _case, order = world.billed(costly)
    payment = world.begin(order, costly.citizen)
    answers = [world.notice(payment, nonce=nonce) for nonce in ("first-nonce", "first-nonce", "")]
    assert answers == ["applied", "again", "again"]
    assert Notice.objects.count() == 2
    assert OrderEvent.objects.filter(mark="pay").count() == 1
    assert world.notice(payment, "closed") == "nothing"
    assert world.order_now(order.id).state == "paid"


def test_what_is_forged_stale_or_unknown_changes_nothing(costly: County, sandbox: Sandbox) -> None:
    _case, order = world.billed(costly)
    payment = world.begin(order, costly.citizen)
    body = b'{"number": "ZF1", "outcome": "paid"}'
    headers = world.signed(body)
    for forged in (
        {**headers, "X-Pay-Signature": "0" * 64},
        {**headers, "X-Pay-Nonce": "another-nonce"},
        {},
    ):
        with pytest.raises(Refused, match="bad_notice"):
            services.take_notice(body=body, headers=forged)
    with clock.travel(make.MONDAY + timedelta(minutes=6)), pytest.raises(Refused):
        services.take_notice(body=body, headers=headers)
    with pytest.raises(NotFound, match="no_such_payment"):
        services.take_notice(body=body, headers=headers)
    assert world.notice(payment, amount=1) == "amount"
    assert world.order_now(order.id).state == "due"


def test_a_lost_notice_is_asked_for(costly: County, sandbox: Sandbox) -> None:
    case, order = world.billed(costly)
    world.pay_there(sandbox, world.begin(order, costly.citizen))
    services.sweep()
    assert world.order_now(order.id).state == "due"
    with clock.travel(make.MONDAY + timedelta(minutes=2)):
        services.sweep()
    assert world.fee_of(case)[1] == "settled"


def test_money_for_what_was_paid_meanwhile_goes_back_by_itself(
    costly: County, sandbox: Sandbox
) -> None:
    _case, order = world.billed(costly)
    payment = world.begin(order, costly.citizen)
    services.collect(
        order_id=order.id, way="card", amount=2000, voucher="000 1", actor=costly.clerk
    )
    world.pay_there(sandbox, payment)
    services.sweep()
    services.sweep()
    refund = Refund.objects.get()
    assert (refund.state, refund.amount, refund.automatic) == ("done", 2000, True)
    paid = world.order_now(order.id)
    assert (paid.state, paid.refunded) == ("paid", 0)
    assert Payment.objects.filter(order=order, state="succeeded").count() == 1


def test_a_try_whose_time_is_over_is_closed_and_another_can_be_made(
    costly: County, sandbox: Sandbox
) -> None:
    _case, order = world.billed(costly)
    first = world.begin(order, costly.citizen)
    with world.later(sandbox, timedelta(minutes=31)):
        services.sweep()
        first.refresh_from_db()
        assert first.state == "closed"
    assert sandbox.ledger.told(first.number)["outcome"] == "closed"


def test_a_provider_that_is_away_charges_nothing(
    costly: County, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "TIMEOUT_SECONDS", 0.2)
    _case, order = world.billed(costly)
    with pytest.raises(Conflict, match="provider_away"):
        world.begin(order, costly.citizen)
    with clock.travel(make.MONDAY + timedelta(minutes=2)):
        services.sweep()
    assert world.order_now(order.id).state == "due"
    settings.PAYMENT_PROVIDER = ""
    with pytest.raises(Conflict, match="no_provider"):
        world.begin(order, costly.citizen)


def test_what_nobody_pays_in_time_is_reckoned_anew_at_the_rates_of_then(
    costly: County, sandbox: Sandbox
) -> None:
    case, order = world.billed(costly)
    with clock.travel(make.MONDAY + timedelta(days=60)):  # in 2027 a book is 12 元
        services.sweep()
    assert world.order_now(order.id).state == "expired"
    fresh = Order.objects.get(application_id=case.application_id, state="due")
    assert fresh.total == 2400
    assert world.fee_of(case)[1] == "due"


def test_the_clocks_stand_still_for_the_payer_and_the_payer_is_reminded_once(
    costly: County,
) -> None:
    case, order = world.billed(costly)
    due = (case.legal_due, case.promised_due)
    assert case.paused and due == (None, None)
    told = Message.objects.filter(person_id=costly.citizen.person_id, kind__startswith="fee")
    for days in (24, 25, 26, 26):  # it stands for 30
        with clock.travel(make.MONDAY + timedelta(days=days)):
            services.sweep()
    assert list(told.order_by("id").values_list("kind", flat=True)) == ["fee_due", "fee_near"]
    with clock.travel(make.MONDAY + timedelta(days=28)):
        services.collect(order_id=order.id, way="cash", amount=2000, voucher="", actor=costly.clerk)
        case.refresh_from_db()
        assert not case.paused and case.promised_due is not None
        page = browser(costly.citizen).get(
            reverse("portal:affair_clock", args=[order.application_number, case.id, "C2"])
        )
        assert "等申请人缴费，不计" in page.content.decode()
        make.decide(costly, case)  # on the 21st working day of a promise of ten
        of = period(PeriodKind.NINETY_DAYS, today=clock.today())
        decided = figures_of(figure_rows(reach_of(costly.supervisor), of)).now.decided
        assert (decided.promised, decided.on_time, decided.used) == (1, 1, 0)
    acts = list(case.events.order_by("seq").values_list("action", flat=True))
    assert acts[-5:] == ["fee_asked", "fee_settled", "approve", "issue", "deliver"]
    assert told.filter(kind="fee_settled").count() == 1


def test_nothing_is_owed_any_more_for_what_was_withdrawn(costly: County) -> None:
    case, order = world.billed(costly)
    cases.withdraw(case_id=case.id, actor=costly.citizen)
    assert world.order_now(order.id).state == "cancelled"
    assert world.fee_of(case) == ("withdrawn", "")


def test_the_database_adds_up_by_itself(costly: County) -> None:
    _case, order = world.billed(costly)
    with pytest.raises(IntegrityError, match="do not come to its total"), transaction.atomic():
        OrderLine.objects.filter(order=order).update(amount=1)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
