"""``lint_catalogue``: everything published is looked at, and the exit code says what stands."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import services
from onevisit.catalogue.models import ItemVersion
from onevisit.kernel import clock
from tests.catalogue import publishable
from tests.catalogue.conftest import COUNTY, SMALL

pytestmark = pytest.mark.django_db


def lint(*options: str) -> tuple[int, str]:
    """Exit code and output of the command."""
    out = io.StringIO()
    try:
        call_command("lint_catalogue", *options, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def lint_json(*options: str) -> tuple[int, list[dict[str, Any]]]:
    code, out = lint("--json", *options)
    return code, [json.loads(line) for line in out.splitlines()]


def stand(*changes: tuple[str, Any]) -> UUID:
    """An item published with these changes, as an import would leave it."""
    document = publishable.changed(publishable.ITEM, changes)
    version = services.save_item_draft(document, region=COUNTY, department="market", actor=SYSTEM)
    ItemVersion.objects.filter(id=version).update(state="published", published_at=clock.now())
    return version


def test_nothing_published_is_nothing_to_say(offices: dict[str, UUID]) -> None:
    assert lint_json() == (0, [{"checked": 0, "block": 0, "warn": 0}])


def test_every_finding_is_told_with_place_and_remedy(offices: dict[str, UUID]) -> None:
    stand(("/texts/complaint_phone", "0580-5550111"), ("/everyday", []))
    code, (phones, names, total) = lint_json()
    assert code == 1
    assert total == {"checked": 1, "block": 1, "warn": 1}
    assert (phones["rule"], phones["severity"], phones["kind"]) == ("phones_same", "block", "wrong")
    assert (phones["place"], phones["found"]) == ("/texts/complaint_phone", "05805550111")
    assert phones["code"] == publishable.ITEM["code"]
    assert phones["remedy"] == "投诉电话换成另一个号码；只有 12345 可以两用。"
    assert names["rule"] == "everyday_missing"


def test_warnings_alone_do_not_fail(offices: dict[str, UUID]) -> None:
    stand(("/everyday", []))
    code, out = lint()
    assert code == 0
    assert "everyday_missing" in out
    assert "1 checked: 0 blocking findings, 1 to look at." in out


def test_one_rule_or_one_department_can_be_asked_for(offices: dict[str, UUID]) -> None:
    stand(("/texts/complaint_phone", "0580-5550111"), ("/everyday", []))
    assert lint_json("--rule", "everyday_missing")[1][-1] == {"checked": 1, "block": 0, "warn": 1}
    assert lint_json("--department", "police") == (0, [{"checked": 0, "block": 0, "warn": 0}])
    with pytest.raises(CommandError):
        lint("--department", "nowhere")


def test_drafts_are_looked_at_when_asked(offices: dict[str, UUID]) -> None:
    services.save_item_draft(
        publishable.changed(publishable.ITEM, (("/texts/complaint_phone", ""),)),
        region=COUNTY,
        department="market",
        actor=SYSTEM,
    )
    assert lint() == (0, "0 checked: 0 blocking findings, 0 to look at.\n")
    code, (found, _total) = lint_json("--drafts")
    assert (code, found["draft"], found["rule"]) == (1, True, "complaint_phone_missing")


def test_bundles_are_looked_at_with_the_items_of_their_parts(restaurant: UUID) -> None:
    total = lint_json()[1][-1]
    assert total["checked"] == len(SMALL) + 1


def test_more_items_cost_no_more_queries(publish: Callable[[str], UUID]) -> None:
    publish("small_food")
    first = queries_of_lint()
    for name in ("drainage", "sign", "fire_general"):
        publish(name)
    assert queries_of_lint() == first


def queries_of_lint() -> int:
    lint()  # the first run of the day writes what the second finds unchanged
    with CaptureQueriesContext(connection) as taken:
        lint()
    return len(taken)
