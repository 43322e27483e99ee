"""The elderly view (one cookie, no account needed), and the way back to where one was."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

COOKIE = "view"
ELDER = "elder"
_YEAR_SECONDS = 365 * 24 * 3600


def is_elder(request: HttpRequest) -> bool:
    """Whether this visitor chose the elderly view."""
    return request.COOKIES.get(COOKIE) == ELDER


def remember(response: HttpResponseBase, *, elder: bool, secure: bool) -> None:
    """Keep the choice for a year, or forget it."""
    if elder:
        response.set_cookie(
            COOKIE, ELDER, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=secure
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


def safe_target(request: HttpRequest, address: str) -> str:
    """``address`` if it lies on this site, else the home page."""
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if own else "/"


def came_from(request: HttpRequest) -> str:
    """The page of this site the visitor came from, else the home page."""
    return safe_target(request, request.headers.get("Referer", ""))
