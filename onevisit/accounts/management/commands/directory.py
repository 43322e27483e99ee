"""``manage.py directory write|take FILE.xlsx``: regions, departments, service points."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onevisit.accounts.rules import SYSTEM
from onevisit.directory import queries, services
from onevisit.directory.rules.book import places_book, read_places
from onevisit.kernel.errors import DomainError
from onevisit.kernel.sheets import as_book
from onevisit.ui.wordings import text_for, wording


class Command(BaseCommand):
    """The way to the places of a new house, and to change them: nobody does it at pages."""

    help = "Write what is registered into a workbook; register what is in one, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do with which file."""
        parser.add_argument("verb", choices=["write", "take"])
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the system; the trail says so."""
        path: Path = options["path"]
        try:
            (self._write if options["verb"] == "write" else self._take)(path)
        except DomainError as error:
            raise CommandError(text_for(error) or error.code) from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

    def _write(self, path: Path) -> None:
        held = (queries.regions(), queries.departments(), queries.service_points())
        path.write_bytes(b"".join(as_book(places_book(*held))))
        self._sum_up(*map(len, held))

    def _take(self, path: Path) -> None:
        registered = {each.code for each in queries.regions()}
        held = {each.uscc: each.code for each in queries.departments() if each.uscc}
        found = read_places(path.read_bytes(), registered, held)
        for problem in found.problems:
            self.stderr.write(f"{problem.place}: {wording(problem.code, problem.facts)}")
        if found.problems:
            raise CommandError(f"{len(found.problems)} cells to put right; nothing was registered.")
        services.register_places(found, actor=SYSTEM)
        self._sum_up(len(found.regions), len(found.departments), len(found.points))

    def _sum_up(self, regions: int, departments: int, points: int) -> None:
        self.stdout.write(f"{regions} regions, {departments} departments, {points} service points.")
