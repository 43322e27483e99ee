"""八统一 over everything: compare all items anew and tell what differs, as a table or as JSON."""

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import Narrowed
from onevisit.catalogue.rules.unifying import ASPECTS


class Command(BaseCommand):
    """Run after an import, or by night."""

    help = "Compare all published items with their standards, and with one another."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only how to tell it."""
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument("--only-new", action="store_true", help="what changed since")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, then tell."""
        compared = services.compare_everything(actor=SYSTEM, only_new=options["only_new"])
        totals = queries.unification(Narrowed(), SYSTEM).totals
        places: Counter[str] = Counter()
        items: dict[str, set[str]] = {}
        entries: dict[str, set[tuple[str, str]]] = {}
        for row in queries.all_deviations(Narrowed(), SYSTEM):
            aspect = row.deviation.aspect.value
            places[aspect] += not row.deviation.allowed
            if not row.deviation.allowed:
                items.setdefault(aspect, set()).add(row.code)
                entries.setdefault(aspect, set()).add((row.entry, row.variant))
        found = {
            "compared": compared,
            "entries": totals.entries,
            "items": totals.items,
            "with_standard": totals.with_standard,
            "deviating": totals.deviating,
            "differing": totals.differing,
            "aspects": {
                each.value: {
                    "entries": len(entries.get(each.value, ())),
                    "items": len(items.get(each.value, ())),
                    "places": places[each.value],
                }
                for each in ASPECTS
            },
        }
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for name, value in found.items():
            if isinstance(value, dict):
                self.stdout.write(f"{'aspect':<14}{'entries':>9}{'items':>9}{'places':>9}")
                for aspect, of in value.items():
                    cells = "".join(f"{of[each]:>9}" for each in ("entries", "items", "places"))
                    self.stdout.write(f"{aspect:<14}{cells}")
            else:
                self.stdout.write(f"{name}: {value}")
