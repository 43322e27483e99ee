"""``/healthz``, ``/readyz`` and ``/metrics``: for load balancers and watchers, not for people.

They answer before hosts, sessions and TLS are looked at (see ``observe``), because a watcher asks
by address. Details and figures are for this machine, or for who has ONEVISIT_METRICS_TOKEN.
"""

import ipaddress
import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from onevisit.config import health, watching

_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA")
_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is looked at, so that no outage elsewhere restarts it."""
    return _unkept(JsonResponse({"status": "ok"}))


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when visitors may be sent here, else 503; what is missing is told to the trusted."""
    checks = health.readiness()
    whole = all(check.ok for check in checks)
    answer: dict[str, object] = {"status": "ok" if whole else "not ready"}
    if trusted(request):
        answer["checks"] = [
            {"name": check.name, "ok": check.ok, "detail": check.detail} for check in checks
        ]
    return _unkept(JsonResponse(answer, status=200 if whole else 503))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of all workers; for others there is no such page."""
    if not trusted(request):
        raise Http404
    return _unkept(HttpResponse(watching.text(), content_type=_CONTENT_TYPE))


def trusted(request: HttpRequest) -> bool:
    """Whether it comes from this machine itself, or shows the token.

    Behind a proxy everything may seem to come from this machine: there only the token counts.
    """
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "")
        if secrets.compare_digest(shown.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
            return True
    if settings.BEHIND_PROXY or any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
