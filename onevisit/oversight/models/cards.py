"""Yellow and red cards, and what happened to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_text
from onevisit.oversight.rules.cards import YELLOW, CardAct, CardKind, CardState

_RULED = ["upheld", "withdrawn"]
_YELLOW = sorted(kind.value for kind in YELLOW)


class Card(models.Model):
    """黄牌、红牌: one case, one kind, once. `due_on` is the day the clock named when it was shown;
    `officer` had claimed the case then. A red one may be contested until `contest_until`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in CardKind])
    red = models.BooleanField()
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.name) for s in CardState],
        default=CardState.SHOWN.value,
    )
    due_on = models.DateField()
    shown_at = models.DateTimeField()
    contest_until = models.DateField(null=True)
    last_seq = models.PositiveIntegerField(default=1)
    contested_by = models.UUIDField(null=True)
    ruled_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind"], name="card_once"),
            models.CheckConstraint(
                condition=Q(red=False, kind__in=_YELLOW) | (Q(red=True) & ~Q(kind__in=_YELLOW)),
                name="card_colour",
            ),
            models.CheckConstraint(
                condition=Q(red=True, contest_until__isnull=False)
                | Q(red=False, contest_until__isnull=True, state="shown"),
                name="card_red_contested",
            ),
            models.CheckConstraint(
                condition=Q(state="shown", contested_by__isnull=True)
                | (~Q(state="shown") & Q(contested_by__isnull=False)),
                name="card_contested_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_RULED, ruled_by__isnull=False)
                | (~Q(state__in=_RULED) & Q(ruled_by__isnull=True)),
                name="card_ruled_by",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("contested_by")),
                name="card_two_people",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-shown_at", "-id"], name="card_newest"),
            models.Index(fields=["department", "-shown_at"], name="card_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class CardEvent(models.Model):
    """What happened to a card, for ever; the words are sealed, they may name people."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=[(a.value, a.name) for a in CardAct])
    after = models.CharField(max_length=10)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100)
    words_sealed = models.BinaryField()
    stored_object = models.ForeignKey(
        "vault.StoredObject", on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = sealed_text("words_sealed")
    """What was written."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["card", "seq"], name="card_event_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.seq} {self.act}"
