"""``manage.py journeys solve < definitions.jsonl > results.jsonl``."""

import os
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.journeys import services


class Command(BaseCommand):
    """Compute visits. `solve` needs no database."""

    help = "Compute how often one must come, from definitions."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        acts = parser.add_subparsers(dest="act", required=True)
        solve = acts.add_parser(
            "solve",
            help="one flat definition per line in, one result per line out, in the same order",
            description=(
                "Reads flat definitions (docs/visits.md) from standard input, one JSON object to a "
                "line, and writes one result to a line in the same order. A line that is no "
                "definition gives a result with an error, and the rest go on. The exit status is 0 "
                "even then, unless --strict; how many lines and errors is told on standard error."
            ),
        )
        solve.add_argument("--strict", action="store_true", help="exit with 1 if a line had errors")
        solve.add_argument("--workers", type=int, help="processes; as many as processors if absent")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        _solve(strict=options["strict"], workers=options["workers"])


def _solve(*, strict: bool, workers: int | None) -> None:
    begun = time.perf_counter()
    lines = errors = 0

    def write(solved: services.Solved) -> None:
        nonlocal lines, errors
        lines += len(solved)
        errors += sum(wrong for _, wrong in solved)
        sys.stdout.buffer.write("".join(f"{text}\n" for text, _ in solved).encode())
        sys.stdout.buffer.flush()

    try:
        services.solve_stream(sys.stdin.buffer, write, workers=workers)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    spent = time.perf_counter() - begun
    sys.stderr.write(f"{lines:,} definitions, {errors:,} with errors, {spent:.2f} s\n")
    if strict and errors:
        raise CommandError(f"{errors:,} lines had errors", returncode=1)
