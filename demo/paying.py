"""What people pay, at the window or at the provider's, whose books stand beside the county."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import dumps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from demo.founding import County
from demo.schedule import Days, Telling, at
from demo.stories import Paid, Story
from onevisit.accounts.rules import SYSTEM
from onevisit.cases import access
from onevisit.kernel import clock
from onevisit.payments import services
from onevisit.payments.adapters.sandbox import SandboxProvider
from onevisit.payments.queries import OrderView, orders_of
from onevisit.payments.rules.orders import OrderState
from onevisit.payments.rules.signing import sign
from onevisit.payments.sandbox.books import books_in
from onevisit.payments.sandbox.ledger import Ledger

_CLERK = "clerk3"
_STRANGE = "ZF20260101999999"
"""A payment the provider has and we do not: the difference a comparison finds."""


class Books(SandboxProvider):
    """The provider without its process: the same books, asked directly."""

    def _ask(self, verb: str, **said: Any) -> dict[str, Any]:
        books, now = ledger(), clock.now()
        match verb:
            case "open":
                return {"address": f"/pay/{books.open(said).token}"}
            case "close":
                books.close(said["number"], now)
            case "refund":
                return books.give_back(said["number"], said["refund"], said["amount"], now)
            case "statement":
                return {"file": books.statement(clock.parse_day(said["day"]) or clock.today())}
        return books.told(said["number"])


def ledger() -> Ledger:
    """The provider's books of this county."""
    return Ledger(_place())


def _place() -> Path:
    return books_in(Path(settings.VAR), str(connection.settings_dict["NAME"]))


@contextmanager
def open_books() -> Iterator[None]:
    """New books, asked directly as long as the county is being built."""
    _place().unlink(missing_ok=True)
    usual = settings.PAYMENT_PROVIDER
    settings.PAYMENT_PROVIDER = f"{__name__}.Books"
    try:
        yield
    finally:
        settings.PAYMENT_PROVIDER = usual


@dataclass(frozen=True, slots=True)
class Paying:
    """What is owed for one case of one story."""

    county: County
    story: Story
    case_id: UUID

    def settle(self) -> None:
        """Whatever is due for the case is paid the way the story says."""
        for order in self._orders():
            if order.state is OrderState.ASSESSING:
                self._assess(order)
        for order in self._orders():
            if order.state is OrderState.DUE:
                self._pay(order)

    def _orders(self) -> list[OrderView]:
        application_id = access.get_case_for(SYSTEM, self.case_id).application_id
        return [
            order
            for order in orders_of(application_id)
            if any(line.case_id == self.case_id for line in order.lines)
        ]

    def _assess(self, order: OrderView) -> None:
        for line in order.lines:
            if line.amount is None:
                services.assess(
                    order_id=order.id,
                    line_id=line.id,
                    amount=1_000_000,
                    reason="按发票差额核定",
                    actor=self.county.actors["tax1"],
                )

    def _pay(self, order: OrderView) -> None:
        match self.story.paid:
            case Paid.NOT_YET:
                return
            case Paid.CASH:
                services.collect(
                    order_id=order.id,
                    way="cash",
                    amount=order.total,
                    voucher="",
                    actor=self.county.actors[_CLERK],
                )
            case Paid.EXEMPT:
                self._exempt(order)
            case _:
                self._online(order)
        if self.story.paid is Paid.REFUNDED:
            self._refund(order)

    def _online(self, order: OrderView) -> None:
        actor = self.county.actors[self.story.person]
        services.open_payment(order_id=order.id, actor=actor, back="/", notify="http://127.0.0.1/")
        number = orders_of(order.application_id)
        payment = next(p for o in number if o.id == order.id for p in o.payments)
        ledger().pay(payment.number, clock.now())
        body = dumps(ledger().told(payment.number)).encode()
        headers = sign(body, settings.PAYMENT_SECRET, at=clock.now())
        services.take_notice(body=body, headers=headers)

    def _exempt(self, order: OrderView) -> None:
        department = access.get_case_for(SYSTEM, self.case_id).department.code
        for line in order.lines:
            services.exempt(
                order_id=order.id,
                line_id=line.id,
                reason="本人是低保对象，按县里的规定免收",
                basis="安澜县困难群众收费减免办法",
                actor=self.county.actors[f"{department}-head"],
            )

    def _refund(self, order: OrderView) -> None:
        department = access.get_case_for(SYSTEM, self.case_id).department.code
        refund = services.ask_refund(
            order_id=order.id,
            amount=order.total,
            reason="制证机坏了，当天没有拿到证，工本费退回",
            actor=self.county.actors[f"{department}1"],
        )
        head = self.county.actors[f"{department}-head"]
        services.answer_refund(refund_id=refund, approve=True, actor=head)
        services.sweep()


def told(days: Days, back: int) -> Telling:
    """Every night the provider's file is compared; one night it has a line nobody knows."""
    for each in range(back, 0, -1):
        night = at(days.back(each), -7 * 60)
        yield night
        if each == 3:
            _strange(night - timedelta(hours=9))
        services.compare_days()
        services.sweep()
    yield at(days.today, -7 * 60)
    services.compare_days()


def _strange(moment: datetime) -> None:
    books = ledger()
    books.open(
        {
            "number": _STRANGE,
            "amount": 1000,
            "subject": "机动车驾驶证换证",
            "back": "/",
            "notify": "http://127.0.0.1/",
            "until": (moment + timedelta(hours=1)).isoformat(),
        }
    )
    books.pay(_STRANGE, moment)
