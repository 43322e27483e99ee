"""The elderly view: one cookie, no account needed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

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
