"""Those whom an applicant names because they must agree, and what they answered."""

import json
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from onevisit.cases.models.applications import Application
from onevisit.cases.rules.parties import Standing
from onevisit.kernel.crypto import canonical_json, seal, unseal
from onevisit.kernel.ids import new_id
from onevisit.kernel.types import Json
from onevisit.vault.rules import Owner, OwnerKind


@dataclass(frozen=True, slots=True)
class Named:
    """How the applicant named somebody; in clear, `number` an ID number or a USCC."""

    name: str
    number: str = field(repr=False)
    phone: str = field(default="", repr=False)


class Invitation(models.Model):
    """Somebody named as a party 当事人 of an application that is not handed in yet, their answer,
    and after that the record of their consent.

    Found by the blind index of the number they were named with: whoever proves that identity is
    who was meant, known here before or not; `person` (and the `organisation` they act for) is
    written down when they answer. `agreed_digest` is over exactly what they were shown
    (`rules.parties.agreed_to`). At a window `point` says where it was said and signed; under an
    `authority` a guardian answered for their ward (`answered_by`, at a window by hand). A trigger
    keeps what was answered once it is handed in, and the rows for ever after.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(max_length=20)
    index = models.PositiveSmallIntegerField(default=0)
    named_sealed = models.BinaryField()
    number_index = models.CharField(max_length=128, db_index=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.name) for s in Standing],
        default=Standing.INVITED.value,
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    agreed_digest = models.CharField(max_length=64, blank=True, default="")
    agreed_assurance = models.PositiveSmallIntegerField(default=0)
    point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, null=True, related_name="+"
    )

    authority = models.ForeignKey(
        "accounts.Authority",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "role", "index"], name="invitation_once_in_role"
            ),
            models.UniqueConstraint(
                fields=["application", "number_index"],
                condition=~Q(state="removed"),
                name="invitation_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in Standing]), name="invitation_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed")
                | (
                    Q(person__isnull=False, answered_at__isnull=False, agreed_assurance__gte=2)
                    & ~Q(agreed_digest="")
                ),
                name="invitation_agreed_whole",
            ),
            models.CheckConstraint(
                condition=Q(authority__isnull=True, answered_by__isnull=True)
                | Q(authority__isnull=False, answered_by__isnull=False)
                | Q(authority__isnull=False, point__isnull=False),
                name="invitation_guardian_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="invitation_declined_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.index}"

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return Standing(self.state)

    @property
    def owner(self) -> Owner:
        """Whose the files are that this party hands in; only once they came."""
        if self.organisation_id is not None:
            return Owner(OwnerKind.ORGANISATION, self.organisation_id)
        if self.person_id is None:
            raise ValueError("nobody came yet")
        return Owner(OwnerKind.PERSON, self.person_id)

    def named(self) -> Named:
        """Who was meant, in clear: for masks, for the form, for the message."""
        return Named(**json.loads(unseal(self.named_sealed, bound_to=_place(self.id))))

    def seal_named(self, named: Named) -> None:
        """Keep how somebody was named; written by the next save."""
        held: dict[str, Json] = {
            "name": named.name,
            "number": named.number,
            "phone": named.phone,
        }
        self.named_sealed = seal(canonical_json(held), bound_to=_place(self.id))


def _place(invitation_id: UUID) -> str:
    return f"cases_invitation.named:{invitation_id}"
