"""An import refuses nothing for the publish rules: what they find is kept with the item."""

import json
from pathlib import Path

import pytest

from bench.imports import invented
from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.catalogue.models import Item
from onevisit.catalogue.rules.importing.drafts import Outcome
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.rules.publishing import item_findings, rules_of

pytestmark = pytest.mark.django_db


def imported(path: Path, **changes: object) -> list[Item]:
    """Two invented items, the first with these cells."""
    invented(path, 2)
    first, second = path.read_text(encoding="utf-8").splitlines()
    row = json.dumps({**json.loads(first), **changes}, ensure_ascii=False)
    path.write_text(f"{row}\n{second}\n", encoding="utf-8")
    summary = services.import_catalogue(
        path=path, form="guangdong", encoding="utf-8", actor=SYSTEM, tell=lambda _: None
    )
    assert summary.counts[Outcome.REFUSED] == 0
    return list(Item.objects.select_related("current").order_by("code"))


def test_what_is_found_stands_with_every_imported_item(tmp_path: Path) -> None:
    items = imported(tmp_path / "items.jsonl", complain_phone="020-83133642", consult_phone="")
    for item in items:
        assert item.current is not None
        assert item.findings == list(rules_of(item_findings(parse_item(item.current.document))))
    assert "consult_phone_missing" in items[0].findings
    assert "consult_phone_missing" not in items[1].findings


def test_an_item_that_changed_is_looked_at_again(tmp_path: Path) -> None:
    imported(tmp_path / "items.jsonl", consult_phone="")
    items = imported(tmp_path / "items.jsonl", consult_phone="020-83133642")
    assert "consult_phone_missing" not in items[0].findings


def test_the_source_says_themes_and_that_nothing_can_be_sent(tmp_path: Path) -> None:
    changes = {"courier_service": "否", "theme_category": ["职业资格"], "ONLINECHECK": "0"}
    items = imported(tmp_path / "items.jsonl", handle_location="办理地点：无", **changes)
    first, second = (parse_item(each.current.document) for each in items if each.current)
    assert (first.postal_application, first.themes) == (False, ("职业资格",))
    assert first.texts.location == ""
    assert (second.postal_application, second.themes) == (None, ("其他",))
    assert {"offline_without_way", "location_missing"} <= set(items[0].findings)
