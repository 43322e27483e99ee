"""``manage.py search "孩子上户口" [--limit 5] [--json]``."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from onevisit.guidance import queries
from onevisit.guidance.services import prepare_again


class Command(BaseCommand):
    """Find items and bundles by everyday words, pinyin or initials."""

    help = "Search the catalogue; prints codes and names, best first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to look for."""
        parser.add_argument("text", nargs="?", default="")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--served", help="code of who is served: 1 person, 2 enterprise …")
        parser.add_argument("--life-event")
        parser.add_argument("--json", action="store_true", help="one JSON list")
        parser.add_argument("--prepare", action="store_true", help="prepare everything anew first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search and print; when nothing is found, what might help."""
        if options["prepare"]:
            self.stderr.write(f"{prepare_again():,} things prepared")
        found = queries.find(
            options["text"],
            limit=max(options["limit"], 0),
            served=options["served"],
            life_event=options["life_event"],
        )
        every = [each for hit in found.hits for each in (hit, *hit.elsewhere)]
        if options["json"]:
            entries = [_entry(each, found.only_near) for each in every]
            self.stdout.write(json.dumps(entries, ensure_ascii=False))
            return
        for hit in every:
            self.stdout.write(f"{hit.code}\t{hit.name}\t{hit.department_name}")
        if not found.hits:
            self._help(options["text"])
        elif found.only_near:
            self.stderr.write(f"不确定这里有没有「{options['text']}」，以上只是意思相近的事。")

    def _help(self, text: str) -> None:
        found = queries.suggestions(text)
        near = "、".join(each.name for each in (*found.nearest, *found.popular))
        look = f"可以看看：{near}；或者" if near else "可以"
        self.stderr.write(f"没有找到「{text}」。{look}拨打 {found.phone}。")


def _entry(hit: queries.Hit, only_near: bool) -> dict[str, object]:
    return {
        "code": hit.code,
        "name": hit.name,
        "kind": hit.kind.value,
        "department": hit.department_name,
        "applicable": hit.applicable,
        "score": hit.score,
        "only_near": only_near,
    }
