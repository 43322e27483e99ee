"""The figure of what is published, at the command line."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from onevisit.journeys.rules import solve_line
from tests.catalogue.conftest import item_document
from tests.factories.enablers import change

LICENCE = item_document("driver_licence")["document"]["code"]


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("journeys", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_published_is_expanded_and_explained(
    publish: Callable[[str], UUID], working: Callable[..., object]
) -> None:
    publish("driver_licence")
    assert "没有登记哪些支撑能力已经开通" in told("explain", LICENCE)
    working("driver_licence")
    result = json.loads(solve_line(told("expand", LICENCE).encode())[0])
    assert (result["worst"], result["worst_external"]) == (1, 1)
    explained = told("explain", LICENCE)
    assert explained.startswith("机动车驾驶证换证：最多跑 1 次")
    assert "（第三方，不计次数）" in explained
    assert "开通 remote_id 就不用去" in told("explain", LICENCE, "--without", "remote_id")
    with pytest.raises(CommandError, match="nothing is published"):
        told("explain", "no such code")


def test_the_page_shows_the_trips_and_that_the_declared_figure_is_another(
    client: Client, publish: Callable[[str], UUID], working: Callable[..., Any]
) -> None:
    change(working("driver_licence")["police.fee_online"], "absent")
    publish("driver_licence")
    page = client.get(f"/things/{LICENCE}/visits/").content.decode()
    assert "算下来最多跑 2 次" in page
    assert "目录里声明的是 1 次，和算出来的不一样" in page
    assert "缴工本费" in page
    assert "police.fee_online</b>：开通以后最多跑 1 次。 现在还没有。" in page
    assert "县级以上医院或者体检机构" in page
    assert f"/things/{LICENCE}/visits/" in client.get(f"/things/{LICENCE}/").content.decode()
    assert client.get("/things/no-such-thing/visits/").status_code == 404
