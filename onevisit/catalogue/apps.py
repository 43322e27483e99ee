"""The catalogue as a Django app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Registers the room."""

    name = "onevisit.catalogue"
    label = "catalogue"
    verbose_name = "事项库"
