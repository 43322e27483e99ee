"""``manage.py set_activities FILE --region 339921000000``."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.kernel.errors import DomainError
from onevisit.ui.wordings import text_for


class Command(BaseCommand):
    """Set what kinds of business need before they open."""

    help = "Set kinds of business and what they need from a JSON list. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and the region that says so."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--region", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """All of them or none."""
        try:
            documents = json.loads(options["path"].read_text(encoding="utf-8"))
            if not isinstance(documents, list):
                raise CommandError("the file must hold a list")
            done = services.set_activities(documents, region=options["region"], actor=SYSTEM)
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        except DomainError as refusal:
            facts = getattr(refusal, "problems", ())
            places = "".join(f"\n  {each.place} {each.code}" for each in facts)
            raise CommandError(f"{text_for(refusal)}{places}") from refusal
        self.stdout.write(f"{len(done)} kinds of business set.")
