"""Archived cases, transfers, holds, destruction. What was archived, handed over or destroyed is
append-only; only where its content lies goes, with it.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from onevisit.archive.rules.retention import Retention
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_bytes, sealed_text


class Due(models.Model):
    """A case that is to be archived, or of which something came after it was: what the job claims,
    row by row. `problem`: the code of what stood in the way last.
    """

    case = models.OneToOneField(
        "cases.Case", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    due_on = models.DateField()
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on", "case"], name="archive_due_by_day"),
            models.Index(
                fields=["due_on", "case"], condition=~Q(problem=""), name="archive_due_in_vain"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on}"


class SigningKey(models.Model):
    """A key of the house for root digests (Ed25519); public keys stay for ever, one signs now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    public = models.CharField(max_length=64, unique=True)
    secret_sealed = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    secret = sealed_bytes("secret_sealed")
    """The seed."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["retired_at"], name="archive_one_key_signs", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.public


class PieceSeries(models.Model):
    """The last item number given in a series: department, year and retention."""

    series = models.CharField(max_length=100, primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class OldPiece(models.Model):
    """旧档案: what is known of a 件 that the system before archived and handed over, beside what
    its package says. `holder`: whose it was, masked; the whole name lies in the package. `place`:
    where paper or disc lies; `verified`: its file had the checksum that the list gave.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=100)
    place = models.CharField(max_length=100, blank=True)
    verified = models.BooleanField(default=False)
    taken_by_name = models.CharField(max_length=100)
    holder = models.CharField(max_length=100, blank=True)
    name_index = models.CharField(max_length=80, blank=True)
    number_index = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name_index"], condition=~Q(name_index=""), name="old_by_name"),
            models.Index(
                fields=["number_index"], condition=~Q(number_index=""), name="old_by_number"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


_OF_ONE = Q(case=None, old__isnull=False) | Q(case__isnull=False, old=None)
"""Of a case, or of what was taken over."""


class Package(models.Model):
    """件: one case as it was archived, or what came to it later (`supplement` from 1 on); or one
    piece as it was taken over (`old`), under the number it had and without supplements. What is
    listed and signed here stays when the content is destroyed. `applicant`: whose case it was, to
    find all of somebody without asking for all their cases.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=100, db_index=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    old = models.OneToOneField(
        OldPiece, on_delete=models.PROTECT, null=True, related_name="package"
    )
    applicant = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    supplement = models.PositiveSmallIntegerField()
    department = models.ForeignKey(
        "directory.Department", on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    retention = models.CharField(max_length=4, choices=[(r.value, r.name) for r in Retention])
    piece = models.PositiveIntegerField(null=True)
    keep_until = models.DateField(null=True)
    title = models.CharField(max_length=500)
    case_number = models.CharField(max_length=100, blank=True, db_index=True)
    application_number = models.CharField(max_length=24, blank=True, db_index=True)
    item_code = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField()
    manifest: models.JSONField[Any, Any] = models.JSONField()
    root = models.CharField(max_length=64)
    before = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=128)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_OF_ONE, name="package_of_one"),
            models.CheckConstraint(
                condition=Q(case=None, applicant=None)
                | Q(case__isnull=False, applicant__isnull=False),
                name="package_of_whom",
            ),
            models.CheckConstraint(
                condition=Q(old=None, piece__isnull=False)
                | Q(old__isnull=False, piece=None, supplement=0),
                name="package_piece_of_ours",
            ),
            models.UniqueConstraint(fields=["department", "number"], name="package_number_once"),
            models.UniqueConstraint(fields=["case", "supplement"], name="package_once"),
            models.UniqueConstraint(
                fields=["department", "year", "retention", "piece", "supplement"],
                name="package_piece_once",
            ),
            models.CheckConstraint(
                condition=Q(retention="Y", keep_until=None)
                | (~Q(retention="Y") & Q(keep_until__isnull=False)),
                name="package_term",
            ),
            models.CheckConstraint(
                condition=Q(supplement=0, before="") | (Q(supplement__gt=0) & ~Q(before="")),
                name="package_chain",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["department", "year", "retention", "piece", "supplement"],
                name="package_in_order",
            ),
            models.Index(fields=["year", "id"], name="package_by_year"),
            models.Index(fields=["item_code", "id"], name="package_by_item"),
            models.Index(fields=["department", "id"], name="package_of_department"),
            models.Index(fields=["applicant", "id"], name="package_of_applicant"),
            models.Index(fields=["id"], condition=Q(case=None), name="package_taken_over"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def of(self) -> UUID:
        """Whose holds are its own: of the case, or of the piece that was taken over."""
        found = self.case_id or self.old_id
        if found is None:
            raise ValueError("a package of nothing")
        return found


class Kept(models.Model):
    """Where the content of a package lies; the row goes when it is destroyed. `keep_until` as the
    package says it: what is due is read here, where nothing destroyed stands in the way.
    """

    package = models.OneToOneField(Package, on_delete=models.PROTECT, related_name="kept")
    stored_object = models.OneToOneField(
        "vault.StoredObject", on_delete=models.PROTECT, related_name="+"
    )
    keep_until = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["keep_until", "package"],
                condition=Q(keep_until__isnull=False),
                name="kept_by_term",
            ),
        ]

    def __str__(self) -> str:
        return str(self.package_id)


class Transfer(models.Model):
    """移交: packages handed to an archive office as a batch. `received_at`: they signed for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    to_office = models.CharField(max_length=120)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=100)
    received_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(received_at=None, receipt="")
                | (Q(received_at__isnull=False) & ~Q(receipt="")),
                name="transfer_received_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TransferPiece(models.Model):
    """One package of a batch; in one batch only, for ever."""

    append_only: ClassVar[bool] = True

    package = models.OneToOneField(
        Package, on_delete=models.PROTECT, primary_key=True, related_name="transferred"
    )
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="pieces")
    place = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["transfer", "place"], name="transfer_place"),
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.place}"


class TransferEvent(models.Model):
    """What happened to a batch: made, written out (again), returned with a reason, received."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="events")
    mark = models.CharField(
        max_length=10,
        choices=[(m, m) for m in ("made", "exported", "returned", "received")],
    )
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.mark}"


class Hold(models.Model):
    """冻结: a case, or a piece that was taken over, that must not be destroyed while something is
    pending. Another than who placed it lifts it; both reasons are sealed. Holds from before say no
    more than the name of who placed and who lifted them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    old = models.ForeignKey(OldPiece, on_delete=models.PROTECT, null=True, related_name="+")
    reason_sealed = models.BinaryField()
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField(null=True)
    placed_by_name = models.CharField(max_length=100)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_by_name = models.CharField(max_length=100, blank=True, default="")
    lifted_why_sealed = models.BinaryField(null=True)
    reason = sealed_text("reason_sealed")
    """What is pending."""
    lifted_why = sealed_text("lifted_why_sealed")
    """How it ended."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_OF_ONE, name="hold_of_one"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at=None), name="hold_one_stands"
            ),
            models.UniqueConstraint(
                fields=["old"], condition=Q(lifted_at=None), name="hold_one_stands_old"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("placed_by")),
                name="hold_two_people",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id or self.old_id)


class Destruction(models.Model):
    """销毁: a list of what is to be destroyed, proposed by one and answered by another. `words` and
    `files`: how many went outside of the archive, once it was done.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(
        max_length=10,
        choices=[(s, s) for s in ("proposed", "done", "declined")],
    )
    reason = models.CharField(max_length=300)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=100)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True, default="")
    answer = models.CharField(max_length=300, blank=True, default="")
    words = models.PositiveIntegerField(null=True)
    files = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="proposed", answered_at=None, answered_by=None)
                | (~Q(state="proposed") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="destruction_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("proposed_by")),
                name="destruction_two_people",
            ),
            models.CheckConstraint(
                condition=Q(words=None, files=None) | Q(state="done"),
                name="destruction_counted_done",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DestructionPiece(models.Model):
    """One package on a destruction list 销毁清册, kept for ever."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="pieces")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["destruction", "package"], name="destruction_piece_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.destruction_id} {self.package_id}"
