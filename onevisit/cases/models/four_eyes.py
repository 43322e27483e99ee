"""What takes two people: one asks, another answers. That they are two is a constraint."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onevisit.kernel.ids import new_id


class Extension(models.Model):
    """A request to extend the legal limit of a case 延长办理期限, and the answer of the head.

    Asked for again only after it was declined. One that was never answered lapses with the limit
    or the decision, and stays as it is. `days` are those the regime gives, of its unit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(
        max_length=10,
        choices=[("asked", "asked"), ("granted", "granted"), ("declined", "declined")],
    )
    days = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=100)
    reason = models.OneToOneField(
        "cases.Opinion", on_delete=models.PROTECT, related_name="extension"
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answer = models.OneToOneField(
        "cases.Opinion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state="declined"), name="extension_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="extension_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="extension_answered",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asked_at"], name="extension_open", condition=Q(state="asked")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class Proposal(models.Model):
    """A decision proposed by one officer and confirmed by another 双人签批, for items that ask
    for it.

    While it is open nothing it rests on may change. One that is left open when the case ends
    otherwise (withdrawn, returned) stays as it is.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(
        max_length=10,
        choices=[
            ("open", "open"),
            ("confirmed", "confirmed"),
            ("sent_back", "sent_back"),
            ("taken_back", "taken_back"),
        ],
    )
    outcome = models.CharField(
        max_length=10, choices=[("approve", "approve"), ("refuse", "refuse")]
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=100)
    reason = models.OneToOneField(
        "cases.Opinion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answer = models.OneToOneField(
        "cases.Opinion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["open", "confirmed"]),
                name="proposal_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | Q(state="taken_back")
                | ~Q(answered_by=F("proposed_by")),
                name="proposal_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="proposal_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome} {self.state}"
