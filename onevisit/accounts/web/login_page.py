"""The login page: by phone for citizens and businesses, by password for staff."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.accounts import services
from onevisit.accounts.web.second_step import status_of
from onevisit.kernel.errors import DomainError
from onevisit.ui.fields import FieldView
from onevisit.ui.wordings import text_for


@dataclass(frozen=True, slots=True)
class Tried:
    """What was typed into one of the two forms, and what was wrong with it."""

    value: str
    error: DomainError


def page(
    request: HttpRequest,
    onward: str,
    *,
    phone: Tried | None = None,
    username: Tried | None = None,
) -> HttpResponse:
    """Both forms; an error stands above its own, and decides the status."""
    tried = phone or username
    context = {
        "phone": FieldView(
            "phone",
            _("手机号"),
            kind="tel",
            autocomplete="tel-national",
            inputmode="tel",
            maxlength=20,
            value=phone.value if phone else "",
            error=_text(phone),
        ),
        "username": FieldView(
            "username",
            _("账号"),
            autocomplete="username",
            maxlength=64,
            value=username.value if username else "",
            error=_text(username),
        ),
        "password": FieldView(
            "password", _("密码"), kind="password", autocomplete="current-password"
        ),
        "phone_errors": [("f-phone", _text(phone))] if phone else [],
        "username_errors": [("f-username", _text(username))] if username else [],
        "by_phone": services.messages_open(),
        "next": onward,
        "demo_url": reverse("accounts:demo-logins") if settings.DEMO else "",
        "trail": [(_("登录"), "")],
    }
    status = status_of(tried.error if tried else None)
    return render(request, "accounts/login.html", context, status=status)


def _text(tried: Tried | None) -> str:
    return text_for(tried.error) if tried else ""
