"""A helper takes up the name of who gave their authority, and puts it down again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from onevisit.accounts import queries, services
from onevisit.accounts.errors import no_such_authority
from onevisit.accounts.guards import helper_required
from onevisit.accounts.web import sessions
from onevisit.kernel.errors import Invalid
from onevisit.kernel.ids import parse_id
from onevisit.ui.wordings import text_for


@never_cache
@require_POST
@helper_required
def begin(request: HttpRequest) -> HttpResponse:
    """Work in the name of the person from now on, in the pages everybody has."""
    _put_down(request)
    authority_id = parse_id(request.POST.get("authority", ""))
    if authority_id is None:
        raise no_such_authority()
    try:
        kept = services.begin_helping(
            authority_id=authority_id,
            met=request.POST.get("met", ""),
            actor=queries.own_actor(request),
        )
    except Invalid as error:
        messages.warning(request, text_for(error))
        return HttpResponseRedirect(str(settings.STAFF_REDIRECT_URL))
    sessions.clear(request)
    request.session[queries.STANDING_IN] = kept
    return HttpResponseRedirect(str(settings.LOGIN_REDIRECT_URL))


@never_cache
@require_POST
@helper_required
def end(request: HttpRequest) -> HttpResponse:
    """Work in one's own name again."""
    acting = queries.actor_of(request).acting
    _put_down(request)
    if acting is not None:
        messages.success(request, _("代办结束了。没交的草稿留在本人的“我的办件”里。"))
    return HttpResponseRedirect(str(settings.STAFF_REDIRECT_URL))


def _put_down(request: HttpRequest) -> None:
    """Whatever the session holds, whether it still holds good or not."""
    if request.session.get(queries.STANDING_IN) is None:
        return
    services.end_helping(actor=queries.actor_of(request))
    sessions.clear(request)
