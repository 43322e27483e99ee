"""Many items changed in one step, from a workbook or by one change: what was done, to take back."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.catalogue.models.exchange import ExchangeRun
from onevisit.catalogue.models.things import Item
from onevisit.catalogue.models.unifying import Standard
from onevisit.catalogue.rules.rewriting import RewritingKind
from onevisit.kernel.ids import new_id


class Rewriting(models.Model):
    """One such step. A workbook waits in `content` until its officer has looked at what it would
    do; then it is gone. `looked` tells that in words, where a worker found out. `standard` is what
    the items take up. `run` is the newest thing that is or was done to it in the background.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in RewritingKind])
    title = models.CharField(max_length=200)  # of the file, or of the change
    content = models.BinaryField(null=True)
    looked: models.JSONField[Any, Any] = models.JSONField(null=True)
    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, null=True, related_name="rewritings"
    )
    run = models.OneToOneField(
        ExchangeRun, on_delete=models.SET_NULL, null=True, related_name="rewriting"
    )
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=100)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(content=None), name="rewriting_done_or_waiting"
            ),
            models.CheckConstraint(
                condition=Q(looked__isnull=True) | Q(content__isnull=False),
                name="rewriting_looked_at_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by_name="")
                | Q(undone_at__isnull=False, done_at__isnull=False, undone_by_name__regex=r"\S"),
                name="rewriting_undone_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind=RewritingKind.STANDARD.value, standard__isnull=False)
                | (~Q(kind=RewritingKind.STANDARD.value) & Q(standard=None)),
                name="rewriting_by_a_standard",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "-at"], name="rewriting_of_whom")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class RewrittenItem(models.Model):
    """What became of one item: its draft as it was left (`digest`), and of each section that was
    changed what stood there before and the digest of what stands there since; or why nothing did
    (`refusal`: code and facts). `left` says in the same way why it was not
    submitted with the others, or not taken back. Until a worker gets there `wanted` is what is to
    become of it: the document, the digest it was made from, and how it is begun if it is new.
    """

    id = models.BigAutoField(primary_key=True)
    rewriting = models.ForeignKey(Rewriting, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=500)
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, related_name="+")
    version_id = models.UUIDField(null=True)  # its row may be gone
    made_item = models.BooleanField(default=False)
    made_draft = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    sections: models.JSONField[Any, Any] = models.JSONField(default=dict)
    refusal: models.JSONField[Any, Any] = models.JSONField(null=True)
    left: models.JSONField[Any, Any] = models.JSONField(null=True)
    wanted: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rewriting", "code"], name="rewritten_item_once"),
            models.CheckConstraint(
                condition=Q(refusal__isnull=True, version_id__isnull=False, wanted__isnull=True)
                | Q(refusal__isnull=False, version_id__isnull=True, wanted__isnull=True)
                | Q(refusal__isnull=True, version_id__isnull=True, wanted__isnull=False),
                name="rewritten_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.code
