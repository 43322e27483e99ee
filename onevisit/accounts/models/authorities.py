"""Authorities 委托 given by persons to helpers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onevisit.accounts.rules.authority import LONGEST, AuthorityEnd, AuthorityWay
from onevisit.kernel.ids import new_id


class Authority(models.Model):
    """The right of a helper to act for a person, from one instant until the end of a day.

    What was given never changes and no row is deleted (a trigger says so); it may end once, and be
    marked once as used. `offers` are codes, none: everything in the person's own name.
    `agreed_digest` is over what was agreed to (`AuthorityDraft.agreed`); `phone_sealed` the phone
    the code went to; `point` and `window` where a clerk recorded it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    principal = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("directory.ServicePoint", on_delete=models.PROTECT, related_name="+")
    offers: models.JSONField[Any, Any] = models.JSONField(default=list)
    given_at = models.DateTimeField()
    given_on = models.DateField()
    until = models.DateField()
    way = models.CharField(max_length=8, choices=[(v.value, v.value) for v in AuthorityWay])
    agreed_digest = models.CharField(max_length=64)
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
                condition=Q(until__gte=F("given_on"))
                & Q(until__lte=F("given_on") + timedelta(days=LONGEST.days)),
                name="authority_days",
            ),
            models.CheckConstraint(
                condition=Q(way=AuthorityWay.CODE.value, phone_sealed__isnull=False)
                | (~Q(way=AuthorityWay.CODE.value) & Q(phone_sealed__isnull=True)),
                name="authority_code_has_phone",
            ),
            models.CheckConstraint(
                condition=~Q(way=AuthorityWay.WINDOW.value)
                | (Q(point__isnull=False) & ~Q(recorded_by=F("helper"))),
                name="authority_not_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_why__in=[v.value for v in AuthorityEnd]),
                name="authority_end_whole",
            ),
        )
        indexes = (models.Index(fields=["helper", "until"], name="authority_of_helper"),)

    def __str__(self) -> str:
        return self.number

    @staticmethod
    def seal_place(authority_id: UUID) -> str:
        """What the sealed phone is bound to."""
        return f"accounts_authority.phone:{authority_id}"
