"""Which papers that lie at offices belong to which application."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.ids import new_id


class KeptPaper(models.Model):
    """An original of a material that an office keeps until it goes back to its owner, or the paper
    of a case's result on its way to where it is collected. Where it is the room below knows.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(
        "cases.Application", on_delete=models.PROTECT, related_name="kept_papers"
    )
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, related_name="kept_papers"
    )
    material = models.CharField(max_length=80, blank=True)
    paper = models.OneToOneField("delivery.Paper", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(case=None) & ~Q(material="") | Q(case__isnull=False, material=""),
                name="kept_paper_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(case__isnull=False), name="kept_paper_one_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.material}"
