"""What a login is proved with beside the password, and how often somebody tried."""

from django.conf import settings
from django.db import models

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
    until = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.count}"
