"""Values of the form that a register, an answer or a document contradicts: rows to settle. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from onevisit.catalogue.rules.composition import FieldUse, Offer
from onevisit.catalogue.rules.definition import Field
from onevisit.catalogue.rules.vocabulary import Prefill
from onevisit.guidance.rules.situation import Answers
from onevisit.kernel.figures import typed


class Source(StrEnum):
    """Who says something else than the form."""

    REGISTER = "register"  # the platform's register of persons or organisations
    ANSWER = "answer"  # the answer to the question that the field repeats
    DOCUMENT = "document"  # what somebody read on a paper that was handed in


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody read for a field on the paper of a material."""

    material: str
    value: str
    by: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What was looked at and left as the form has it: both values as they stood then."""

    form: str
    source: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What was noted about a draft's form: readings by field, and what was settled, by
    ``field:source``.
    """

    readings: Mapping[str, Reading]
    settled: Mapping[str, Settled]


NO_NOTES = Notes({}, {})


@dataclass(frozen=True, slots=True)
class Difference:
    """One row: `form` stands in the form, `said` by the source; `material` for a document."""

    field: Field
    source: Source
    form: str
    said: str
    material: str = ""

    @property
    def key(self) -> str:
        """What names the row."""
        return settled_key(self.field.key, self.source)


def settled_key(field: str, source: Source) -> str:
    """Under which a row is settled."""
    return f"{field}:{source}"


def differences(
    offer: Offer,
    answers: Answers,
    values: Mapping[str, object],
    registered: Mapping[str, str],
    notes: Notes = NO_NOTES,
) -> tuple[Difference, ...]:
    """Every value of the form that differs from what a source says, in the order of the form.

    `registered` is what the registers say now, by field. A value that is missing differs from
    nothing. A row that was looked at is left out as long as both sides stand as they stood then: a
    register that changes its answer brings it back. An answer is never left to differ.
    """
    found = []
    for use in offer.fields:
        stands = plain(values.get(use.field.key))
        if not stands:
            continue
        for source, said, material in _sayings(use, answers, registered, notes):
            row = Difference(use.field, source, stands, said, material)
            looked_at = notes.settled.get(row.key) == Settled(stands, said)
            if said and said != stands and not looked_at:
                found.append(row)
    return tuple(found)


def _sayings(
    use: FieldUse, answers: Answers, registered: Mapping[str, str], notes: Notes
) -> list[tuple[Source, str, str]]:
    key = use.field.key
    sayings = []
    if key in registered:
        sayings.append((Source.REGISTER, plain(registered[key]), ""))
    if use.field.prefill is Prefill.ANSWER:
        sayings.append((Source.ANSWER, plain(answers.get(key)), ""))
    reading = notes.readings.get(key)
    if reading is not None:
        sayings.append((Source.DOCUMENT, reading.value, reading.material))
    return sayings


def plain(value: object) -> str:
    """A value as it is compared: 86 and 86.0 are the same, spaces around don't count."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(sorted(str(each) for each in value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return typed(value)
    return str(value).strip()
