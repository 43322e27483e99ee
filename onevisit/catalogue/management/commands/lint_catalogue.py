"""``manage.py lint_catalogue [--json] [--department CODE] [--rule ID …] [--drafts]``."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import Checked
from onevisit.catalogue.rules.publishing import RULES, Finding, Severity
from onevisit.directory import queries as directory
from onevisit.kernel.errors import NotFound
from onevisit.ui.wordings import wording


@dataclass(slots=True)
class _Sum:
    """How much was looked at, and how often each rule did not hold."""

    checked: int = 0
    found: Counter[str] = field(default_factory=Counter)
    things: Counter[str] = field(default_factory=Counter)
    waived: Counter[str] = field(default_factory=Counter)

    def add(self, one: Checked, let_go: set[str]) -> None:
        self.checked += 1
        self.waived.update(each.rule for each in one.findings if each.rule in let_go)
        self.found.update(each.rule for each in one.findings)
        self.things.update({each.rule for each in one.findings})

    @property
    def blocking(self) -> int:
        """Those that nobody waived."""
        open_ = self.found - self.waived
        return sum(n for rule, n in open_.items() if RULES[rule].severity is Severity.BLOCK)

    @property
    def warning(self) -> int:
        return sum(n for rule, n in self.found.items() if RULES[rule].severity is Severity.WARN)


class Command(BaseCommand):
    """Run the publish rules over the catalogue; ends with 1 while blocking findings stand."""

    # The whole of it, without a filter, is kept with the items and as the counts of the day.
    help = "Check everything published by the publish rules (docs/publish-rules.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which part, and in which form."""
        parser.add_argument("--json", action="store_true", help="one JSON object a finding")
        parser.add_argument("--department", default="", help="code of a department")
        parser.add_argument("--rule", action="append", default=[], choices=sorted(RULES))
        parser.add_argument("--drafts", action="store_true", help="look at drafts as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, tell, sum up."""
        names = {row.id: row.name for row in directory.departments()}
        waived = queries.live_waivers()
        total = _Sum()

        def tell(one: Checked) -> None:
            let_go = {rule for owner, rule in waived if owner == one.id} if waived else set()
            total.add(one, let_go)
            if options["json"]:
                for each in one.findings:
                    self._write({**_entry(one, each, names), "waived": each.rule in let_go})

        if options["department"] or options["rule"] or options["drafts"]:
            for one in queries.checked(
                department_id=_department(options["department"]),
                rules=[RULES[rule] for rule in options["rule"]],
                drafts=options["drafts"],
            ):
                tell(one)
        else:
            services.lint_everything(tell)
            self._tell_points(as_json=options["json"])
        if options["json"]:
            self._write({"checked": total.checked, "block": total.blocking, "warn": total.warning})
        else:
            self._sum_up(total)
        if total.blocking:
            raise SystemExit(1)

    def _write(self, entry: dict[str, object]) -> None:
        self.stdout.write(json.dumps(entry, ensure_ascii=False))

    def _tell_points(self, *, as_json: bool) -> None:
        """Points whose list lets them act without checking anybody."""
        for each in queries.blind_points():
            rule = f"point_{each.act}_blind"
            message = wording(f"catalogue.{rule}", {})
            remedy = wording("catalogue.point_blind_fix", {})
            if as_json:
                entry = {"point": each.point.code, "name": each.point.name, "rule": rule}
                more = {"severity": "warn", "found": each.codes, "message": message}
                self._write({**entry, **more, "remedy": remedy})
            else:
                what = "、".join(each.names) or "*"
                self.stdout.write(f"warn  point   {each.point.name}: {message} ({what}) {remedy}")

    def _sum_up(self, total: _Sum) -> None:
        for rule in RULES.values():
            if total.found[rule.id]:
                self.stdout.write(
                    f"{rule.severity.value:5} {rule.kind.value:7} {total.things[rule.id]:6,} "
                    f"{rule.id}: {wording(f'catalogue.rule_{rule.id}', {})}"
                )
        self.stdout.write(
            f"{total.checked:,} checked: {total.blocking:,} blocking findings, "
            f"{total.warning:,} to look at."
        )


def _department(code: str) -> UUID | None:
    if not code:
        return None
    try:
        return directory.department_by_code(code).id
    except NotFound as error:
        raise CommandError(f"no department {code!r}") from error


def _entry(one: Checked, found: Finding, names: dict[UUID, str]) -> dict[str, object]:
    return {
        "department": names.get(one.department_id, ""),
        "code": one.code,
        "name": one.name,
        "version": one.number,
        "draft": one.draft,
        "rule": found.rule,
        "severity": found.severity.value,
        "kind": found.kind.value,
        "place": found.place,
        "found": found.found,
        "message": wording(f"catalogue.rule_{found.rule}", {}),
        "remedy": wording(f"catalogue.fix_{found.rule}", {}),
    }
