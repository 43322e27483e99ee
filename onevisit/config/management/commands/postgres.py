"""``manage.py postgres start|stop|status``: the embedded server by hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.config import embedded


class Command(BaseCommand):
    """Start, stop or look at the embedded PostgreSQL."""

    help = "Start, stop or look at the embedded PostgreSQL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One word."""
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say the state."""
        var = embedded.default_var()
        try:
            if options["action"] == "start":
                embedded.ensure_running(var)
            elif options["action"] == "stop":
                embedded.stop(var)
        except embedded.EmbeddedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(embedded.status(var))
