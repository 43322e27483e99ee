"""The computed visits of every version in force, kept beside it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, Value

from onevisit.kernel.ids import new_id


class Figure(models.Model):
    """What one published version comes to, and what that rests on.

    `worst`, `best` and `external` are of the official scope, those that begin with `lived` from the
    first paper on; each is null where `gaps` (those of the scope, as lists of kind, whose and what)
    say what is missing, or nobody can finish. `stuck`: somebody cannot finish in some situation.
    `applied_remotely`, `sent_out`: nobody need come to apply, or to collect, with what works now.

    `entries` are the catalogue codes of its parts and of all that issues its papers, `enablers`
    the codes it and those name: an edit of one of them asks for the figure again. `digest` is of
    all those definitions and of which of those enablers are open: the same digest, the same figure.
    `asked` counts how often it was asked for, `answered` which of these the figure answers.

    `sides`: where there are several parties, of each its name ("" for the applicant) and its worst
    in both scopes; `worst` is then of who comes most. `expected_visits` are those that
    `expected_of` applications of the year to `counted_on` come to in the situations they were in,
    of `expected_unfit` more nobody can tell; `counted` is the digest of what was counted and of the
    figure.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item_version = models.OneToOneField(
        "catalogue.ItemVersion", on_delete=models.CASCADE, null=True, related_name="+"
    )
    bundle_version = models.OneToOneField(
        "catalogue.BundleVersion", on_delete=models.CASCADE, null=True, related_name="+"
    )
    asked = models.PositiveIntegerField(default=1)
    answered = models.PositiveIntegerField(default=0)
    worst = models.PositiveSmallIntegerField(null=True)
    best = models.PositiveSmallIntegerField(null=True)
    external = models.PositiveSmallIntegerField(null=True)
    lived_worst = models.PositiveSmallIntegerField(null=True)
    lived_best = models.PositiveSmallIntegerField(null=True)
    lived_external = models.PositiveSmallIntegerField(null=True)
    stuck = models.BooleanField(default=False)
    applied_remotely = models.BooleanField(default=False, db_default=False)
    sent_out = models.BooleanField(default=False, db_default=False)
    sides: models.JSONField[Any, Any] = models.JSONField(
        default=list, db_default=Value([], models.JSONField())
    )
    expected_visits = models.PositiveIntegerField(null=True)
    expected_of = models.PositiveIntegerField(default=0, db_default=0)
    expected_unfit = models.PositiveIntegerField(default=0, db_default=0)
    lived_expected_visits = models.PositiveIntegerField(null=True)
    lived_expected_of = models.PositiveIntegerField(default=0, db_default=0)
    counted_on = models.DateField(null=True)
    counted = models.CharField(max_length=64, blank=True, default="", db_default="")
    gaps: models.JSONField[Any, Any] = models.JSONField(default=list)
    lived_gaps: models.JSONField[Any, Any] = models.JSONField(default=list)
    entries: models.JSONField[Any, Any] = models.JSONField(default=list)
    enablers: models.JSONField[Any, Any] = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(item_version__isnull=False, bundle_version__isnull=True)
                | Q(item_version__isnull=True, bundle_version__isnull=False),
                name="figure_of_one_version",
            ),
            models.CheckConstraint(
                condition=Q(answered__lte=F("asked")), name="figure_answers_what_was_asked"
            ),
            models.CheckConstraint(
                condition=Q(answered=0, computed_at__isnull=True)
                | Q(answered__gt=0, computed_at__isnull=False, digest__regex=r"^[0-9a-f]{64}$"),
                name="figure_computed",
            ),
            models.CheckConstraint(
                condition=Q(worst__isnull=True, best__isnull=True, external__isnull=True)
                | Q(external__isnull=False, best__lte=F("worst")),
                name="figure_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    lived_worst__isnull=True, lived_best__isnull=True, lived_external__isnull=True
                )
                | Q(lived_external__isnull=False, lived_best__lte=F("lived_worst")),
                name="figure_lived_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered=0)
                | Q(worst__isnull=False, gaps=[])
                | (Q(worst__isnull=True) & (~Q(gaps=[]) | Q(stuck=True))),
                name="figure_unknown_says_why",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{scope}_of": 0, f"{scope}_visits__isnull": True})
                    | Q(**{f"{scope}_of__gt": 0, f"{scope}_visits__isnull": False})
                    & Q(counted_on__isnull=False),
                    name=f"figure_{scope}_of_some",
                )
                for scope in ("expected", "lived_expected")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(answered__lt=F("asked")), name="figure_due"),
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id or self.bundle_version_id}: {self.worst}"
