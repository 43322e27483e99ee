"""「我的」: everything that is the visitor's own, one tap away; on a phone the menu has no room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onevisit.accounts.queries import actor_of
from onevisit.portal.web.citizen.navigation import not_acting, not_staff
from onevisit.ui.navigation import Link


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """For guests the way in; for everybody the view and the language they like."""
    return render(
        request,
        "portal/citizen/me.html",
        {
            "own": _own(request) if actor_of(request).user_id and not_staff(request) else (),
            "trail": [(_("我的"), "")],
        },
    )


def _own(request: HttpRequest) -> tuple[Link, ...]:
    """What the menu of the header does not name, being in the line above it."""
    rated = Link(_("评价办过的事"), reverse("ratings:mine"), "smile", "get")
    found = Link(_("我的办件"), reverse("portal:affairs"), "file-check", "get")
    return (found, rated) if not_acting(request) else (found,)
