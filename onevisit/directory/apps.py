"""The directory room as a Django application."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Owns regions, departments and service points."""

    name = "onevisit.directory"
    label = "directory"
