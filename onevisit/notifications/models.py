"""Messages, their ways outside, addresses, wishes, wordings."""

from datetime import time
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_text
from onevisit.notifications.rules.channels import DEFAULTS, Channel, Language, Wishes
from onevisit.notifications.rules.kinds import Kind, Topic
from onevisit.notifications.rules.sending import DeliveryState, Reason, key_of


class Message(models.Model):
    """What one recipient is told of one event: the line on their page, and what is to be sent.

    The recipient is a person, or the login of a helper. `event` names what happened, so that it is
    told once. `facts` fill the wording and hold nothing personal but a masked name. `planned_at`:
    when it was decided which ways it takes outside.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in Kind])
    person = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    application = models.ForeignKey("cases.Application", on_delete=models.CASCADE, related_name="+")
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "person"], name="message_once"),
            models.UniqueConstraint(fields=["event", "user"], name="message_once_to_helper"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, user__isnull=False)
                | Q(person__isnull=False, user__isnull=True),
                name="message_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in Kind]), name="message_kind_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-id"], name="message_of_person"),
            models.Index(fields=["user", "-id"], name="message_of_user"),
            models.Index(
                fields=["person"], name="message_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(
                fields=["id"], name="message_to_plan", condition=Q(planned_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    """A message on its way through one channel; `key` is what the gateway takes it once under.
    `held_until`: somebody is sending it. `asked`: how often its receipt was asked for. `again`: how
    often it was begun anew because it surely did not arrive.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=[(c.value, c.name) for c in Channel])
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in DeliveryState])
    due_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)
    again = models.PositiveSmallIntegerField(default=0, db_default=0)
    reference = models.CharField(max_length=80, blank=True)
    reason = models.CharField(
        max_length=12, blank=True, choices=[(r.value, r.name) for r in Reason]
    )
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "delivered"], sent_at__isnull=False)
                | Q(state__in=["waiting", "failed"]),
                name="delivery_sent_at",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(reason="") | ~Q(state="failed") & Q(reason=""),
                name="delivery_failed_why",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", due_at__isnull=False) | ~Q(state="waiting"),
                name="delivery_waits_for_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["state", "due_at"], name="delivery_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(fields=["state", "-id"], name="delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"

    @property
    def key(self) -> str:
        """Another one only once it is known that nothing arrived under the one before."""
        return key_of(self.id, self.again)


class Address(models.Model):
    """Where a person is reached by e-mail or WeChat, sealed; used once it is proven. `code_hash`:
    what was sent there last, to be typed within `code_until`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=[(c.value, c.name) for c in Channel])
    address_sealed = models.BinaryField(null=True)
    proven_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=128, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    address = sealed_text("address_sealed")
    """In clear; "" while there is none."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "channel"], name="address_once"),
            models.CheckConstraint(
                condition=Q(proven_at__isnull=True) | Q(address_sealed__isnull=False),
                name="address_proven_is_there",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["email", "wechat"]), name="address_of_channel"
            ),
        ]

    def __str__(self) -> str:
        return self.channel


class Preference(models.Model):
    """What a person chose; see `rules.channels.Wishes`. `topics` holds the channels by topic."""

    person = models.OneToOneField(
        "accounts.Person", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    topics: models.JSONField[dict[str, list[str]], dict[str, list[str]]] = models.JSONField(
        default=dict
    )
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    language = models.CharField(max_length=2, choices=[(v.value, v.name) for v in Language])
    copies = models.BooleanField(default=False)
    firms = models.BooleanField(default=False, db_default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)

    @property
    def wishes(self) -> Wishes:
        """As the rules read them."""
        chosen = {
            topic: frozenset(map(Channel, self.topics[topic]))
            if topic in self.topics
            else DEFAULTS[topic]
            for topic in Topic
        }
        return Wishes(
            chosen,
            self.quiet_from,
            self.quiet_until,
            Language(self.language),
            self.copies,
            self.firms,
        )


class Wording(models.Model):
    """The words of one kind in one language from a day on, as an officer set them."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in Kind])
    language = models.CharField(max_length=2, choices=[(v.value, v.name) for v in Language])
    since = models.DateField()
    title = models.CharField(max_length=60)
    body = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "language", "since"], name="wording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.since}"
