"""The gate in front of views: who may come in at all. For the views of this and of higher rooms.

A guest is sent to the login and back. Where a page is not for this kind of visitor there is no such
page (404); staff without the permission are told so (403). What a page shows is still fetched
through the room's own access.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from onevisit.accounts.errors import (
    authority_over,
    not_citizen,
    only_themselves,
    page_not_for_you,
)
from onevisit.accounts.queries import actor_of, own_actor, standing_in
from onevisit.accounts.rules import Actor, Permission, require

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]
Guarded = Callable[Concatenate[HttpRequest, P], R | HttpResponse]


def citizen_required(view: View[P, R]) -> Guarded[P, R]:
    """Persons signed in only, and who acts in another's name. Staff get Refused
    `accounts.not_citizen`: they have another door; who acted under an authority that ended
    meanwhile `accounts.authority_over`, so that nobody goes on in their own name unawares.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        actor = actor_of(request)
        if actor.user_id is None:
            return to_login(request)
        if actor.acting is None and standing_in(request) is not None:
            raise authority_over()
        if actor.person_id is None:
            raise not_citizen()
        return view(request, *args, **kwargs)

    return guarded


def themselves_required(view: View[P, R]) -> Guarded[P, R]:
    """As `citizen_required`, for what nobody does in somebody else's name: who acts for another
    gets Refused `accounts.only_themselves`.
    """

    @citizen_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if actor_of(request).acting is not None:
            raise only_themselves()
        return view(request, *args, **kwargs)

    return guarded


def helper_required(view: View[P, R]) -> Guarded[P, R]:
    """Helpers, also while they stand in for somebody; others as `staff_required`."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        actor = own_actor(request)
        if actor.user_id is None:
            return to_login(request)
        admit_staff(actor, Permission.PEOPLE_HELP)
        return view(request, *args, **kwargs)

    return guarded


def person_required(view: View[P, R]) -> Guarded[P, R]:
    """Persons signed in, also while they act in another's name or their authority has just ended:
    for the page on which one chooses for whom one acts.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        actor = own_actor(request)
        if actor.user_id is None:
            return to_login(request)
        if actor.person_id is None:
            raise not_citizen()
        return view(request, *args, **kwargs)

    return guarded


def login_required(view: View[P, R]) -> Guarded[P, R]:
    """Anybody signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if actor_of(request).user_id is None:
            return to_login(request)
        return view(request, *args, **kwargs)

    return guarded


def staff_required(
    *permissions: Permission,
) -> Callable[[View[P, R]], Guarded[P, R]]:
    """Staff holding one of `permissions` somewhere; any staff when none is named.

    Citizens get NotFound `accounts.page_not_for_you`, staff without it Refused
    `accounts.not_permitted`.
    """

    def decorate(view: View[P, R]) -> Guarded[P, R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
            actor = actor_of(request)
            if actor.user_id is None:
                return to_login(request)
            admit_staff(actor, *permissions)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def admit_staff(actor: Actor, *permissions: Permission) -> None:
    """The rule of `staff_required` for an actor at hand."""
    if not actor.is_staff:
        raise page_not_for_you()
    if permissions and not any(actor.may(permission) for permission in permissions):
        require(actor, permissions[0])


def to_login(request: HttpRequest) -> HttpResponse:
    """To the login, and back here afterwards when this page can be asked for again.

    A request by htmx is answered with `HX-Redirect`: its answer would else land inside the page.
    """
    back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    target = reverse("accounts:login") + (f"?{urlencode({'next': back})}" if back else "")
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)


def holding(*permissions: Permission) -> Callable[[HttpRequest], bool]:
    """For the navigation: whether the visitor holds one of these anywhere."""

    def held(request: HttpRequest) -> bool:
        actor = actor_of(request)
        return any(map(actor.may, permissions))

    return held
