"""``manage.py build_demo``: the demonstration county, once."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import builder
from onevisit.config import databases, env

APPLICATIONS = 3000


class Command(BaseCommand):
    """Build the demonstration county, or keep the one there is."""

    help = "Build the demonstration county; nothing to do if it stands. --rebuild begins anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to begin anew, and how large."""
        parser.add_argument(
            "--rebuild", action="store_true", help="forget everything there is, then build"
        )
        parser.add_argument(
            "--applications",
            type=int,
            default=env.integer("ONEVISIT_DEMO_APPLICATIONS", APPLICATIONS),
            help="how many applications the last month had, never fewer than the told ones"
            f" (ONEVISIT_DEMO_APPLICATIONS, else {APPLICATIONS})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Only in demo mode: the county's people have logins that need no password."""
        if not settings.DEMO:
            raise CommandError("build_demo needs the demo settings")
        if options["rebuild"]:
            if databases.role() != "owner":
                raise CommandError("--rebuild needs ONEVISIT_DB_ROLE=owner (the default)")
            builder.tear_down()
        started = time.monotonic()
        if builder.build(more=max(0, options["applications"] - builder.told_count())):
            self.stdout.write(f"County built in {time.monotonic() - started:.0f} s.")
        else:
            self.stdout.write("The county stands; its data is kept (--rebuild begins anew).")
