"""Questions: nobody is asked what decides nothing."""

from collections.abc import Iterator

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.editing.uses import uses_of
from onevisit.catalogue.rules.publishing.model import Hit, Items, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import Prefill


def _unread(item: ItemDefinition) -> Iterator[Hit]:
    for at, question in enumerate(item.questions):
        if not _read(item, question.key):
            yield Hit(f"/questions/{at}", question.label[:80])


def _read(item: ItemDefinition, key: str) -> bool:
    """That answers must fit together (`consistent`) is no reason to ask for them."""
    return any(use.place != "/consistent" for use in uses_of(item, key))


def _unread_in_bundle(bundle: BundleDefinition, items: Items) -> Iterator[Hit]:
    """Nothing is said while the item of some part is not known."""
    if any(part.key not in items for part in bundle.parts):
        return
    conditions = [part.when for part in bundle.parts]
    conditions += [question.when for question in bundle.questions]
    conditions += [field.when for field in bundle.form]
    conditions += [need.when for need in bundle.parties]
    conditions += [bundle.again.when] if bundle.again else []
    own = {need.count for need in bundle.parties}
    own |= {name for condition in conditions for name in condition.variables}
    own |= {field.key for field in bundle.form if field.prefill is Prefill.ANSWER}
    for at, question in enumerate(bundle.questions):
        key = question.key
        if key not in own and not any(_read(item, key) for item in items.values()):
            yield Hit(f"/questions/{at}", question.label[:80])


RULES = (
    Rule(
        "question_unread",
        Subject.MATERIALS,
        Severity.WARN,
        Kind.WRONG,
        _unread,
        _unread_in_bundle,
    ),
)
