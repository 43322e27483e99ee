"""缴费票据: drawn when it is asked for, from the order as it was paid and what went back of it."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import ANONYMOUS, Actor
from onevisit.accounts.services.attempts import count_try, take_back
from onevisit.audit import services as audit
from onevisit.kernel import clock
from onevisit.kernel.checking import code_read, same_code
from onevisit.kernel.masks import mask_name
from onevisit.payments import errors
from onevisit.payments.access import own_order, staff_order
from onevisit.payments.adapters.receipt import render_receipt
from onevisit.payments.models import Order, Payment
from onevisit.payments.queries.payers import given_to, paid_by
from onevisit.payments.rules.charges import ChargeKind
from onevisit.payments.rules.orders import PaymentState, PayWay, RefundState
from onevisit.payments.rules.receipts import (
    SPECIMEN_SUM,
    WRONG_CODES,
    Charged,
    GivenBack,
    VerifiedReceipt,
    Words,
    receipt_facts,
    receipt_words,
    title_of,
)
from onevisit.ui.site import site
from onevisit.vault.rules import MediaType, ObjectContent, safe_name

_WAYS = {PayWay.ONLINE: "网上支付", PayWay.CASH: "现金", PayWay.CARD: "刷卡"}


def receipt(*, order_id: UUID, actor: Actor, as_staff: bool = False) -> ObjectContent:
    """The receipt of an order that was paid, as PDF/A, for the payer's side or for staff in whose
    reach it is; on record.

    Raises NotFound `payments.no_such_order`, `payments.no_receipt` where nothing was paid; Conflict
    `payments.receipt_unprintable`.
    """
    order = staff_order(actor, order_id) if as_staff else own_order(actor, order_id)
    return _drawn(order, actor)


def receipts_of(application_id: UUID, case_id: UUID, *, actor: Actor) -> Iterable[ObjectContent]:
    """The receipts of what was paid for one case, for whoever may see all of it; on record."""
    paid = Order.objects.filter(
        application_id=application_id,
        lines__case_id=case_id,
        payments__state=PaymentState.SUCCEEDED,
    )
    for order in paid.distinct().order_by("created_at", "id"):
        yield _drawn(order, actor)


def _drawn(order: Order, actor: Actor) -> ObjectContent:
    payment = order.payments.filter(state=PaymentState.SUCCEEDED).first()
    if payment is None or payment.paid_at is None:
        raise errors.no_receipt()
    audit.record_access(
        what="payments.receipt",
        actor=actor,
        subjects=[order.person_id],
        target_type="payments.order",
        target_id=order.id,
    )
    facts = {
        **receipt_facts(_lines(order), _refunds(payment), payment.amount),
        **_payer(order),
        "number": payment.receipt_number,
        "check_code": payment.check_code,
        "date": clock.local_date(payment.paid_at).isoformat(),
        "payee": order.payee.name,
        "county": str(site().county),
        "order": order.number,
        "offer": order.offer_name,
        "application": order.application_number,
        "way": _WAYS[PayWay(payment.way)],
        "payment": payment.number,
        "paid_by": "".join(paid_by([payment], masked=False).values()),
    }
    words = receipt_words(order.payee_id, facts)
    content = render_receipt(facts, words, address=_address(payment), demo=settings.DEMO)
    name = safe_name(f"{facts['title']} {payment.receipt_number}.pdf", MediaType.PDF)
    return ObjectContent(content, MediaType.PDF, name)


def receipt_specimen(*, payee: str, payer: str, day: date, words: Words, mark: str) -> bytes:
    """A receipt that nobody gave, with these words below its table; `mark` lies across it.

    Raises Conflict `payments.receipt_unprintable`.
    """
    line = Charged("样例事项", ChargeKind.FEE, "证照工本费", SPECIMEN_SUM, {}, "")
    facts = {
        **receipt_facts([line], [], SPECIMEN_SUM),
        "payer": payer,
        "payer_id_label": "证件号码",
        "payer_id": "339921********001X",
        **dict.fromkeys(("number", "order", "payment", "application"), mark),
        "date": day.isoformat(),
        "payee": payee,
        "county": str(site().county),
        "offer": "样例事项",
        "way": _WAYS[PayWay.ONLINE],
        "paid_by": "",
        "check_code": "X" * 12,
    }
    return render_receipt(facts, words, address="-", demo=settings.DEMO, specimen=mark)


def _lines(order: Order) -> list[Charged]:
    return [
        Charged(row.case_name, row.kind, row.name, row.amount or 0, row.how, row.exempt)
        for row in order.lines.filter(live=True).order_by("index")
    ]


def _refunds(payment: Payment) -> list[GivenBack]:
    done = payment.refunds.filter(state=RefundState.DONE).order_by("done_at", "id")
    return [
        GivenBack(
            row.number, row.amount, clock.local_date(row.done_at), given_to(row, masked=False)
        )
        for row in done
        if row.done_at is not None
    ]


def _payer(order: Order) -> dict[str, str]:
    if order.organisation is not None:
        label, number = "信用代码", order.organisation.uscc
        return {"payer": order.organisation.name, "payer_id_label": label, "payer_id": number}
    person = accounts.masked_person(order.person)
    number = person.masked_id_number
    return {"payer": person.name, "payer_id_label": "证件号码", "payer_id": number}


def _address(payment: Payment) -> str:
    """Where anybody verifies it; "" without a public address."""
    if not settings.PUBLIC_URL:
        return ""
    query = urlencode({"number": payment.receipt_number, "code": payment.check_code})
    return f"{settings.PUBLIC_URL}{reverse('cases:verify')}?{query}"


def verify_receipt(*, number: str, code: str, address: str) -> VerifiedReceipt:
    """What a receipt says that was given under this number with this check code, and what went back
    of it since; on record. Who asks for what was never given waits after some tries from the same
    network `address`.

    Raises NotFound `payments.no_such_receipt`, whatever of the two is wrong; Refused
    `accounts.must_wait`.
    """
    asked = (WRONG_CODES, address)
    count_try(asked)
    rows = Payment.objects.filter(receipt_number="".join(number.split()).upper())
    payment = (
        rows.exclude(receipt_number="")
        .select_related("order__payee", "order__person", "order__organisation")
        .first()
    )
    known = payment.check_code if payment is not None else ""
    if payment is None or payment.paid_at is None or not same_code(code_read(code), known):
        raise errors.no_such_receipt()
    take_back(asked)
    order = payment.order
    audit.record_access(
        what="payments.verify",
        actor=ANONYMOUS,
        subjects=[order.person_id],
        target_type="payments.order",
        target_id=order.id,
    )
    organisation = order.organisation
    return VerifiedReceipt(
        number=payment.receipt_number,
        title=title_of(each.kind for each in _lines(order)),
        payee=order.payee.name,
        payer=organisation.name if organisation else mask_name(order.person.name),
        offer_name=order.offer_name,
        paid_on=clock.local_date(payment.paid_at),
        amount=payment.amount,
        refunded=sum(each.amount for each in _refunds(payment)),
    )
