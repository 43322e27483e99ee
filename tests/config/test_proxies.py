"""A trusted proxy is believed, and nobody else."""

from typing import Any

import pytest

from onevisit.config import proxies

PROXY, VISITOR = "10.0.0.7", "203.0.113.9"


def seen(trusted: tuple[str, ...] = ("10.0.0.0/24",), **environ: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    application = proxies.behind(lambda environ, _start: found.update(environ), trusted)
    application({"wsgi.url_scheme": "http", **environ}, None)
    return found


def test_the_visitor_is_the_last_address_that_is_no_proxy_of_ours() -> None:
    named = f"198.51.100.1, {VISITOR}, 10.0.0.8"
    found = seen(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=named, HTTP_X_FORWARDED_PROTO="https")
    assert (found["REMOTE_ADDR"], found["wsgi.url_scheme"]) == (VISITOR, "https")


def test_a_stranger_who_claims_to_be_a_proxy_is_not_believed() -> None:
    found = seen(
        REMOTE_ADDR=VISITOR,
        HTTP_X_FORWARDED_FOR="127.0.0.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_REQUEST_ID="0" * 32,
    )
    assert found == {"REMOTE_ADDR": VISITOR, "wsgi.url_scheme": "http"}


@pytest.mark.parametrize("named", ["", "unknown", "not an address, "])
def test_what_is_no_address_is_left_alone(named: str) -> None:
    found = seen(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=named, HTTP_X_FORWARDED_PROTO="gopher")
    assert (found["REMOTE_ADDR"], found["wsgi.url_scheme"]) == (PROXY, "http")


def test_a_proxy_that_is_no_address_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        seen(("proxy.example",))
