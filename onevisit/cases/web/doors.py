"""Who comes in: persons signed in. Who lost their session is brought back to their draft."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import actor_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def applicants(view: View[P]) -> View[P]:
    """Citizens only. A guest goes to the login and then to the draft, also after a POST."""
    guarded = citizen_required(view)

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if actor_of(request).user_id is None and request.method == "POST":
            return login_first(request, reverse("cases:draft", args=[kwargs["application_id"]]))
        return guarded(request, *args, **kwargs)

    return never_cache(door)


def login_first(request: HttpRequest, back: str) -> HttpResponse:
    """To the login, and then to `back`; htmx is told to go there with the whole page."""
    target = f"{reverse('accounts:login')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)
