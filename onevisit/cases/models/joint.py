"""Joint site visits: the appointment, what happened to it, what each department found."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.cases.rules.joint import ActMove, ActState, Half, Verdict
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json, sealed_text


class JointAct(models.Model):
    """联合踏勘: one appointment of an application: one slot, the site visits of 1—n cases.

    `key` says which parts go together (`rules.joint.group_of`); who takes part follows from where
    those cases stand. State and slot are what folding `JointEvent` gives. Place, phone and what to
    have ready are sealed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(
        "cases.Application", on_delete=models.PROTECT, related_name="joint_acts"
    )
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in ActState])
    last_seq = models.PositiveIntegerField()
    on = models.DateField()
    half = models.CharField(max_length=2, choices=[(h.value, h.name) for h in Half])
    hour = models.TimeField(null=True)
    words_sealed = models.BinaryField()
    planned_at = models.DateTimeField()
    planned_by = models.UUIDField(null=True)
    planned_by_name = models.CharField(max_length=100)
    words = sealed_json("words_sealed")
    """`place`, `prepare` and `phone`."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "key"],
                condition=Q(state="planned"),
                name="joint_act_planned_once",
            ),
            models.CheckConstraint(
                condition=Q(half__in=[h.value for h in Half]), name="joint_act_half"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["on"], name="joint_act_ahead", condition=Q(state="planned")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key} {self.state}"


class JointEvent(models.Model):
    """What happened to an appointment, for ever. `case` is whose department acted or left; the
    slot stands where one was set; `reason` is sealed.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.ForeignKey(JointAct, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=10, choices=[(m.value, m.name) for m in ActMove])
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField(null=True)
    half = models.CharField(max_length=2, blank=True)
    hour = models.TimeField(null=True)
    reason_sealed = models.BinaryField(null=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100, blank=True)
    reason = sealed_text("reason_sealed")
    """Why it was moved or cancelled; "" where no reason is asked for."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["act", "seq"], name="joint_event_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.seq} {self.move}"


class JointFinding(models.Model):
    """What one department found, with its own verdict; sealed, since it may name people.

    The newest of a case counts: what was to be put right is looked at again. `due_on`: by when it
    was to be written; None for those after the first. `entry`: the id a device gave it that kept it
    without a connection, so that it is never written twice; `noted_at`: when, by that device.
    `points`: what was ticked, point for point (`rules.points`), where the item has such a list.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.ForeignKey(JointAct, on_delete=models.PROTECT, related_name="findings")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="findings")
    seq = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=[(v.value, v.name) for v in Verdict])
    mend_by = models.DateField(null=True)
    due_on = models.DateField(null=True)
    note_sealed = models.BinaryField()
    points_sealed = models.BinaryField(null=True)
    at = models.DateTimeField()
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=100)
    entry = models.UUIDField(null=True)
    noted_at = models.DateTimeField(null=True)
    note = sealed_text("note_sealed")
    """What was written."""
    points = sealed_json("points_sealed")
    """`ticked`: what `rules.points.kept` gives; empty for an item without a list."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["act", "seq"], name="joint_finding_seq"),
            models.UniqueConstraint(fields=["entry"], name="joint_finding_entry_once"),
            models.CheckConstraint(
                condition=Q(noted_at=None) | Q(entry__isnull=False), name="joint_finding_noted"
            ),
            models.CheckConstraint(
                condition=Q(verdict="mend", mend_by__isnull=False)
                | (~Q(verdict="mend") & Q(mend_by__isnull=True)),
                name="joint_finding_mend_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.verdict}"


class JointPhoto(models.Model):
    """A photograph taken at the visit; it belongs to the finding for ever."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    finding = models.ForeignKey(JointFinding, on_delete=models.PROTECT, related_name="photos")
    index = models.PositiveSmallIntegerField()
    stored_object = models.ForeignKey(
        "vault.StoredObject", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["finding", "index"], name="joint_photo_place"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.index}"
