"""The power behind the item: its law, its process, and what a permit's guide must say besides."""

from collections.abc import Iterator

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.publishing.model import Hit, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import Need, StepKind, TaskType


def _permit(item: ItemDefinition) -> bool:
    return item.task_type is TaskType.PERMIT


def _basis_missing(item: ItemDefinition) -> Iterator[Hit]:
    if not any(each.strip() for each in item.texts.legal_basis):
        yield Hit("/texts/legal_basis")


def _conditions_missing(item: ItemDefinition) -> Iterator[Hit]:
    if not item.texts.conditions.strip():
        yield Hit("/texts/conditions")


def _permit_without_faq(item: ItemDefinition) -> Iterator[Hit]:
    if _permit(item) and not item.texts.faq:
        yield Hit("/texts/faq")


def _permit_without_steps(item: ItemDefinition) -> Iterator[Hit]:
    if _permit(item) and not item.steps:
        yield Hit("/steps")


def _deferral_missing(item: ItemDefinition) -> Iterator[Hit]:
    """A guide that names at least one such material has said it already."""
    named = any(each.need is Need.MAY_FOLLOW or each.defer_days for each in item.materials)
    if _permit(item) and not named and not item.texts.deferral.strip():
        yield Hit("/texts/deferral")


def _delegation_without_document(item: ItemDefinition) -> Iterator[Hit]:
    given = item.delegation.accept or item.delegation.decide
    if given and not item.delegation.document.strip():
        yield Hit("/delegation/document")


def _steps_without_decision(item: ItemDefinition) -> Iterator[Hit]:
    if item.steps and not any(step.kind is StepKind.DECIDE for step in item.steps):
        yield Hit("/steps")


_SILENT = (Subject.POWER, Severity.WARN, Kind.MISSING)
_NEEDED = (Subject.POWER, Severity.BLOCK, Kind.MISSING)
POWER_MISSING = Rule("power_missing", *_SILENT)
"""Found beside the definition: the lists of powers stand outside of it."""

RULES = (
    POWER_MISSING,
    Rule("legal_basis_missing", *_SILENT, _basis_missing),
    Rule("conditions_missing", *_SILENT, _conditions_missing),
    Rule("permit_without_faq", *_NEEDED, _permit_without_faq),
    Rule("permit_without_steps", *_NEEDED, _permit_without_steps),
    Rule("deferral_scope_missing", *_SILENT, _deferral_missing),
    Rule("delegation_without_document", *_NEEDED, _delegation_without_document),
    Rule(
        "steps_without_decision",
        Subject.POWER,
        Severity.BLOCK,
        Kind.WRONG,
        _steps_without_decision,
    ),
)
