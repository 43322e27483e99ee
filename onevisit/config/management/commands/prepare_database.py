"""``manage.py prepare_database``: tables, cache table, calendar, and the runtime role's rights."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from onevisit.config import databases, env, grants


class Command(BaseCommand):
    """Migrate as the owner, enter the published calendar, grant the server only what it needs."""

    help = "Migrate, create the cache table, and grant rights to the server's restricted role."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to repeat; needs the owner of the tables."""
        if databases.role() != "owner":
            raise CommandError("run prepare_database with ONEVISIT_DB_ROLE=owner (the default)")
        call_command("migrate", interactive=False, verbosity=max(options["verbosity"] - 1, 0))
        call_command("createcachetable", verbosity=0)
        call_command("seed_calendar", verbosity=0)
        if not grants.role_exists() and not self._create_role():
            return
        protected = grants.apply()
        if options["verbosity"]:
            self.stdout.write(
                f"Database ready; role {grants.RUNTIME_ROLE} may only add to "
                f"{protected} append-only tables."
            )

    def _create_role(self) -> bool:
        """An external server may forbid it; then say what its administrator should do."""
        password = env.text("ONEVISIT_RUNTIME_PASSWORD") or None
        try:
            if grants.may_create_role():
                grants.create_role(password)
                return True
        except DatabaseError as error:
            self.stderr.write(f"CREATE ROLE failed: {error}")
        self.stderr.write(
            f"NOTE: this server does not let us create the role {grants.RUNTIME_ROLE}. Ask its "
            f"administrator for: CREATE ROLE {grants.RUNTIME_ROLE} LOGIN PASSWORD '…'; then run "
            "prepare_database again and let DATABASE_URL use that role (DATABASE_OWNER_URL for "
            "migrations). Until then append-only tables are kept by their triggers alone."
        )
        return False
