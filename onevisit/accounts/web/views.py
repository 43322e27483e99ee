"""Signing in and out, and choosing for whom one acts."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts import queries, services
from onevisit.accounts.guards import person_required
from onevisit.accounts.web import login_page, second_step, sessions
from onevisit.kernel.errors import Invalid, Refused
from onevisit.kernel.ids import parse_id


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The login form; a right password leads to the second step, or where the visitor wanted to
    go.
    """
    onward = request.POST.get("next") or request.GET.get("next", "")
    if request.method != "POST":
        if queries.actor_of(request).user_id is not None:
            return sessions.onward(request, onward)
        return login_page.page(request, onward)
    try:
        passed = services.sign_in(
            username=request.POST.get("username", ""),
            password=request.POST.get("password", "")[:1024],
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except (Invalid, Refused) as error:
        tried = login_page.Tried(request.POST.get("username", "")[:64], error)
        return login_page.page(request, onward, username=tried)
    return second_step.lead_on(request, passed, onward)


@never_cache
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    actor = queries.actor_of(request)
    if actor.user_id is not None:
        services.note_logout(actor)
    sessions.end(request)
    onward = sessions.onward(request, "")
    if actor.is_staff:  # what pages kept on this device for work without a connection
        onward["Clear-Site-Data"] = '"storage"'
    return onward


@never_cache
@require_POST
@person_required
def act_for(request: HttpRequest) -> HttpResponse:
    """Act from now on under a mandate or for a ward, for an organisation one represents, or for
    oneself again. Whatever one had taken up is put down first, with all the session held of it.
    """
    wanted = parse_id(request.POST.get("authority", ""))
    if queries.standing_in(request) is not None or wanted is not None:
        services.end_helping(actor=queries.actor_of(request))
        sessions.clear(request)
    actor = queries.own_actor(request)
    if wanted is not None:
        kept = services.begin_acting(authority_id=wanted, actor=actor)
        request.session[queries.STANDING_IN] = kept
        sessions.forget_actor(request)
        return sessions.onward(request, request.POST.get("next", ""))
    chosen = services.choose_organisation(
        organisation_id=parse_id(request.POST.get("organisation", "")), actor=actor
    )
    if chosen is None:
        request.session.pop(queries.ACTING_FOR, None)
    else:
        request.session[queries.ACTING_FOR] = str(chosen)
    return sessions.onward(request, request.POST.get("next", ""))
