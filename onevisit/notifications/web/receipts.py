"""Where gateways tell what became of a message."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onevisit.kernel.errors import NotFound, Refused
from onevisit.notifications import services


@csrf_exempt
@require_POST
def receipt(request: HttpRequest, channel: str) -> HttpResponse:
    """Believed by its signature alone. 200: heard; 404: nothing was sent under its key (yet), 400:
    not signed; both are to be said again later.
    """
    try:
        news = services.take_receipt(channel=channel, body=request.body, headers=request.headers)
    except Refused:
        return HttpResponse("bad signature", status=400, content_type="text/plain")
    except NotFound:
        return HttpResponse("unknown", status=404, content_type="text/plain")
    return HttpResponse("applied" if news else "known", content_type="text/plain")
