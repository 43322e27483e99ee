"""Every answer carries the headers of the house."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_every_answer_carries_a_strict_policy() -> None:
    response = Client().get("/no-such-page/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in response.headers["Permissions-Policy"]
