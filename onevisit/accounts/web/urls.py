"""Addresses of the accounts room; the demonstration's logins exist only there."""

from django.conf import settings
from django.urls import URLPattern, path

from onevisit.accounts.web import demo, passwords, second_step, views


def patterns(*, demonstration: bool) -> list[URLPattern]:
    """All addresses; the list of demo logins only in a demonstration."""
    found = [
        path("login/", views.login, name="login"),
        path("login/code/", second_step.code, name="login-code"),
        path("login/enrol/", second_step.enrol, name="login-enrol"),
        path("account/password/", passwords.change, name="password"),
        path("logout/", views.logout, name="logout"),
        path("act-for/", views.act_for, name="act-for"),
    ]
    if demonstration:
        found.append(path("demo/logins/", demo.logins, name="demo-logins"))
    return found


urlpatterns = patterns(demonstration=settings.DEMO)
