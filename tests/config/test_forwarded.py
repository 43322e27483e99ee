"""The visitor's address behind a proxy."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from onevisit.config.forwarded import ForwardedMiddleware


def address_seen(request: HttpRequest) -> str:
    return ForwardedMiddleware(lambda asked: HttpResponse(asked.META["REMOTE_ADDR"]))(
        request
    ).content.decode()


@pytest.mark.parametrize(
    ("header", "seen"),
    [
        ("", "127.0.0.1"),
        ("192.0.2.7", "192.0.2.7"),
        ("10.0.0.1, 192.0.2.7", "192.0.2.7"),
        ("192.0.2.7,", "127.0.0.1"),
    ],
)
def test_only_what_the_proxy_appended_is_believed(header: str, seen: str) -> None:
    headers = {"X-Forwarded-For": header} if header else {}
    assert address_seen(RequestFactory().get("/", headers=headers)) == seen
