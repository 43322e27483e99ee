"""Occasions, ratings, rectifications."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_text
from onevisit.ratings.rules import ENDINGS, Level, NoteKind, OccasionKind, RectificationState


class Occasion(models.Model):
    """One contact that may be rated, by whoever holds its token. `clerk_id`: whom it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=40, unique=True)
    application = models.ForeignKey("cases.Application", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in OccasionKind])
    service_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, null=True, related_name="+"
    )
    window = models.CharField(max_length=20, blank=True)
    clerk_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "person", "service_point", "kind", "at"],
                name="occasion_once",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(kind__in=sorted(str(each) for each in ENDINGS)),
                name="occasion_one_ending",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in OccasionKind]), name="occasion_kind_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "at"], name="occasion_of_application"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Rating(models.Model):
    """How a contact was: the level as it stands now, reasons ticked, words sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occasion = models.OneToOneField(Occasion, on_delete=models.PROTECT, related_name="rating")
    level = models.PositiveSmallIntegerField()
    reasons: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    words_sealed = models.BinaryField(null=True)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    words = sealed_text("words_sealed")
    """What was written; "" for nothing."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(level__in=[int(each) for each in Level]), name="rating_level_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["given_at", "id"], name="rating_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.level)


class Rectification(models.Model):
    """整改 of a bad rating, with the days of clock H. A rating changed later does not undo it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="rectification")
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in RectificationState])
    level = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    call_due = models.DateField()
    rectify_due = models.DateField()
    called_at = models.DateTimeField(null=True)
    rectified_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="open", called_at=None, rectified_at=None)
                | Q(state="called", called_at__isnull=False, rectified_at=None)
                | Q(state="rectified", called_at__isnull=False, rectified_at__isnull=False),
                name="rectification_state_dated",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "rectify_due"], name="rectification_by_due"),
        ]

    def __str__(self) -> str:
        return self.state


class RectificationNote(models.Model):
    """What was said or done for a rectification: written once, sealed."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rectification = models.ForeignKey(Rectification, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in NoteKind])
    words_sealed = models.BinaryField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100)
    words = sealed_text("words_sealed")
    """What was written."""

    def __str__(self) -> str:
        return self.kind
