"""Logins and what staff were granted."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import F, Q

from onevisit.accounts.rules import UserKind
from onevisit.kernel import clock
from onevisit.kernel.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Logins are created by services; this only finds them."""


class User(AbstractBaseUser):
    """A login: of a citizen (bound to a person), of staff or of a department's machine (bound to
    grants), never of two of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=[(v.value, v.value) for v in UserKind])
    about = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    person = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    service_point = models.ForeignKey(
        "directory.ServicePoint", null=True, on_delete=models.PROTECT, related_name="+"
    )
    window = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=UserKind.CITIZEN.value, person__isnull=False)
                | Q(kind__in=[UserKind.STAFF.value, UserKind.MACHINE.value], person__isnull=True),
                name="user_citizen_has_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind=UserKind.MACHINE.value)
                | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
                name="user_machine_has_no_password",
            ),
        )

    def __str__(self) -> str:
        return self.username


class Grant(models.Model):
    """One role given to one staff login inside a scope; an empty department or region means every
    one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32)
    department = models.ForeignKey(
        "directory.Department", null=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        "directory.Region", null=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_by = models.UUIDField(null=True)
    valid_from = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "department", "region"],
                condition=Q(valid_until__isnull=True),
                nulls_distinct=False,
                name="grant_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="grant_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"
