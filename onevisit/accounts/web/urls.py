"""Addresses of the accounts room; a demonstration has two more."""

from django.conf import settings
from django.urls import URLPattern, path

from onevisit.accounts.web import (
    demo,
    helping,
    passwords,
    phone,
    real_name,
    second_step,
    tokens,
    views,
)


def patterns(*, demonstration: bool) -> list[URLPattern]:
    """All addresses; the pages of a demonstration only there."""
    found = [
        path("login/", views.login, name="login"),
        path("login/code/", second_step.code, name="login-code"),
        path("login/enrol/", second_step.enrol, name="login-enrol"),
        path("login/phone/", phone.send, name="phone"),
        path("login/phone/code/", phone.code, name="phone-code"),
        path("login/phone/again/", phone.again, name="phone-again"),
        path("login/register/", phone.register, name="register"),
        path("account/real-name/", real_name.raise_level, name="real-name"),
        path("account/link/", real_name.link, name="link"),
        path("account/link/code/", real_name.send_code, name="link-code"),
        path("account/password/", passwords.change, name="password"),
        path("account/tokens/", tokens.tokens, name="tokens"),
        path("account/tokens/revoke/", tokens.revoke, name="tokens-revoke"),
        path("logout/", views.logout, name="logout"),
        path("act-for/", views.act_for, name="act-for"),
        path("helper/begin/", helping.begin, name="helper-begin"),
        path("helper/end/", helping.end, name="helper-end"),
    ]
    if demonstration:
        found += [
            path("demo/logins/", demo.logins, name="demo-logins"),
            path("demo/messages/", phone.sandbox_messages, name="demo-messages"),
        ]
    return found


urlpatterns = patterns(demonstration=settings.DEMO)
