"""What is written beside a case: opinions, results, hand-outs, and the series numbers come from."""

from typing import ClassVar

from django.db import models

from onevisit.kernel.ids import new_id
from onevisit.kernel.sealed import sealed_json, sealed_text


class Opinion(models.Model):
    """What an officer wrote at a step or as the reason of a transition; sealed, since it may name
    people.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="opinions")
    event_seq = models.PositiveIntegerField(null=True)
    step = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)  # review | reason | decision
    text_sealed = models.BinaryField()
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    text = sealed_text("text_sealed")
    """What was written."""

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Result(models.Model):
    """The result of a granted case: frozen facts, sealed; the PDF is rendered from them and kept in
    the vault. `template` is the form of its text ("plain" from before there were such), `wording`
    by which edition of it (`Edition.ref`; "" for the one of its day).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="result")
    number = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    template = models.CharField(max_length=40)
    wording = models.CharField(max_length=40, blank=True, default="", db_default="")
    facts_sealed = models.BinaryField()
    check_code = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    stored_object = models.ForeignKey(
        "vault.StoredObject", on_delete=models.PROTECT, null=True, related_name="+"
    )
    facts = sealed_json("facts_sealed")
    """What the document says, as frozen when it was made."""

    def __str__(self) -> str:
        return self.number


class HandOut(models.Model):
    """Proof that a result was handed over at a window: to whom, identified how, by which clerk
    送达回证; under which `authority` when it was not the applicant's side itself.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="hand_out")
    receiver = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    identified_by = models.CharField(max_length=20)  # id_card | licence
    authority = models.ForeignKey(
        "accounts.Authority",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    service_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, related_name="+"
    )
    window = models.CharField(max_length=20, blank=True)
    clerk_id = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}"


class NumberSeries(models.Model):
    """The last number given in a series: of cases per item and day (four digits), of results per
    机关代字 and year. A number is taken with its row locked and given back by a rollback: a series
    has no gaps.
    """

    series = models.CharField(max_length=100, primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
