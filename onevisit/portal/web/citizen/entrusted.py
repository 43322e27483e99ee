"""「我的代办员」: whom one lets act in one's own name, and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.errors import no_such_authority
from onevisit.accounts.guards import themselves_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import AssuranceLevel
from onevisit.kernel.errors import Conflict, DomainError, Invalid
from onevisit.kernel.ids import parse_id
from onevisit.portal.web import entrusting
from onevisit.ui.fields import FieldView
from onevisit.ui.wordings import status_in_place, text_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@themselves_required
def entrusted(request: HttpRequest) -> HttpResponse:
    """Who may act, who might; a POST gives an authority, signed here."""
    if request.method != "POST":
        return _page(request)
    actor = actor_of(request)
    try:
        draft = entrusting.typed_draft(
            request, UUID(str(actor.person_id)), entrusting.typed_helper(request)
        )
        people.sign_authority(draft, agreed=request.POST.get("agree") == "1", actor=actor)
    except (Invalid, Conflict) as error:
        return _page(request, error)
    messages.success(request, _("委托好了。代办员现在可以替您办，您随时可以在这里收回。"))
    return HttpResponseRedirect(reverse("portal:helpers"))


@never_cache
@require_POST
@themselves_required
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take an authority back, from this instant."""
    authority_id = parse_id(request.POST.get("authority", ""))
    if authority_id is None:
        raise no_such_authority()
    people.withdraw_authority(authority_id=authority_id, actor=actor_of(request))
    messages.success(
        request, _("已经收回，从现在起不能再代您办。办了一半的在“我的办件”里，您可以接着办。")
    )
    return HttpResponseRedirect(reverse("portal:helpers"))


def _page(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    shown = entrusting.given(accounts.authorities_of(UUID(str(actor.person_id))))
    at, told = (getattr(error, "field", None) or "helper", text_for(error)) if error else ("", "")
    context = {
        "live": [each for each in shown if each.line.live],
        "past": [each for each in shown if not each.line.live],
        "may_sign": actor.assurance >= AssuranceLevel.REAL_NAME,
        "fields": entrusting.fields(request, error),
        "agree": FieldView(
            "agree",
            _(
                "我委托这位代办员按上面写的范围和期限，以我的名义填表、交材料、签名提交、补正和查看进度。"
            ),
            kind="checkbox",
            error=told if at == "agree" else "",
        ),
        "errors": [(f"f-{at}", told)] if error else [],
        "trail": [(_("我的代办员"), "")],
    }
    status = status_in_place(error)
    return render(request, "portal/citizen/entrusted.html", context, status=status)
