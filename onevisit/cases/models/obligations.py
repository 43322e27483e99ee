"""What was promised instead of shown, and what was found of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.cases.rules.obligations import Check, Ground, ObligationState
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_text

_ENDED = ["kept", "put_right", "revoked", "dropped"]


class Obligation(models.Model):
    """承诺义务: one commitment of a granted case, to be checked by `due_on`; it outlives the case.
    Of another `ground` it is what the authority began of its own motion; `material` names that.

    `due_on` is the office's last day to check while open, afterwards the day named last.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="obligations")
    material = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    ground = models.CharField(
        max_length=10,
        choices=[(g.value, g.name) for g in Ground],
        default=Ground.COMMITMENT.value,
        db_default=Ground.COMMITMENT.value,
    )
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.name) for s in ObligationState],
        default=ObligationState.OPEN.value,
    )
    due_on = models.DateField()
    last_seq = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "material"], name="obligation_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True) & ~Q(ground="commitment"),
                name="obligation_one_motion",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, ended_at__isnull=False)
                | (~Q(state__in=_ENDED) & Q(ended_at__isnull=True)),
                name="obligation_ended_at",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_on"], name="obligation_due", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.material}"


class ObligationEvent(models.Model):
    """What was recorded of an obligation, for ever; the words are sealed, they may name people.
    `wording`: by which text its letter is drawn (`Edition.ref`), "" where it gives none.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    check_kind = models.CharField(max_length=20, choices=[(c.value, c.name) for c in Check])
    after = models.CharField(max_length=10)
    limit_on = models.DateField(null=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100)
    wording = models.CharField(max_length=40, blank=True, default="", db_default="")
    words_sealed = models.BinaryField()
    words = sealed_text("words_sealed")
    """What was written."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["obligation", "seq"], name="obligation_event_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.seq} {self.check_kind}"
