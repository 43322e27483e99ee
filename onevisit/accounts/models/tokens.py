"""Tokens for programs, the answers kept for those who ask twice, and how much each has asked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onevisit.kernel import clock
from onevisit.kernel.ids import new_id


class ApiToken(models.Model):
    """A token of one login, known by its digest only; `scopes` take away from what the login may.

    A revoked or expired token stays as a row, so that the trail can be read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="api_token_lives"
            ),
        )

    def __str__(self) -> str:
        return self.prefix


class ApiAnswer(models.Model):
    """The answer to a request that created something, kept for whoever sends it again with the same
    key: then nothing is done twice. Written in the transaction of what was done.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.ForeignKey("accounts.ApiToken", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    request_digest = models.CharField(max_length=64)
    answer_sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="api_answer_once"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def place(self) -> str:
        """What the sealed answer is bound to."""
        return f"accounts_apianswer.answer:{self.id}"


class ApiUse(models.Model):
    """How many requests somebody has made since `began_at`: a token, or a network address known by
    its keyed hash. Begun anew with each span.
    """

    key = models.CharField(max_length=128, primary_key=True)
    began_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count}"
