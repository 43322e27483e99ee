"""大家的说法: what people type and open, for an officer to take as everyday names or not."""

from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.guidance import queries, services

keepers = staff_required(Permission.CATALOGUE_EDIT)


@require_safe
@keepers
def sayings(request: HttpRequest) -> HttpResponse:
    """Phrases to look at, what nobody found, and what was decided."""
    return render(request, "guidance/sayings.html", {"page": queries.sayings(actor_of(request))})


@require_POST
@keepers
def judge(request: HttpRequest) -> HttpResponse:
    """Take a phrase as an everyday name, or decide against it; either may be changed later."""
    phrase, taken = request.POST.get("phrase", ""), request.POST.get("taken") == "1"
    services.judge_phrase(
        phrase=phrase,
        code=request.POST.get("code", ""),
        taken=taken,
        actor=actor_of(request),
    )
    said = _("“%(phrase)s”已收为日常用语，现在就搜得到。") if taken else _("“%(phrase)s”不收。")
    messages.success(request, said % {"phrase": phrase})
    return HttpResponseRedirect(reverse("guidance:sayings"))


def note_opened(request: HttpRequest, code: str) -> None:
    """Who comes to a thing from our own page of results has chosen it."""
    typed = _typed_before(request)
    if typed:
        services.note_choice(typed, code, visitor=_visitor(request))


def note_not_found(request: HttpRequest, typed: str) -> None:
    """Nothing was found for what was typed."""
    services.note_choice(typed, "", visitor=_visitor(request))


def _typed_before(request: HttpRequest) -> str:
    """What was searched for on the page this visitor comes from; the header is only believed of
    our own search page.
    """
    try:
        before = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return ""
    ours = before.netloc == request.get_host() and before.path == reverse("guidance:search")
    return parse_qs(before.query).get("q", [""])[0] if ours else ""


def _visitor(request: HttpRequest) -> str:
    return f"{request.META.get('REMOTE_ADDR', '')} {request.META.get('HTTP_USER_AGENT', '')}"
