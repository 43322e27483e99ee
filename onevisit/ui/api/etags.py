"""Answers a caller may already have."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag


def unless_known(
    request: HttpRequest, digest: str, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """304 where the caller has the version with this digest, else what `make` gives, marked with
    it. It may be kept, but is to be asked about each time.
    """
    etag = quote_etag(digest)
    known = get_conditional_response(request, etag=etag)
    response = make() if known is None else HttpResponse(status=known.status_code)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response
