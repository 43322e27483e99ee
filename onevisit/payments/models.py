"""Orders with their lines, what was paid, given back and told by the provider, and comparisons."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json, sealed_text
from onevisit.payments.rules.orders import OrderMark, OrderState, PaymentState, PayWay, RefundState
from onevisit.payments.rules.reconciling import Kind


def _choices(of: Any) -> list[tuple[str, str]]:
    return [(each.value, each.name) for each in of]


class Order(models.Model):
    """What one application owes one department 缴费单. `application_id` and the lines' `case_id`
    are ids of the room above, which alone knows what they are; number, name and region are copied
    for whoever reads the order. Amounts in 分. The newest of its events says its state.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=12, choices=_choices(OrderState))
    application_id = models.UUIDField()
    application_number = models.CharField(max_length=24)
    offer_code = models.CharField(max_length=80)
    offer_name = models.CharField(max_length=500)
    payee = models.ForeignKey("directory.Department", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    total = models.BigIntegerField()
    refunded = models.BigIntegerField(default=0)
    last_seq = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application_id", "payee"],
                condition=Q(state__in=["assessing", "due"]),
                name="order_one_open",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, refunded__gte=0, refunded__lte=F("total")),
                name="order_amounts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["paid", "exempt", "refunded"], settled_at__isnull=False)
                | Q(state__in=["assessing", "due", "cancelled", "expired"], settled_at=None),
                name="order_settled_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["due", "paid"]) | Q(total__gt=0), name="order_due_amount"
            ),
            models.CheckConstraint(
                condition=~Q(state="refunded") | Q(refunded=F("total")), name="order_refunded_all"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application_id"], name="order_of_application"),
            models.Index(fields=["person", "-created_at"], name="order_of_person"),
            models.Index(fields=["state", "-created_at"], name="order_by_state"),
            models.Index(fields=["-created_at"], name="order_by_time"),
            models.Index(fields=["expires_at"], name="order_expiring", condition=Q(state="due")),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One fee or tax of one case. `amount` None: an officer must find it out. `full` is without
    the exemption, `how` the derivation. Lines of a dead order, and of a case that ended otherwise,
    are no longer `live`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    case_id = models.UUIDField()
    case_name = models.CharField(max_length=500)
    index = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    full = models.BigIntegerField()
    amount = models.BigIntegerField(null=True)
    how: models.JSONField[Any, Any] = models.JSONField(default=dict)
    basis = models.TextField(blank=True)
    owed_by = models.CharField(max_length=20, blank=True)
    exempt = models.TextField(blank=True)
    exempt_basis = models.TextField(blank=True)
    live = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case_id", "key"], condition=Q(live=True), name="order_line_once"
            ),
            models.UniqueConstraint(fields=["order", "index"], name="order_line_index"),
            models.CheckConstraint(
                condition=Q(full__gte=0) & (Q(amount=None) | Q(amount__gte=0)),
                name="order_line_amounts",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__lte=F("full")), name="order_line_at_most_full"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.key}"


class OrderEvent(models.Model):
    """One thing that happened to an order: written once. `words` are an officer's reason, `told` is
    what a 缴费通知书 says.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=16, choices=_choices(OrderMark))
    after = models.CharField(max_length=12)
    at = models.DateTimeField()
    amount = models.BigIntegerField(null=True)
    words = models.CharField(max_length=500, blank=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100, blank=True)
    told: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "seq"], name="order_event_seq"),
            models.CheckConstraint(
                condition=Q(mark="demand", told__isnull=False)
                | (~Q(mark="demand") & Q(told__isnull=True)),
                name="order_event_demand_told",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(mark="remind"), name="order_reminded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.seq} {self.mark}"


class Payment(models.Model):
    """One try to pay an order; of all tries one at most succeeds. `given_back` is what refunds
    hold of it, asked for or done. Who brought the money in the payer's place did so under an
    `authority`, or was named by the clerk who took it (`hand`, sealed).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(max_length=10, choices=_choices(PaymentState))
    way = models.CharField(max_length=8, choices=_choices(PayWay))
    amount = models.BigIntegerField()
    given_back = models.BigIntegerField(default=0)
    reference = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    clerk_id = models.UUIDField(null=True)
    clerk_name = models.CharField(max_length=100, blank=True)
    service_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, null=True, related_name="+"
    )
    receipt_number = models.CharField(max_length=24, blank=True)
    check_code = models.CharField(max_length=12, blank=True)
    authority = models.ForeignKey(
        "accounts.Authority",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    hand_sealed = models.BinaryField(null=True)

    hand = sealed_text("hand_sealed")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(state="succeeded"), name="payment_paid_once"
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state="open"), name="payment_one_open"
            ),
            models.UniqueConstraint(
                fields=["way", "reference"],
                condition=~Q(reference=""),
                name="payment_reference_once",
            ),
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=~Q(receipt_number=""),
                name="payment_receipt_once",
            ),
            models.CheckConstraint(
                condition=Q(receipt_number="", check_code="")
                | (~Q(receipt_number="") & ~Q(check_code="")),
                name="payment_receipt_checked",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, given_back__gte=0, given_back__lte=F("amount")),
                name="payment_amounts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["succeeded", "surplus"], paid_at__isnull=False)
                | Q(state__in=["open", "closed"], paid_at=None, given_back=0),
                name="payment_paid_at",
            ),
            models.CheckConstraint(
                condition=Q(hand_sealed=None)
                | (Q(authority=None) & Q(way__in=[PayWay.CASH.value, PayWay.CARD.value])),
                name="payment_one_hand",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asked_at"], name="payment_open", condition=Q(state="open")),
            models.Index(fields=["paid_at"], name="payment_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class Refund(models.Model):
    """Money that goes back: asked for by one person, approved by another; what was paid too much
    goes back by itself. Of cash, `given_to` says into whose hand: name, masked number, what they
    are to the payer, and the number of the mandate they had (`authority`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    state = models.CharField(max_length=10, choices=_choices(RefundState))
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    automatic = models.BooleanField(default=False)
    reference = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    done_at = models.DateTimeField(null=True)
    authority = models.ForeignKey(
        "accounts.Authority",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    given_to_sealed = models.BinaryField(null=True)

    given_to = sealed_json("given_to_sealed")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount"),
            models.CheckConstraint(
                condition=Q(automatic=True) | Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="refund_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at=None)),
                name="refund_done_at",
            ),
            models.CheckConstraint(
                condition=Q(authority=None, given_to_sealed=None)
                | Q(state="done", given_to_sealed__isnull=False),
                name="refund_given_to",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["state", "asked_at"],
                name="refund_going",
                condition=Q(state__in=["asked", "approved", "sent"]),
            ),
            models.Index(fields=["done_at"], name="refund_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class Notice(models.Model):
    """What the provider told us, as it came: written once. One nonce is heard once."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    nonce = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    number = models.CharField(max_length=24)
    reference = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class Comparison(models.Model):
    """对账: one day of the provider's file beside ours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField(unique=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    paid = models.BigIntegerField()
    refunded = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.day)


class Difference(models.Model):
    """One line that is not the same on both sides, until somebody has settled it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=16, choices=_choices(Kind))
    number = models.CharField(max_length=64)
    ours = models.BigIntegerField(null=True)
    theirs = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_by_name = models.CharField(max_length=100, blank=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["comparison", "number"], name="difference_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(words=""), name="difference_settled_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
