"""Addresses of the accounts room; the demonstration's logins exist only there."""

from django.conf import settings
from django.urls import URLPattern, path

from onevisit.accounts.web import demo, views


def patterns(*, demonstration: bool) -> list[URLPattern]:
    """All addresses; the list of demo logins only in a demonstration."""
    found = [
        path("login/", views.login, name="login"),
        path("logout/", views.logout, name="logout"),
        path("act-for/", views.act_for, name="act-for"),
    ]
    if demonstration:
        found.append(path("demo/logins/", demo.logins, name="demo-logins"))
    return found


urlpatterns = patterns(demonstration=settings.DEMO)
