"""What is written beside a case: opinions, results, hand-outs, and the series numbers come from."""

import json
from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from onevisit.kernel.crypto import canonical_json, seal, unseal
from onevisit.kernel.ids import new_id


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

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def text(self) -> str:
        """What was written, in clear."""
        return unseal(self.text_sealed, bound_to=self._seal_place).decode("utf-8")

    def write(self, text: str) -> None:
        """Seal what is written; before the row is inserted."""
        self.text_sealed = seal(text.encode("utf-8"), bound_to=self._seal_place)

    @property
    def _seal_place(self) -> str:
        return f"cases_opinion.text_sealed:{self.id}"


class Result(models.Model):
    """The result of a granted case: frozen facts, sealed; the PDF is rendered from them and kept in
    the vault.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="result")
    number = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    template = models.CharField(max_length=40)
    facts_sealed = models.BinaryField()
    check_code = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    stored_object = models.ForeignKey(
        "vault.StoredObject", on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.number

    @property
    def facts(self) -> dict[str, str]:
        """What the document says, as frozen when it was made."""
        held: dict[str, str] = json.loads(unseal(self.facts_sealed, bound_to=self._seal_place))
        return held

    def freeze(self, facts: Mapping[str, str]) -> None:
        """Seal what the document says; before the row is inserted."""
        self.facts_sealed = seal(canonical_json(dict(facts)), bound_to=self._seal_place)

    @property
    def _seal_place(self) -> str:
        return f"cases_result.facts_sealed:{self.id}"


class HandOut(models.Model):
    """Proof that a result was handed over at a window: to whom, identified how, by which clerk
    送达回证.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="hand_out")
    receiver = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    identified_by = models.CharField(max_length=20)  # id_card | licence
    service_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, related_name="+"
    )
    window = models.CharField(max_length=20, blank=True)
    clerk_id = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}"


class NumberSeries(models.Model):
    """The last number given in a series: case numbers per item and day (four digits)."""

    series = models.CharField(max_length=100, primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
