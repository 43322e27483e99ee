"""Things that cost money, cases of them, and what a provider says."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases import services as cases
from onevisit.cases.models import Application, Case
from onevisit.cases.queries.signing import signing_digest
from onevisit.kernel import clock
from onevisit.kernel.types import JsonObject
from onevisit.payments import services
from onevisit.payments.models import Order, Payment
from onevisit.payments.rules.signing import sign
from onevisit.payments.sandbox.serving import Sandbox
from tests.factories import cases as make
from tests.factories import files
from tests.factories.cases import County
from tests.factories.publishing import stands

BOOK, PERMIT = "book", "permit"
FEE: JsonObject = {
    "name": "证照工本费",
    "standard": "每本 10 元",
    "basis": "某收费文件",
    "ways": ["1", "2"],
    "quantity": "book.copies",
    "rates": [
        {"since": "2024-01-01", "standard": "10 元", "unit": "本", "amount": 1000},
        {"since": "2027-01-01", "standard": "12 元", "unit": "本", "amount": 1200},
    ],
    "exemptions": [
        {
            "when": {"==": [{"var": "firm.small"}, "yes"]},
            "reason": "小微企业免收",
            "basis": "财税〔2014〕122 号",
        }
    ],
}


def document(part: str) -> JsonObject:
    """The book is paid before the decision, the permit before its result is made."""
    plain = make.item_document(part, {BOOK: 31, PERMIT: 32}[part])
    steps = {str(step["key"]): step for step in plain["steps"]}
    after = "review" if part == BOOK else "decide"
    pay: JsonObject = {
        "key": "pay",
        "name": "缴费",
        "kind": "pay",
        "party": "applicant",
        "after": [{"step": after}],
    }
    later = "decide" if part == BOOK else "issue"
    steps[later] = {**steps[later], "after": [{"step": "pay"}]}
    copies: JsonObject = {"key": "book.copies", "label": "要几本", "kind": "number"}
    yes_no: list[JsonObject] = [{"value": "yes", "label": "是"}, {"value": "no", "label": "不是"}]
    small: JsonObject = {
        "key": "firm.small",
        "label": "是小微企业吗？",
        "kind": "choice",
        "options": yes_no,
    }
    return {
        **plain,
        "fee": "工本费每本 10 元",
        "fees": [FEE],
        "questions": [small],
        "form": [*plain["form"], copies],
        "steps": [*steps.values(), pay],
    }


def publish(here: County) -> None:
    """Beside what the county offers."""
    for part in (BOOK, PERMIT):
        stands(document(part), here.departments["market"], region=make.REGION)


def applied(
    here: County,
    part: str = BOOK,
    *,
    copies: int = 2,
    small: str = "no",
    actor: Actor | None = None,
    at_window: bool = False,
) -> Case:
    """Handed in."""
    actor = actor or here.citizen
    application_id = cases.start_application(
        offer_code=str(document(part)["code"]), actor=actor, answers={"firm.small": small}
    )
    values = {"shop.name": "吉祥小馆", "shop.area": 80, "book.copies": copies}
    cases.save_form(application_id=application_id, values=values, actor=actor)
    cases.attach_file(
        application_id=application_id,
        material="plan",
        upload=io.BytesIO(files.png(seed=1)),
        name="图.png",
        actor=actor,
    )
    if at_window:
        cases.choose_collection(
            application_id=application_id,
            collection="window",
            service_point_id=here.centre,
            actor=actor,
        )
    application = Application.objects.get(id=application_id)
    cases.submit(
        application_id=application_id,
        actor=actor,
        signed_digest=signing_digest(application),
        version=application.version,
    )
    return Case.objects.get(application_id=application_id)


def billed(here: County, part: str = BOOK, **how: object) -> tuple[Case, Order]:
    """Taken to where it is to be paid."""
    case = applied(here, part, **how)  # type: ignore[arg-type]
    make.review(here, case)
    if part == PERMIT:
        make.decide(here, case)
    case.refresh_from_db()
    return case, Order.objects.get(application_id=case.application_id)


def begin(order: Order, actor: Actor) -> Payment:
    """A try to pay, opened at the provider's."""
    services.open_payment(order_id=order.id, actor=actor, back="/back", notify="http://x/")
    return Payment.objects.get(order=order, state="open")


def notice(payment: Payment, outcome: str = "paid", nonce: str = "", **said: object) -> str:
    """What the provider says of it, signed; what we answer."""
    body = json.dumps(
        {
            "number": payment.number,
            "outcome": outcome,
            "amount": payment.amount,
            "reference": f"R{payment.number}",
            "at": clock.now().isoformat(),
            **said,
        }
    ).encode()
    return services.take_notice(body=body, headers=signed(body, nonce))


def signed(body: bytes, nonce: str = "") -> dict[str, str]:
    """Signed by the provider, now."""
    from django.conf import settings

    return sign(body, settings.PAYMENT_SECRET, at=clock.now(), nonce=nonce)


def pay_there(sandbox: Sandbox, payment: Payment, how: str = "never") -> None:
    """The payer presses the button at the provider's."""
    opened = sandbox.ledger.by_number(payment.number)
    assert opened is not None
    sandbox.act(opened, "pay", how)


@contextmanager
def later(sandbox: Sandbox, when: timedelta) -> Iterator[None]:
    """So long after the Monday, on both sides."""
    before, then = sandbox.now, make.MONDAY + when
    sandbox.now = lambda: then
    with clock.travel(then):
        yield
    sandbox.now = before


def fee_of(case: Case) -> tuple[str, str]:
    """State and fee as the row stands."""
    case.refresh_from_db()
    return case.state, case.fee


def order_now(order_id: UUID) -> Order:
    """As the row stands."""
    return Order.objects.get(id=order_id)
