"""Applications: who wants what, with which answers, form and papers."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Value

from onevisit.accounts.rules import Met
from onevisit.cases.rules.discrepancies import NO_NOTES, Notes, Reading, Settled
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json
from onevisit.vault.rules import Owner, OwnerKind


class Channel(models.TextChoices):
    """How an application came in."""

    ONLINE = "online"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class SealedForm:
    """What is kept sealed of a form: personal values, what later saves replaced (rules.merging),
    and what was noted of differences (rules.discrepancies).
    """

    values: dict[str, Any]
    trail: dict[str, Any]
    notes: Notes = NO_NOTES


class Application(models.Model):
    """One person's submission for an item or a bundle in one situation 申请.

    `pins` maps each part to the item version it was made under. `answers` are the answers to the
    questions; the form stands in two parts: open values, and one sealed blob for everything
    personal (and for the trail by which two tabs are merged, since that holds old values).
    `saved_by`, `saved_point` and `saved_window` say who worked on the draft last, and where.
    `gathering`: a one-time notice is being gathered; `notified`: how many have gone out;
    `pre_returned`: some case was sent back in its pre-review.
    `helpers` are the users who worked on it under an authority of the applicant: none of them ever
    decides in it. `rolled`: what changed for the applicant when the draft went over to newer
    versions, until they have read it. `helped`: where helper and person met when a helper handed
    it in, "" if none did; `stood_by` the authority under which an agent stood at the window in the
    applicant's place. `others`: how many others must agree as the answers stand; a trigger lets
    nothing be handed in before they do. `destroyed_at`: all its cases were destroyed, and with them
    form, papers and whom it named.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True, null=True)  # noqa: DJ001 - drafts
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.name) for s in ApplicationState],
        default=ApplicationState.DRAFT.value,
    )
    offer_code = models.CharField(max_length=80)
    offer_name = models.CharField(max_length=500)
    item_version = models.ForeignKey(
        "catalogue.ItemVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    bundle_version = models.ForeignKey(
        "catalogue.BundleVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    pins: models.JSONField[Any, Any] = models.JSONField(default=dict)
    applicant = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    filed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, related_name="+")
    intake_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, null=True, related_name="+"
    )
    collection = models.CharField(max_length=10, default="online")
    collection_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, null=True, related_name="+"
    )
    destination = models.ForeignKey(
        "delivery.Destination", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    form_open: models.JSONField[Any, Any] = models.JSONField(default=dict)
    form_sealed = models.BinaryField(null=True)
    _form = sealed_json("form_sealed")
    version = models.PositiveIntegerField(default=1)
    promised_on = models.DateField(null=True)
    promise_provisional = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_window = models.CharField(max_length=20, blank=True, default="", db_default="")
    gathering = models.BooleanField(default=False, db_default=False)
    notified = models.PositiveSmallIntegerField(default=0, db_default=0)
    pre_returned = models.BooleanField(default=False, db_default=False)
    helpers: models.JSONField[Any, Any] = models.JSONField(
        default=list, db_default=Value([], models.JSONField())
    )
    rolled: models.JSONField[Any, Any] = models.JSONField(
        default=list, db_default=Value([], models.JSONField())
    )
    others = models.PositiveSmallIntegerField(default=0, db_default=0)
    helped = models.CharField(
        max_length=8,
        blank=True,
        default="",
        db_default="",
        choices=[(m.value, m.value) for m in Met],
    )

    stood_by = models.ForeignKey(
        "accounts.Authority",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(item_version__isnull=False, bundle_version__isnull=True)
                | Q(item_version__isnull=True, bundle_version__isnull=False),
                name="application_of_one_offer",
            ),
            models.UniqueConstraint(
                fields=["applicant", "organisation", "offer_code"],
                condition=Q(state="draft"),
                name="application_one_draft",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"])
                | Q(number__isnull=False, submitted_at__isnull=False),
                name="application_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="application_ended_at",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None)
                | Q(ended_at__isnull=False, form_sealed=None, form_open={}),
                name="application_destroyed_empty",
            ),
            models.CheckConstraint(
                condition=Q(helped__in=["", *(m.value for m in Met)]),
                name="application_helped_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["applicant", "-created_at"], name="application_of_person"),
            models.Index(
                fields=["intake_point", "id"],
                condition=Q(state="submitted"),
                name="application_taken_at",
            ),
            models.Index(
                fields=["collection_point", "id"],
                condition=Q(state="submitted", collection__in=["locker", "window"]),
                name="application_collected_at",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)

    @property
    def was_told(self) -> bool:
        """Whether something to mend was told or is being gathered: there may be gaps."""
        return self.notified > 0 or self.gathering or self.pre_returned

    @property
    def owner(self) -> Owner:
        """Whose files the files of this application are."""
        if self.organisation_id is not None:
            return Owner(OwnerKind.ORGANISATION, self.organisation_id)
        return Owner(OwnerKind.PERSON, self.applicant_id)

    def unsealed(self) -> SealedForm:
        """The personal values and the trail; empty for a draft without any."""
        held = self._form
        if not held:
            return SealedForm({}, {})
        return SealedForm(held["values"], held["trail"], _notes(held.get("notes", {})))

    def notes(self) -> Notes:
        """What was noted of differences."""
        return self.unsealed().notes

    def seal_form(self, form: SealedForm) -> None:
        """Keep personal values, trail and notes; written by the next save."""
        held: dict[str, Any] = {"values": form.values, "trail": form.trail}
        if form.notes != NO_NOTES:
            held["notes"] = asdict(form.notes)
        self._form = held


class Party(models.Model):
    """Somebody with a role in an application, with their own signature 当事人.

    `signed_digest` is what was signed: SHA-256 over answers, form and evidence as shown on the
    signing page. Who acts for another signs with their own name (`signed_by`) under an `authority`;
    an agent at a window by hand, as the authority names them. A trigger lets nobody sign for
    another who is a party of another role themself (民法典 168).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=20, default="applicant")
    index = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    signed_assurance = models.PositiveSmallIntegerField(default=0)
    authority = models.ForeignKey(
        "accounts.Authority",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    signed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "role", "index"], name="party_once_in_role"
            ),
            models.CheckConstraint(
                condition=Q(authority__isnull=True, signed_by__isnull=True)
                | Q(authority__isnull=False, signed_by__isnull=False)
                | Q(authority__isnull=False, signed_assurance=3),
                name="party_helper_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.index}"


class EvidenceKind(models.TextChoices):
    """What stands for a material."""

    UPLOAD = "upload"  # sent by the applicant
    SCAN = "scan"  # scanned at the window
    PAPER = "paper"  # the original seen and taken in at the window, not scanned
    GENERATED = "generated"  # made from the form
    FETCHED = "fetched"  # answered by the department that holds it
    PROMISE = "promise"  # a written commitment in its place 告知承诺


class Evidence(models.Model):
    """What stands for a material in an application: one row per file or fact, used by all its
    cases. `checked`: the points a clerk ticked on this very paper, and who did. `drawn_from`: the
    number under which it was given, made or confirmed before; nobody was asked for it here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    material = models.CharField(max_length=80)
    party_role = models.CharField(max_length=20, default="applicant")
    party_index = models.PositiveSmallIntegerField(default=0)
    index = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    stored_object = models.ForeignKey(
        "vault.StoredObject", on_delete=models.PROTECT, null=True, related_name="+"
    )
    pages = models.PositiveIntegerField(null=True)
    supplied_at = models.DateTimeField()
    supplied_by = models.UUIDField(null=True)
    original_pending = models.BooleanField(default=False)
    checked: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, db_default=Value({}, models.JSONField())
    )
    drawn_from = models.CharField(max_length=100, blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "material", "party_role", "party_index", "index"],
                name="evidence_place",
            ),
            models.UniqueConstraint(
                fields=["application", "material", "stored_object"],
                name="evidence_same_file_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["upload", "scan"]) | Q(stored_object__isnull=False),
                name="evidence_file_present",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.kind}"


def _notes(held: dict[str, Any]) -> Notes:
    return Notes(
        {key: Reading(**each) for key, each in held.get("readings", {}).items()},
        {key: Settled(**each) for key, each in held.get("settled", {}).items()},
    )
