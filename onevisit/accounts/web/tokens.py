"""Tokens of one's own: what there is, making one, ending one. For staff."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts import queries, services
from onevisit.accounts.guards import staff_required
from onevisit.accounts.rules import Actor
from onevisit.accounts.rules.tokens import NewToken, TokenDraft, holdable, scopes_named
from onevisit.accounts.web.wordings import SCOPE_NAMES
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError, Invalid, NotFound, Refused
from onevisit.ui.fields import FieldView, Option
from onevisit.ui.wordings import text_for

LIVES = ("30", "90", "365")
"""Days to choose from."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
def tokens(request: HttpRequest) -> HttpResponse:
    """The list and the form; a token just made is shown here, once."""
    if request.method != "POST":
        return _page(request)
    actor = queries.actor_of(request)
    try:
        made = services.issue_token(_draft(request, actor), actor=actor)
    except (Invalid, Refused) as error:
        return _page(request, error=error)
    return _page(request, made=made)


@require_POST
@staff_required()
def revoke(request: HttpRequest) -> HttpResponse:
    """End one of one's own tokens; ending it again changes nothing."""
    actor = queries.actor_of(request)
    prefix = request.POST.get("prefix", "")[:8]
    try:
        services.revoke_token(prefix, actor=actor)
    except NotFound as gone:  # the second click of two
        messages.info(request, text_for(gone))
    else:
        messages.success(request, _("令牌 %(prefix)s 已撤销，马上失效。") % {"prefix": prefix})
    return HttpResponseRedirect(reverse("accounts:tokens"))


def _draft(request: HttpRequest, actor: Actor) -> TokenDraft:
    days = request.POST.get("days", "")
    if actor.user_id is None or days not in LIVES:
        raise Invalid("accounts.bad_token_life", field="days")
    return TokenDraft(
        user_id=actor.user_id,
        name=request.POST.get("name", "")[:200],
        scopes=scopes_named(request.POST.getlist("scopes")),
        life=timedelta(days=int(days)),
    )


def _page(
    request: HttpRequest, *, made: NewToken | None = None, error: DomainError | None = None
) -> HttpResponse:
    actor, now = queries.actor_of(request), clock.now()
    told, at = (text_for(error), getattr(error, "field", "scopes")) if error else ("", "")
    listed = queries.tokens(user_id=actor.user_id)
    context = {
        "made": made,
        "shown": FieldView("text", _("令牌"), value=made.text, readonly=True) if made else None,
        "listed": [(each, each.state_at(now), _scopes(each.scopes)) for each in listed],
        "fields": _fields(request, actor, at, told),
        "errors": [(f"f-{at}", told)] if error else [],
        "trail": [(_("接口令牌"), "")],
    }
    return render(request, "accounts/tokens.html", context, status=422 if error else 200)


def _scopes(scopes: tuple[str, ...]) -> list[str]:
    return [str(SCOPE_NAMES.get(each, each)) for each in scopes]


def _fields(request: HttpRequest, actor: Actor, at: str, told: str) -> list[FieldView]:
    """Filled with what was just refused; empty after a token was made."""
    given = request.POST if told else {}
    offered = [Option(each, SCOPE_NAMES[each], each) for each in map(str, holdable(actor))]
    return [
        FieldView(
            "name",
            _("给哪个系统用"),
            value=str(given.get("name", "")),
            maxlength=80,
            error=told if at == "name" else "",
        ),
        FieldView(
            "scopes",
            _("可以做什么"),
            kind="checkbox",
            options=offered,
            values=request.POST.getlist("scopes") if told else (),
            help=_("只能选您自己有权做的事；您的权限收回，令牌也跟着失效。"),
            error=told if at == "scopes" else "",
        ),
        FieldView(
            "days",
            _("有效期"),
            kind="radio",
            options=[
                Option(each, ngettext("%(n)s 天", "%(n)s 天", int(each)) % {"n": each})
                for each in LIVES
            ],
            values=(str(given.get("days", LIVES[1])),),
            error=told if at == "days" else "",
        ),
    ]
