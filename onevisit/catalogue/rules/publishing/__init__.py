"""The publish rules of the catalogue: a second look, after a definition is whole in structure.

`checks` forbid saving what contradicts itself; these say what may not be published, or should be
better. Each rule is data with a pure check (see `docs/publish-rules.md`).
"""

from onevisit.catalogue.rules.publishing.fees import charged
from onevisit.catalogue.rules.publishing.model import Finding, Hit, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.publishing.power import POWER_MISSING
from onevisit.catalogue.rules.publishing.table import (
    RULES,
    bundle_findings,
    item_findings,
    rules_of,
)

__all__ = [
    "POWER_MISSING",
    "RULES",
    "Finding",
    "Hit",
    "Kind",
    "Rule",
    "Severity",
    "Subject",
    "bundle_findings",
    "charged",
    "item_findings",
    "rules_of",
]
