"""``manage.py journeys solve < definitions.jsonl``, ``journeys expand CODE``, ``explain CODE``,
``journeys figures``.
"""

import json
import os
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.journeys import queries, services
from onevisit.journeys.rules.expanding import Scope
from onevisit.journeys.rules.explaining import Errand
from onevisit.journeys.rules.writing import written
from onevisit.kernel.errors import NotFound
from onevisit.kernel.progress import Progress


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
        for name, what in (
            (
                "expand",
                "the flat form of a published item or bundle, as JSON; a line for each party",
            ),
            ("explain", "its computed visits and the trips that show them, in words"),
        ):
            parser_of = acts.add_parser(name, help=what)
            parser_of.add_argument("code", help="of the item or bundle")
            parser_of.add_argument("--scope", choices=list(Scope), default=Scope.OFFICIAL.value)
            for flag, said in (("--without", "does not work"), ("--with", "works")):
                parser_of.add_argument(
                    flag, action="append", default=[], help=f"as if an enabler {said}"
                )
        figures = acts.add_parser(
            "figures",
            help="work out the kept figure of everything that is published",
            description=(
                "Asks for the figure of every version in force and works out those that rest on "
                "something else than before: all of them the first time, after an upgrade or a "
                "restored copy, hardly any otherwise. What is edited is worked out by the worker."
            ),
        )
        for parser_of in (solve, figures):
            parser_of.add_argument(
                "--workers", type=int, help="processes; as many as processors if absent"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if options["act"] == "solve":
            _solve(strict=options["strict"], workers=options["workers"])
            return
        if options["act"] == "figures":
            self.stdout.write(_figures(options["workers"]))
            return
        try:
            found = queries.visits_of(
                options["code"],
                Scope(options["scope"]),
                off=frozenset(options["without"]),
                on=frozenset(options["with"]),
            )
        except NotFound:
            raise CommandError(f"nothing is published under {options['code']}") from None
        told = _explained(found) if options["act"] == "explain" else _expanded(found)
        self.stdout.write(told)


def _expanded(found: queries.Visits) -> str:
    if found.expansion.flat is None:
        raise CommandError("\n".join(_gaps(found)))
    flats = [each.expansion.flat for each in found.sides or (found,)]
    return "\n".join(json.dumps(written(e), ensure_ascii=False) for e in flats if e is not None)


def _gaps(found: queries.Visits) -> list[str]:
    return [
        f"{found.name}：算不出来，还缺：",
        *(f"- {queries.told_gap(gap)}" for gap in found.expansion.gaps),
    ]


def _explained(found: queries.Visits) -> str:
    solved = found.solved
    if solved is None:
        return "\n".join(_gaps(found))
    if solved.worst is None:
        return f"{found.name}：没有一种情形办得成"
    lines = [f"  {_side(each)}" for each in found.sides]
    lines[:0] = [
        (
            f"{found.name}：最多跑 {solved.worst} 次，最少 {solved.best} 次，"
            f"另外去第三方 {solved.worst_external} 次（声明：{found.declared}）"
        )
    ]
    lines += [f"  {question} {answer}" for question, answer in found.told.answers]
    for number, trip in enumerate(found.told.trips, 1):
        waited = "（等办好以后）" if trip.waits else ""
        outside = "（第三方，不计次数）" if trip.external else ""
        acts = "；".join(_errand(each) for each in trip.errands)
        lines.append(f"{number}. {waited}{trip.place}{outside}：{acts}")
    return "\n".join(lines)


def _side(side: queries.Visits) -> str:
    worst = side.solved.worst if side.solved else None
    return f"{queries.told_party(side.party)}：{'算不出来' if worst is None else worst}"


def _errand(errand: Errand) -> str:
    told = f"{errand.of}，{errand.what}"
    if errand.needs:
        return f"{told}（开通 {'、'.join(errand.needs)} 就不用去）"
    return f"{told}（别的情形不用去）" if errand.sometimes else told


def _figures(workers: int | None) -> str:
    begun = time.perf_counter()
    asked = services.ask_all()
    with Progress("Working out figures", total=asked) as line:
        found = services.work_all(workers=workers, tell=line.advance)
    unknown = queries.unknown_count()
    spent = time.perf_counter() - begun
    return (
        f"{asked:,} in force, {found:,} worked out, {unknown:,} cannot be worked out, {spent:.2f} s"
    )


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
