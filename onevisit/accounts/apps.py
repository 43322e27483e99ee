"""The accounts room as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Owns people, logins and grants."""

    name = "onevisit.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Tell the rooms below who people are."""
        from onevisit.accounts.web import visitors

        visitors.introduce()
