"""What a definition must satisfy before it is saved; everything wrong is found at once."""

from onevisit.catalogue.rules.checks.bundles import check_bundle
from onevisit.catalogue.rules.checks.findings import Findings
from onevisit.catalogue.rules.checks.items import check_item

__all__ = ["Findings", "check_bundle", "check_item"]
