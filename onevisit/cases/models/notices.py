"""One-time notices with the gaps they tell of, reminders, and red cards of limits that ran out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.cases.rules.chasing import ReminderKind
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json


class Notice(models.Model):
    """一次性告知书: one letter with the gaps of all departments of an application.

    It gathers until every case in intake was answered, at the latest until `due_on`; then it is
    sent and nothing is added any more. `dropped`: nothing was left to tell.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(
        "cases.Application", on_delete=models.PROTECT, related_name="notices"
    )
    state = models.CharField(
        max_length=10,
        choices=[("gathering", "gathering"), ("sent", "sent"), ("dropped", "dropped")],
    )
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state="gathering"),
                name="notice_gathers_once",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notice_sent_at",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], name="notice_due", condition=Q(state="gathering")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"


class Gap(models.Model):
    """One thing that is missing or wrong in one case: why, and what to do; sealed, since the words
    may name people. Without a notice it was said in the pre-review of the case.

    `mended_at`: a paper came, or the field was changed, after it was recorded.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="gaps")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="gaps")
    kind = models.CharField(max_length=10, choices=[("material", "material"), ("field", "field")])
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    words_sealed = models.BinaryField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=100)
    mended_at = models.DateTimeField(null=True)
    told = sealed_json("words_sealed")
    """`reason` and `remedy`."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["notice", "case", "kind", "key"], name="gap_once_in_notice"
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "key"],
                condition=Q(notice__isnull=True),
                name="gap_once_in_pre_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class RedCard(models.Model):
    """红牌: a limit of an office ran out in silence. One for each event; nobody takes it back."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="red_cards")
    event_seq = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=20,
        choices=[("deemed_accepted", "deemed_accepted"), ("not_checked", "not_checked")],
    )
    due_on = models.DateField()
    shown_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "event_seq"], name="red_card_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-shown_at"], name="red_card_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Reminder(models.Model):
    """催办: who must act was told that a limit is near: the applicant, or the office where a
    commitment is to be checked. Once for each limit.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(
        max_length=20, choices=[(each.value, each.name) for each in ReminderKind]
    )
    due_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind", "due_on"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
