"""Around every request: counted, timed and logged, without anything about the person."""

import logging
import time
from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase, HttpResponseNotFound

from onevisit.config import metrics
from onevisit.config.logs import ACCESS
from onevisit.config.web import probes

_PROBES = {"/healthz": probes.live, "/readyz": probes.ready, "/metrics": probes.metrics}
_STATIC = "/static/"
_log = logging.getLogger(ACCESS)


class ObserveMiddleware:
    """Belongs right inside the request's context, outside of everything else.

    A line of the access log says method, name of the page, status and time: no address, no path
    and no name, which may tell who looked at what. The trail of access is kept by ``audit``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Probes are answered here, before hosts, sessions and TLS are asked about."""
        began = time.perf_counter()
        probe = _PROBES.get(request.path_info)
        response = self.get_response(request) if probe is None else _probed(probe, request)
        seconds = time.perf_counter() - began
        route = _route(request)
        metrics.figures.observe(route, request.method or "", response.status_code, seconds)
        if route != "static" and probe is None:
            facts = {
                "method": request.method,
                "route": route,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            }
            _log.info("%(method)s %(route)s %(status)s %(ms)s ms", facts, extra=facts)
        return response


def _probed(
    probe: Callable[[HttpRequest], HttpResponseBase], request: HttpRequest
) -> HttpResponseBase:
    try:
        return probe(request)
    except Http404:
        return HttpResponseNotFound(content_type="text/plain")


def _route(request: HttpRequest) -> str:
    if request.path_info in _PROBES:
        return request.path_info.lstrip("/")
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(_STATIC) else "unmatched"
