"""The figure of what is published, at the command line."""

import io
import json
from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from onevisit.journeys.rules import solve_line
from tests.catalogue.conftest import item_document

LICENCE = item_document("driver_licence")["document"]["code"]


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("journeys", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_published_is_expanded_and_explained(publish: Callable[[str], UUID]) -> None:
    publish("driver_licence")
    result = json.loads(solve_line(told("expand", LICENCE).encode())[0])
    assert (result["worst"], result["worst_external"]) == (3, 1)
    explained = told("explain", LICENCE)
    assert explained.startswith("机动车驾驶证换证：最多跑 3 次")
    assert "（第三方，不计次数）" in explained
    assert "开通 remote_id 就不用去" in told("explain", LICENCE, "--without", "remote_id")
    with pytest.raises(CommandError, match="nothing is published"):
        told("explain", "no such code")
