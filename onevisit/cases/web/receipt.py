"""收件凭证: the number, what was handed in, who decides, by when."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.cases import queries, services
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.papers import ACCEPT
from onevisit.cases.web.telling import COLLECTIONS


@require_safe
@applicants
def receipt(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The receipt; the same however often it is asked for."""
    actor = actor_of(request)
    view = queries.receipt_view(application_id=application_id, actor=actor)
    page = _status_page(view.number)
    asked = [application_id] if view.to_follow else []
    owed = queries.to_follow(application_ids=asked, actor=actor)
    lines = {line.key: line for line in view.to_follow}
    context = {
        "receipt": view,
        "collection": COLLECTIONS.get(view.collection, ""),
        "affair_url": page,
        "address": request.build_absolute_uri(
            page or reverse("cases:receipt", args=[application_id])
        ),
        "follow": [
            (lines[each.material], each)
            for each in owed.get(application_id, ())
            if each.material in lines
        ],
        "accept": ACCEPT,
    }
    return render(request, "cases/receipt.html", context)


@require_POST
@applicants
def again(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The same once more for another, with all that stays the same."""
    draft = services.start_again(application_id=application_id, actor=actor_of(request))
    messages.success(request, _("上一份的内容都带过来了，只改不一样的几项。"))
    return redirect("cases:draft", draft)


def _status_page(number: str) -> str:
    """Where the progress is shown, or nothing while no room shows it."""
    try:
        return reverse("portal:affair", args=[number])
    except NoReverseMatch:
        return ""
