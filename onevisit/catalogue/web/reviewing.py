"""目录审核: what waits for a second person, and approving several of it together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import ReviewLine
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.services import Answer
from onevisit.catalogue.web.comparing import section_of, told_of
from onevisit.catalogue.web.naming import names_of
from onevisit.catalogue.web.versions import reviewers
from onevisit.kernel import clock
from onevisit.kernel.ids import parse_id
from onevisit.ui.posted import page_of, written
from onevisit.ui.wordings import text_for

Text = str | Promise
_READ_HERE = 3
"""So many changes of an item are read on the list itself; of more the sections are named."""
_TICKED, _LISTED, _EVERY = "ticked", "listed", "every"

_WHY_NOT: dict[str, Text] = {
    "own": gettext_lazy("您参与了，由别人审"),
    "moved": gettext_lazy("起草以后有人发布了新版本"),
    "blocking": gettext_lazy("不合发布规则"),
    "flags": gettext_lazy("要逐条写理由"),
}
"""Why a version is opened instead of ticked, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Told:
    """A version that waits, in words: what differs, and why it cannot be ticked, "" when it can."""

    line: ReviewLine
    seen: str
    sentences: list[str]
    sections: list[str]
    why_not: Text


@require_safe
@never_cache
@reviewers
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what waits for its day."""
    return _page(request)


@require_POST
@reviewers
def approve_several(request: HttpRequest) -> HttpResponse:
    """Approve what was ticked, or all of the page that could be; tell of each that was not."""
    seen = _seen(request)
    if not seen:
        messages.warning(request, _("没有打勾。先在表里打勾，再批准。"))
        return HttpResponseRedirect(reverse("catalogue:reviews"))
    came = services.approve_several(seen, note=written(request, "note"), actor=actor_of(request))
    left = [each for each in came if each.problem is not None]
    well = len(came) - len(left)
    if well:
        said = ngettext("已批准发布 %(n)s 个。", "已批准发布 %(n)s 个。", well) % {"n": well}
        messages.success(request, said)
    if not left:
        return HttpResponseRedirect(reverse("catalogue:reviews"))
    return _page(request, left=left, status=200 if well else 409)


def _seen(request: HttpRequest) -> dict[UUID, str]:
    """The versions that were chosen, with the digest of what was listed."""
    posted = request.POST.getlist(_LISTED if request.POST.get(_EVERY) else _TICKED)
    pairs = (each.partition("|") for each in posted[: queries.MOST_LISTED])
    return {found: digest[:64] for text, _bar, digest in pairs if (found := parse_id(text))}


def _page(request: HttpRequest, *, left: Sequence[Answer] = (), status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    queue = queries.review_queue(actor=actor, page=page_of(request, digits=6))
    told = [_told(each) for each in queue.reviews]
    here = reverse("catalogue:reviews")
    context = {
        "queue": queue,
        "lines": told,
        "ready": [each for each in told if each.line.ready],
        "left": [(each, text_for(each.problem)) for each in left if each.problem],
        "standards": queries.standard_drafts(waiting=True, actor=actor),
        "prev_url": f"{here}?page={queue.page - 1}" if queue.page > 1 else "",
        "next_url": f"{here}?page={queue.page + 1}" if queue.page < queue.pages else "",
        "today": clock.today(),
    }
    return render(request, "catalogue/reviews.html", context, status=status)


def _told(line: ReviewLine) -> Told:
    read = isinstance(line.was, ItemDefinition) and len(line.changes) <= _READ_HERE
    sides = names_of(line.was), names_of(line.definition)
    told = told_of(line.changes, *sides) if read else []
    return Told(
        line=line,
        seen=f"{line.row.version_id}|{line.digest}",
        sentences=[text for each in told for text in each.lines],
        sections=list(dict.fromkeys(str(section_of(each)) for each in line.changes)),
        why_not=next((text for name, text in _WHY_NOT.items() if getattr(line, name)), ""),
    )
