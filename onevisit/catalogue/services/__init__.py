"""Writes of the catalogue: drafts, publishing, everyday names, import."""

from onevisit.catalogue.services.aliases import set_aliases
from onevisit.catalogue.services.drafts import save_bundle_draft, save_item_draft
from onevisit.catalogue.services.importing import import_catalogue, survey_file
from onevisit.catalogue.services.publishing import publish_bundle, publish_item

__all__ = [
    "import_catalogue",
    "publish_bundle",
    "publish_item",
    "save_bundle_draft",
    "save_item_draft",
    "set_aliases",
    "survey_file",
]
