"""The publish rules of the catalogue: a second look, after a definition is whole in structure.

`checks` forbid saving what contradicts itself; these say what may not be published, or should be
better. Each rule is data with a pure check (see `docs/publish-rules.md`).
"""

from onevisit.catalogue.rules.publishing.beyond import (
    Asked,
    Check,
    Compute,
    Computed,
    Expect,
    Expected,
    Run,
    begin_compute,
    begin_expect,
    register_check,
    register_compute,
    register_expect,
)
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
    "Asked",
    "Check",
    "Compute",
    "Computed",
    "Expect",
    "Expected",
    "Finding",
    "Hit",
    "Kind",
    "Rule",
    "Run",
    "Severity",
    "Subject",
    "begin_compute",
    "begin_expect",
    "bundle_findings",
    "charged",
    "item_findings",
    "register_check",
    "register_compute",
    "register_expect",
    "rules_of",
]
