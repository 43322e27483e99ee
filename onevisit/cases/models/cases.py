"""Cases, what happened to them, what waits, and what they require."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.cases.rules.charging import Fee
from onevisit.cases.rules.lifecycle import TERMINAL, CaseState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.kernel.ids import new_id

_ENDS = [state.value for state in sorted(TERMINAL)]


class Case(models.Model):
    """One item inside an application at one department 办件; exists and is numbered from
    submission.

    State, due days and flags are what folding `CaseEvent` gives; they are columns so that queries
    can use them, and a test proves they agree. `fee` is not: it says whether something is owed for
    the case ("" nothing, or nothing yet), and the payments room says why. `examined`: something was
    begun about its result of the authority's own motion. A case that `follows` another is decided
    in its place, within `ordered_days`. `destroyed_at`: what it says of people was destroyed by
    schedule 销毁; its states, days and figures stay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=100, unique=True)
    application = models.ForeignKey(
        "cases.Application", on_delete=models.PROTECT, related_name="cases"
    )
    part = models.CharField(max_length=40)
    name = models.CharField(max_length=500)
    item_version = models.ForeignKey(
        "catalogue.ItemVersion", on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.name) for s in CaseState])
    last_seq = models.PositiveIntegerField()
    waits_for: models.JSONField[Any, Any] = models.JSONField(default=list)
    promise_days = models.PositiveIntegerField(null=True)
    ordered_days = models.PositiveIntegerField(null=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="successor"
    )
    intake_due = models.DateField(null=True)
    legal_due = models.DateField(null=True)
    promised_due = models.DateField(null=True)
    delivery_due = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    lapses_on = models.DateField(null=True)
    paused = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    pre_review = models.CharField(
        max_length=12,
        blank=True,
        default="",
        db_default="",
        choices=[(each.value, each.name) for each in PreReview],
    )

    examined = models.BooleanField(default=False, db_default=False)
    fee = models.CharField(
        max_length=8,
        blank=True,
        default="",
        db_default="",
        choices=[(each.value, each.name) for each in Fee],
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "part"],
                condition=Q(follows__isnull=True),
                name="case_once_per_part",
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True, ordered_days__isnull=True)
                | Q(follows__isnull=False, ordered_days__gte=1),
                name="case_follows_in_days",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDS, ended_at__isnull=False)
                | (~Q(state__in=_ENDS) & Q(ended_at__isnull=True)),
                name="case_ended_at",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(ended_at__isnull=False),
                name="case_destroyed_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | Q(paused=True), name="case_suspended_is_paused"
            ),
            models.CheckConstraint(
                condition=~Q(pre_review="returned") | Q(state="submitted"),
                name="case_pre_returned_waits",
            ),
            models.CheckConstraint(
                condition=~Q(fee="due", state__in=["issued", "delivered"]),
                name="case_released_paid",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["department", "state", "promised_due"],
                name="case_desk",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["lapses_on"],
                name="case_lapsing",
                condition=Q(lapses_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseEvent(models.Model):
    """What happened to a case, for ever: no row is changed or removed, by role and by trigger.

    `effective_at` is when it counts, `recorded_at` when it was written (a deemed acceptance is
    back-dated). `facts` hold no personal data.
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    event_version = models.PositiveSmallIntegerField(default=1)
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=20, null=True)  # noqa: DJ001 - null is the birth of a case
    after = models.CharField(max_length=20)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    calendar_revision = models.PositiveIntegerField()
    limit_on = models.DateField(null=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100, blank=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="case_event_seq"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(action__in=["extend", "extend_late"]),
                name="case_extended_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(action__in=["pre_pass", "pre_return"]),
                name="case_pre_reviewed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.action}"


class Task(models.Model):
    """One step of one case waiting for somebody 待办."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=[("open", "open"), ("done", "done"), ("void", "void")]
    )
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "step"], name="task_once_per_step"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="task_done_at"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CaseMaterial(models.Model):
    """One case's requirement of a material and that department's own verdict: one paper, several
    verdicts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    material = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    how = models.CharField(max_length=20)  # bring | fetched | generated | produced | follow
    verdict = models.CharField(max_length=10, blank=True)  # "" | ok | doubt
    verdict_by = models.UUIDField(null=True)
    verdict_by_name = models.CharField(max_length=100, blank=True)
    verdict_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "material"], name="case_material_once"),
        ]

    def __str__(self) -> str:
        return self.name
