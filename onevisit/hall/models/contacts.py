"""The ledger of visits: contacts, written once and never changed."""

from typing import ClassVar

from django.db import models

from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.submission import SentHome
from onevisit.kernel.ids import new_id


class Contact(models.Model):
    """Somebody of the applicant's side stood at a window for an application, or met a helper.

    `reason` is why they were sent home (a code of `SentHome`), empty where nobody said.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey("cases.Application", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    service_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, related_name="+"
    )
    window = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in ContactKind])
    recorded_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=10, blank=True, default="", db_default="")
    ticket = models.ForeignKey(
        "hall.Ticket", on_delete=models.PROTECT, null=True, related_name="contacts"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "person", "service_point", "kind", "at"],
                name="contact_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in ContactKind]),
                name="contact_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(reason="")
                | models.Q(
                    kind=ContactKind.SENT_HOME.value, reason__in=[r.value for r in SentHome]
                ),
                name="contact_reason_of_sent_home",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "at"], name="contact_of_application"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
