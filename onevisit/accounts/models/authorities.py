"""Authorities 委托: who may act for whom, as a helper, an agent or a guardian."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onevisit.accounts.rules.authority import LONGEST, AuthorityEnd, AuthorityWay, Basis
from onevisit.accounts.rules.mandates import GuardianPaper
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json, sealed_text


class Authority(models.Model):
    """The right to act for a person or an organisation, from one instant until the end of a day.

    What was given never changes and no row is deleted (a trigger says so); it may be taken once by
    its agent, end once, and be marked once as used. `offers` are codes, none: everything in the
    giver's own name; `deeds` none: all; `application_id` the only application it is for.
    `agreed_digest` is over what was agreed to (`AuthorityDraft.agreed`, `MandateDraft.agreed`);
    `phone_sealed` the phone the code went to; `point` and `window` where a clerk recorded it.
    A helper is a login of staff; an agent is named by `name` and `number` (sealed), found by
    the blind index of the number, and becomes `agent` by saying yes; a guardian is one from the
    beginning, by a `paper` whose number is sealed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    basis = models.CharField(
        max_length=8,
        choices=[(b.value, b.value) for b in Basis],
        default=Basis.HELPER.value,
        db_default=Basis.HELPER.value,
    )
    principal = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        "directory.ServicePoint", null=True, on_delete=models.PROTECT, related_name="+"
    )
    agent = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    agent_index = models.CharField(
        max_length=128, blank=True, default="", db_default="", db_index=True
    )
    agent_sealed = models.BinaryField(null=True)
    accepted_at = models.DateTimeField(null=True)
    offers: models.JSONField[Any, Any] = models.JSONField(default=list)
    deeds: models.JSONField[Any, Any] = models.JSONField(
        default=list, db_default=models.Value([], models.JSONField())
    )
    application_id = models.UUIDField(null=True)
    begins = models.DateField(null=True)
    given_at = models.DateTimeField()
    given_on = models.DateField()
    until = models.DateField()
    way = models.CharField(max_length=8, choices=[(v.value, v.value) for v in AuthorityWay])
    agreed_digest = models.CharField(max_length=64)
    paper = models.CharField(
        max_length=10,
        blank=True,
        default="",
        db_default="",
        choices=[(p.value, p.value) for p in GuardianPaper],
    )
    paper_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    recorded_by = models.UUIDField()
    point = models.ForeignKey(
        "directory.ServicePoint", null=True, on_delete=models.PROTECT, related_name="+"
    )
    window = models.CharField(max_length=16, blank=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.CharField(
        max_length=10, blank=True, choices=[(v.value, v.value) for v in AuthorityEnd]
    )

    named_agent = sealed_json("agent_sealed")
    paper_number = sealed_text("paper_sealed")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["principal", "helper"],
                condition=Q(ended_at__isnull=True),
                name="authority_one_open",
            ),
            models.CheckConstraint(
                condition=Q(way__in=[v.value for v in AuthorityWay]), name="authority_way_known"
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=False)
                & Q(begins__gte=F("given_on"), until__gte=F("begins"))
                & (
                    Q(basis=Basis.GUARDIAN.value)
                    | Q(until__lte=F("begins") + timedelta(days=LONGEST.days))
                )
                | Q(begins__isnull=True, until__gte=F("given_on"))
                & Q(until__lte=F("given_on") + timedelta(days=LONGEST.days)),
                name="authority_days",
            ),
            models.CheckConstraint(
                condition=Q(
                    basis=Basis.HELPER.value,
                    principal__isnull=False,
                    organisation__isnull=True,
                    helper__isnull=False,
                    place__isnull=False,
                    agent__isnull=True,
                    agent_index="",
                    application_id__isnull=True,
                    paper="",
                )
                | Q(
                    Q(principal__isnull=False, organisation__isnull=True)
                    | Q(principal__isnull=True, organisation__isnull=False),
                    basis=Basis.AGENT.value,
                    helper__isnull=True,
                    begins__isnull=False,
                    agent_sealed__isnull=False,
                    paper="",
                )
                & ~Q(agent_index="")
                | Q(
                    basis=Basis.GUARDIAN.value,
                    principal__isnull=False,
                    organisation__isnull=True,
                    helper__isnull=True,
                    begins__isnull=False,
                    agent__isnull=False,
                    agent_index="",
                    accepted_at__isnull=False,
                    application_id__isnull=True,
                    paper__in=[p.value for p in GuardianPaper],
                ),
                name="authority_of_one_basis",
            ),
            models.CheckConstraint(
                condition=Q(agent__isnull=True, accepted_at__isnull=True)
                | Q(agent__isnull=False, accepted_at__isnull=False),
                name="authority_taken_whole",
            ),
            models.CheckConstraint(
                condition=Q(agent__isnull=True)
                | Q(principal__isnull=True)
                | ~Q(agent=F("principal")),
                name="authority_not_ones_own",
            ),
            models.UniqueConstraint(
                fields=["agreed_digest"],
                condition=Q(ended_at__isnull=True, basis=Basis.AGENT.value),
                name="authority_given_once",
            ),
            models.UniqueConstraint(
                fields=["principal", "agent"],
                condition=Q(ended_at__isnull=True, basis=Basis.GUARDIAN.value),
                name="authority_one_guardianship",
            ),
            models.CheckConstraint(
                condition=Q(way=AuthorityWay.CODE.value, phone_sealed__isnull=False)
                | (~Q(way=AuthorityWay.CODE.value) & Q(phone_sealed__isnull=True)),
                name="authority_code_has_phone",
            ),
            models.CheckConstraint(
                condition=~Q(way=AuthorityWay.WINDOW.value)
                | Q(point__isnull=False) & (Q(helper__isnull=True) | ~Q(recorded_by=F("helper"))),
                name="authority_not_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_why__in=[v.value for v in AuthorityEnd]),
                name="authority_end_whole",
            ),
        )
        indexes = (
            models.Index(fields=["helper", "until"], name="authority_of_helper"),
            models.Index(fields=["agent", "until"], name="authority_of_agent"),
        )

    def __str__(self) -> str:
        return self.number

    @staticmethod
    def seal_place(authority_id: UUID) -> str:
        """What the sealed phone is bound to."""
        return f"accounts_authority.phone:{authority_id}"
