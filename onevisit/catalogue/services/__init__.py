"""Writes of the catalogue: drafts, publishing, everyday names, import."""

from onevisit.catalogue.services.aliases import set_aliases
from onevisit.catalogue.services.drafts import save_bundle_draft, save_item_draft
from onevisit.catalogue.services.importing import import_catalogue, survey_file
from onevisit.catalogue.services.linting import lint_everything
from onevisit.catalogue.services.publishing import publish_bundle, publish_item
from onevisit.catalogue.services.waiving import waive, withdraw_waiver

__all__ = [
    "import_catalogue",
    "lint_everything",
    "publish_bundle",
    "publish_item",
    "save_bundle_draft",
    "save_item_draft",
    "set_aliases",
    "survey_file",
    "waive",
    "withdraw_waiver",
]
