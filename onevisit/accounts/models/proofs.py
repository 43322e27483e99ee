"""What a login is proved with beside the password, and how often somebody tried."""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from onevisit.accounts.rules.phones import PHONE_CODE_TRIES, CodeUse
from onevisit.kernel import clock
from onevisit.kernel.ids import new_id


class SecondFactor(models.Model):
    """The authenticator of one staff login. `last_step` is the newest time step whose code was
    used: that code and all older ones are spent.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="second_factor",
    )
    secret_sealed = models.BinaryField()
    last_step = models.BigIntegerField()
    enrolled_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """One of ten codes for the day the authenticator is lost; only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    factor = models.ForeignKey(
        "accounts.SecondFactor", on_delete=models.CASCADE, related_name="recovery_codes"
    )
    code_index = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["factor", "code_index"], name="recovery_code_once"),
        )

    def __str__(self) -> str:
        return str(self.id)


class Attempts(models.Model):
    """Tries in a row under one key (a keyed hash of login, phone or address), and the pause they
    earned.
    """

    key = models.CharField(max_length=128, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=clock.now, db_index=True)
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.count}"


class PhoneCode(models.Model):
    """A one-time code sent to a phone; the row is known to the browser that asked, and to no other.

    `agreed` is the digest of what typing the code agrees to, "" where it proves the phone alone.
    `code_hash` is keyed and bound to this row. `proved_at` says when the right code was typed; what
    it was good for deletes the row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    use = models.CharField(max_length=8, choices=[(v.value, v.value) for v in CodeUse])
    phone_sealed = models.BinaryField()
    code_hash = models.CharField(max_length=128)
    agreed = models.CharField(max_length=64, blank=True, default="", db_default="")
    sent_at = models.DateTimeField(default=clock.now, db_index=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(tries__lte=PHONE_CODE_TRIES), name="phone_code_tries"
            ),
            models.CheckConstraint(
                condition=Q(use__in=[v.value for v in CodeUse]), name="phone_code_use_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def place(self) -> str:
        """What the sealed phone is bound to."""
        return f"accounts_phonecode.phone:{self.id}"


class SandboxMessage(models.Model):
    """A message that a demonstration shows instead of sending; empty everywhere else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    content_sealed = models.BinaryField()
    sent_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)

    @staticmethod
    def place(message_id: UUID) -> str:
        """What the sealed content is bound to."""
        return f"accounts_sandboxmessage.content:{message_id}"
