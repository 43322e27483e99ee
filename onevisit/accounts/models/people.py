"""Persons, organisations, and how they are known and bound to each other."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onevisit.accounts.rules import AssuranceLevel, IdKind, RepresentationRole
from onevisit.kernel import clock
from onevisit.kernel.ids import new_id


def current(prefix: str = "") -> Q:
    """What is valid now, of rows with `valid_from` and `valid_until`."""
    now = clock.now()
    open_end = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": now})
    return Q(**{f"{prefix}valid_from__lte": now}) & open_end


class Person(models.Model):
    """A natural person. Identifiers are sealed (bound to this row) and found by their blind
    index. Who so far only has a phone that answered a code is `unproven` and has no number.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64)
    id_kind = models.CharField(max_length=16, choices=[(v.value, v.value) for v in IdKind])
    id_number_sealed = models.BinaryField(null=True)
    id_number_index = models.CharField(max_length=128, unique=True, null=True)  # noqa: DJ001 - none
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=128, blank=True, db_index=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(id_kind__in=[v.value for v in IdKind]), name="person_id_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    id_kind=IdKind.UNPROVEN.value,
                    id_number_sealed__isnull=True,
                    id_number_index__isnull=True,
                )
                | (
                    ~Q(id_kind=IdKind.UNPROVEN.value)
                    & Q(id_number_sealed__isnull=False, id_number_index__isnull=False)
                ),
                name="person_id_number_whole",
            ),
            models.CheckConstraint(
                condition=Q(phone_sealed__isnull=True, phone_index="")
                | (Q(phone_sealed__isnull=False) & ~Q(phone_index="")),
                name="person_phone_whole",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Organisation(models.Model):
    """A legal person. Its USCC is public; `uscc_checked` False means the check character is
    wrong.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, unique=True)
    uscc_checked = models.BooleanField()
    address = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Representation(models.Model):
    """The right of a person to act for an organisation, from one instant until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=24, choices=[(v.value, v.value) for v in RepresentationRole])
    valid_from = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(valid_until__isnull=True),
                name="representation_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[v.value for v in RepresentationRole]),
                name="representation_role_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="representation_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"


class Identity(models.Model):
    """How somebody proved who they are: an issuer's subject, how surely, and whom it stands for.

    Apart from the person: one person may have several, and a provider's subject says nothing about
    them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    assurance_level = models.PositiveSmallIntegerField(
        choices=[(int(level), level.name) for level in AssuranceLevel]
    )
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.CheckConstraint(
                condition=Q(assurance_level__lte=int(max(AssuranceLevel))),
                name="identity_assurance_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.issuer}"
