"""A publish rule as data, and what it finds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition

Items = Mapping[str, ItemDefinition]
"""The item that answers each part of a bundle, by part key."""


class Severity(StrEnum):
    """What a finding means for publishing by hand."""

    BLOCK = "block"  # cannot be published, unless waived by name
    WARN = "warn"  # is said, and counted


class Kind(StrEnum):
    """Why it was found."""

    WRONG = "wrong"  # what is written cannot stand
    MISSING = "missing"  # nothing is written: the source is silent


class Subject(StrEnum):
    """What a rule is about."""

    TIME = "time"
    RESULT = "result"
    VISITS = "visits"
    CONTACT = "contact"
    PEOPLE = "people"
    POWER = "power"
    FEE = "fee"
    MATERIALS = "materials"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place (JSON pointer) where a rule does not hold; `found` is what stands there, for
    people to read.
    """

    place: str
    found: str = ""


ItemCheck = Callable[[ItemDefinition], Iterable[Hit]]
BundleCheck = Callable[[BundleDefinition, Items], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its lasting name, how much it weighs, and its checks, each pure.

    A rule without a check for bundles says nothing about them, and the other way round.
    """

    id: str
    subject: Subject
    severity: Severity
    kind: Kind
    item: ItemCheck | None = None
    bundle: BundleCheck | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold at one place."""

    rule: str
    severity: Severity
    kind: Kind
    place: str
    found: str = ""
