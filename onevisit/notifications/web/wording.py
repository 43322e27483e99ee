"""消息文字: the words of each kind, seen with examples before they are kept."""

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.notifications import queries, services
from onevisit.notifications.errors import no_such_kind
from onevisit.notifications.queries.templates import sample
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.rules.kinds import LEGAL, TOPICS, Kind
from onevisit.notifications.rules.texts import LONGEST_BODY, LONGEST_TITLE, Words, checked
from onevisit.notifications.web.wordings import KINDS, LANGUAGES, VARIABLES
from onevisit.notifications.web.wordings import TOPICS as TOPIC_NAMES
from onevisit.ui.wordings import status_in_place, text_for

officers = staff_required(Permission.CATALOGUE_PUBLISH)


@require_safe
@officers
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind with its words of today."""
    lines = [
        (line, KINDS[line.kind], TOPIC_NAMES[TOPICS[line.kind]][0], line.kind in LEGAL)
        for line in queries.kinds()
    ]
    return render(request, "notifications/kinds.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: look at new words, then keep them."""
    if kind not in set(Kind):
        raise no_such_kind()
    which = Kind(kind)
    if request.method != "POST":
        return _page(request, which)
    post = request.POST
    language = Language.EN if post.get("language") == "en" else Language.ZH
    title, body = (post.get(each, "") for each in ("title", "body"))
    try:
        if post.get("do") != "keep":
            words = sample(language, checked(which, title, body))
            return _page(request, which, preview=words)
        services.set_words(
            kind=which,
            language=language,
            title=title,
            body=body,
            since=clock.parse_day(post.get("since", "")),
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        field = str(getattr(error, "field", None) or "since")
        status = status_in_place(error)
        return _page(request, which, errors=[(field, text_for(error))], status=status)
    flash.success(request, _("记下了，到那一天起用新的文字。"))
    return HttpResponseRedirect(reverse("notifications:kind", args=[which]))


def _page(
    request: HttpRequest,
    which: Kind,
    *,
    preview: Words | None = None,
    errors: object = (),
    status: int = 200,
) -> HttpResponse:
    view = queries.kind_view(which)
    context = {
        "view": view,
        "name": KINDS[which],
        "legal": which in LEGAL,
        "variables": [("{" + each + "}", VARIABLES[each]) for each in view.variables],
        "words": [
            (LANGUAGES[language], words, dict(view.samples)[language])
            for language, words in view.words
        ],
        "versions": [(each, LANGUAGES[each.language]) for each in view.versions],
        "languages": [
            (each, LANGUAGES[each], request.POST.get("language", "zh") == each) for each in Language
        ],
        "typed": request.POST,
        "preview": preview,
        "errors": errors,
        "longest": (LONGEST_TITLE, LONGEST_BODY),
    }
    return render(request, "notifications/kind.html", context, status=status)
