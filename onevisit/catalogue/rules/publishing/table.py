"""The one table of publish rules, and their run over a definition."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.publishing import (
    asking,
    beyond,
    bundles,
    contact,
    fees,
    limits,
    own,
    papers,
    people,
    power,
    results,
    visits,
)
from onevisit.catalogue.rules.publishing.model import Finding, Hit, Items, Rule
from onevisit.catalogue.rules.vocabulary import TaskType

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for module in (
            limits,
            results,
            visits,
            beyond,
            contact,
            people,
            power,
            own,
            fees,
            papers,
            asking,
            bundles,
        )
        for rule in module.RULES
    }
)
"""Every publish rule by its id, in the order in which people are told."""


def item_findings(
    item: ItemDefinition, rules: Iterable[Rule] = (), *, powered: bool | None = None
) -> tuple[Finding, ...]:
    """What does not hold of the item, each place of each rule once. All rules unless some are
    named. `powered`: whether a power stands behind it; None, nobody knows.
    """
    chosen = tuple(rules) or tuple(RULES.values())
    found = [(rule, hit) for rule in chosen if rule.item is not None for hit in rule.item(item)]
    needs_power = item.task_type is not TaskType.SERVICE
    if powered is False and needs_power and power.POWER_MISSING in chosen:
        found.append((power.POWER_MISSING, Hit("/catalogue_code", item.catalogue_code)))
    return _once(found)


def bundle_findings(
    bundle: BundleDefinition, items: Items, rules: Iterable[Rule] = ()
) -> tuple[Finding, ...]:
    """What does not hold of the bundle, given the items that answer its parts (by part key)."""
    chosen = tuple(rules) or RULES.values()
    return _once(
        (rule, hit)
        for rule in chosen
        if rule.bundle is not None
        for hit in rule.bundle(bundle, items)
    )


def rules_of(found: Iterable[Finding]) -> tuple[str, ...]:
    """The ids of the rules that do not hold, each once, in the order of the table."""
    names = {each.rule for each in found}
    return tuple(rule for rule in RULES if rule in names)


def _once(found: Iterable[tuple[Rule, Hit]]) -> tuple[Finding, ...]:
    return tuple({(each.rule, each.place): each for each in _findings(found)}.values())


def _findings(found: Iterable[tuple[Rule, Hit]]) -> Iterator[Finding]:
    for rule, hit in found:
        yield Finding(rule.id, rule.severity, rule.kind, hit.place, hit.found)
