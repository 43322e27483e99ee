"""The vault as a Django application."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Owns the files of applicants."""

    name = "onevisit.vault"
    label = "vault"
