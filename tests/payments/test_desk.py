"""What staff do with orders: refunds by two people, amounts found out, comparisons, pages."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM, Actor, GrantFact, Scope
from onevisit.cases import queries as letters
from onevisit.cases import services as cases
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.kernel import clock
from onevisit.kernel.checking import grouped
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.payments import queries, services
from onevisit.payments.models import Difference, Payment, Refund
from onevisit.payments.rules.payers import GivenTo, PaidBy
from onevisit.payments.sandbox.serving import Sandbox
from onevisit.vault.rules import MediaType, ObjectContent
from tests.cases.test_promise_letters import pages
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.publishing import stands
from tests.payments import world
from tests.payments.world import PERMIT
from tests.portal.staff import browser

DEMAND = LetterForm.DEMAND

pytestmark = pytest.mark.django_db


def test_a_refund_takes_two_people_and_never_more_than_was_paid(
    costly: County, sandbox: Sandbox
) -> None:
    _case, order = world.billed(costly)
    payment = world.begin(order, costly.citizen)
    world.pay_there(sandbox, payment)
    world.notice(payment)
    officer, head = costly.officers["market"], costly.heads["market"]
    ask = {"order_id": order.id, "reason": "多收了", "actor": officer}
    first = services.ask_refund(amount=1500, **ask)
    with pytest.raises(Invalid, match="more_than_paid"):
        services.ask_refund(amount=501, **ask)
    with pytest.raises(Conflict, match="refund_waits"):
        services.ask_refund(amount=500, **ask)
    with pytest.raises(Refused, match="second_person_needed"):
        services.answer_refund(refund_id=first, approve=True, actor=officer)
    services.answer_refund(refund_id=first, approve=False, actor=head)
    second = services.ask_refund(amount=2000, **ask)
    services.answer_refund(refund_id=second, approve=True, actor=head)
    for _ in range(2):
        services.sweep()
    now = world.order_now(order.id)
    assert (now.state, now.refunded) == ("refunded", 2000)
    assert Refund.objects.get(id=second).state == "done"
    assert sandbox.ledger.told(Refund.objects.get(id=second).number)["amount"] == 2000
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(order=order).update(given_back=2001)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (PaidBy(), "陈*岚（缴款人本人，3399**********0011）"),
        (PaidBy(name="周建国"), "周*国（当时代缴的人，缴款人的哥哥，3399**********002X）"),
    ],
)
def test_what_was_paid_in_cash_goes_back_into_a_named_hand(
    costly: County, by: PaidBy, said: str
) -> None:
    _case, order = world.billed(costly)
    cash = {"way": "cash", "amount": 2000, "voucher": "", "by": by}
    services.collect(order_id=order.id, actor=costly.clerk, **cash)
    refund = services.ask_refund(
        order_id=order.id, amount=500, reason="少要一本", actor=costly.officers["market"]
    )
    with pytest.raises(Conflict):
        services.pay_out(refund_id=refund, actor=costly.clerk)
    services.answer_refund(refund_id=refund, approve=True, actor=costly.heads["market"])
    services.sweep()
    brother = GivenTo(number=make.resident_id(2), relation="哥哥")
    with pytest.raises(Refused, match="no_such_hand"):
        services.pay_out(refund_id=refund, to=GivenTo(uuid4()), actor=costly.clerk)
    if by.name:
        with pytest.raises(Invalid, match="receiver_unnamed"):
            half = GivenTo(number=make.resident_id(2))
            services.pay_out(refund_id=refund, to=half, actor=costly.clerk)
    else:
        with pytest.raises(Refused, match="not_who_brought_it"):
            services.pay_out(refund_id=refund, to=brother, actor=costly.clerk)
    to = brother if by.name else GivenTo()
    services.pay_out(refund_id=refund, to=to, actor=costly.clerk)
    now = world.order_now(order.id)
    assert (now.state, now.refunded) == ("paid", 500)
    view = queries.own_view(order_id=order.id, actor=costly.citizen)
    assert view.refunds[0].to == said
    full = Refund.objects.get().given_to
    assert (full["name"], len(full["number"])) == (by.name or "陈小岚", 18)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.update(state="approved", done_at=None)


def test_the_file_of_a_day_is_compared_once_and_differences_stay_until_settled(
    costly: County, sandbox: Sandbox
) -> None:
    cashier = make.staff("cash-1", "cashier")
    _case, order = world.billed(costly)
    payment = world.begin(order, costly.citizen)
    world.pay_there(sandbox, payment)
    with world.later(sandbox, timedelta(days=1)):
        assert services.compare_days() == 7
        assert services.compare_days() == 0
        _days, (found,) = queries.compared(actor=cashier)
        assert (found.kind, found.number, found.theirs) == ("only_theirs", payment.number, 2000)
        assert services.ask_again(difference_id=found.id, actor=cashier) == "applied"
        with pytest.raises(Refused):
            services.settle_difference(difference_id=found.id, words="x", actor=costly.clerk)
        services.settle_difference(difference_id=found.id, words="补记入账", actor=cashier)
        with pytest.raises(Conflict):
            services.settle_difference(difference_id=found.id, words="再来", actor=cashier)
    assert world.order_now(order.id).state == "paid"
    assert Difference.objects.get().words == "补记入账"


def test_the_pages_of_staff_do_what_they_show(costly: County) -> None:
    _case, order = world.billed(costly)
    clerk, page = browser(costly.clerk), reverse("payments:staff-order", args=[order.id])
    act = reverse("payments:act", args=[order.id])
    assert order.number in clerk.get(reverse("payments:desk")).content.decode()
    text = clerk.get(page).content.decode()
    assert "2 本 × 10 元 = 20 元" in text
    assert "陈小岚" not in text
    wrong = clerk.post(act, {"do": "collect", "way": "cash", "amount": "19"})
    assert wrong.status_code == 422
    assert "应缴 20 元" in wrong.content.decode()
    assert clerk.post(act, {"do": "collect", "way": "cash", "amount": "20"}).status_code == 302
    assert clerk.post(act, {"do": "collect", "way": "cash", "amount": "20"}).status_code == 409
    cashier = browser(make.staff("cash-1", "cashier"))
    month = f"{clock.today():%Y-%m}"
    book = cashier.get(reverse("payments:statement"), {"month": month})
    assert b"".join(book.streaming_content)[:2] == b"PK"
    lines = list(
        queries.statement(
            first=date(2026, 11, 1), last=date(2026, 11, 30), actor=make.staff("c-2", "cashier")
        )
    )
    assert [(row[1], row[8]) for row in lines] == [("收款", "20.00")]


def test_each_sum_goes_out_as_a_numbered_paper_and_the_last_one_holds(costly: County) -> None:
    """Worded by the payee; on the pages of payer, cashier and officer; in the archive."""
    head = costly.heads["market"]
    place = letters.text_place("", actor=head)
    (form,) = [
        each for each in letters.letter_forms(place=place, actor=head) if each.form == DEMAND
    ]
    said = form.edition.text.sections | {"closing": "有疑问请打 {{phone}}，找法规科。"}
    keeper = Actor(
        user_id=uuid4(), name="温静怡", grants=(GrantFact("catalogue_officer", Scope()),)
    )
    with clock.travel(make.MONDAY - timedelta(days=3)):
        told = {"form": DEMAND, "department_id": place.department_id, "actor": head}
        row = cases.write_text(sections=said, why="说清找谁。", **told)
        cases.put_in_force(version_id=row, since=make.MONDAY.date(), actor=keeper)
    case, order = world.billed(costly, PERMIT)
    payer, officer = browser(costly.citizen), browser(costly.officers["market"])
    (line,) = queries.demands_of(order.application_id)
    first = reverse("cases:demand", args=[order.id, line.seq])
    read = _read(payer, first)
    for words in (
        *("缴费通知书", f"{order.number}-缴-01", "2本×10元=20元（2024年1月1日起的标准）"),
        *("依据：某收费文件", "20.00元（贰拾元整）", "请在2026年12月16日前缴清", "找法规科"),
        *("扫下面的二维码", f"报缴费单号{order.number}", "（盖章）"),
    ):
        assert words in read, words
    assert "代替" not in read
    off = {"order_id": order.id, "line_id": order.lines.get().id, "reason": "低保户", "basis": ""}
    services.exempt(actor=head, **off)
    new, old = queries.demands_of(order.application_id, case_id=case.id)
    assert (new.state, old.state, old.seq) == ("free", "replaced", line.seq)
    second = _read(payer, reverse("cases:demand", args=[order.id, new.seq]))
    assert "免缴通知书" in second and f"编号{old.number}的通知书由本通知书代替" in second
    assert "免收：低保户" in second and "怎么缴" not in second
    assert f"已由编号{new.number}的通知书代替" in _read(payer, first)
    for visitor, page in (
        (payer, reverse("portal:affair", args=[order.application_number])),
        (payer, reverse("payments:order", args=[order.id])),
        (officer, reverse("portal:desk-case", args=[case.id])),
        (browser(costly.clerk), reverse("payments:staff-order", args=[order.id])),
    ):
        shown = visitor.get(page).content.decode()
        assert first in shown and "不再有效" in shown
    assert browser(costly.other_citizen).get(first).status_code == 404
    kept = cases.demand_letters_of(order.application_id, case.id, actor=SYSTEM, address=str)
    assert [each.safe_name for each in kept] == [f"缴费通知书 {x.number}.pdf" for x in (old, new)]


def test_an_amount_no_row_says_is_found_out_before_the_payer_is_waited_for(costly: County) -> None:
    """The taxes of a house of which nobody said a price."""
    taxed = {**world.document(world.BOOK), "code": "TAX", "catalogue_code": "330430101000"}
    stands(taxed, costly.departments["market"], region=make.REGION)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "document", lambda part: taxed)
        case, order = world.billed(costly)
    officer = costly.officers["market"]
    assert order.state == "assessing"
    assert not case.paused  # it is the office that is waited for
    for line in order.lines.filter(amount=None):
        case.refresh_from_db()
        assert not case.paused
        services.assess(
            order_id=order.id, line_id=line.id, amount=1234, reason="按发票核定", actor=officer
        )
    case.refresh_from_db()
    now = world.order_now(order.id)
    assert (now.state, now.total) == ("due", 2000 + 5 * 1234)
    assert case.paused and case.promised_due is None
    with pytest.raises(Invalid, match="unknown_line"):
        services.assess(order_id=order.id, line_id=line.id, amount=1, reason="x", actor=officer)


def test_a_receipt_says_what_was_paid_in_words_and_what_went_back_and_can_be_verified(
    costly: County,
) -> None:
    case, order = world.billed(costly)
    payer, page = browser(costly.citizen), reverse("payments:receipt", args=[order.id])
    assert payer.get(page)["Location"] == reverse("payments:order", args=[order.id])
    services.collect(order_id=order.id, way="cash", amount=2000, voucher="", actor=costly.clerk)
    paid = Payment.objects.get(order=order)
    assert "贰拾元整" in _read(payer, page)
    officer, head = costly.officers["market"], costly.heads["market"]
    asked = services.ask_refund(order_id=order.id, amount=700, reason="多收", actor=officer)
    services.answer_refund(refund_id=asked, approve=True, actor=head)
    services.pay_out(refund_id=asked, actor=costly.clerk)
    read = _read(payer, page)
    for said in (
        paid.receipt_number,
        grouped(paid.check_code),
        "已部分退还",
        "13.00",
        "2本×10元",
        "可凭票据号码和校验码核验",
    ):
        assert said in read
    verify = reverse("cases:verify")
    asked_for = {"number": paid.receipt_number, "code": grouped(paid.check_code).lower()}
    told = Client().get(verify, asked_for).content.decode()
    assert "收到现金的人：陈小岚（缴款人本人，" in read
    assert "已经退付 7 元" in told
    assert Client().get(verify, {**asked_for, "code": "2" * 12}).status_code == 404
    kept = list(services.receipts_of(order.application_id, case.id, actor=SYSTEM))
    assert ["".join(pages(each)) for each in kept] == [read]
    assert browser(costly.other_citizen).get(page).status_code == 404


def _read(payer: Client, page: str) -> str:
    found = payer.get(page)
    return "".join(pages(ObjectContent(found.content, MediaType.PDF, "票据.pdf")))
