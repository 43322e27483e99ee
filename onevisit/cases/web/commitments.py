"""告知承诺: what the office tells, read before a commitment is chosen instead of a paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.errors import material_not_wanted
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.overview import draft_or_receipt
from onevisit.catalogue.rules.definition import Commitment
from onevisit.guidance.rules.checklist import MaterialLine
from onevisit.kernel.errors import Invalid, Refused
from onevisit.ui.wordings import text_for


@dataclass(frozen=True)
class Telling:
    """What one part tells of a commitment, and for which material."""

    key: str
    name: str
    part: str
    told: Commitment


def tellings(draft: DraftView, lines: Sequence[MaterialLine]) -> list[Telling]:
    """What the offices tell before these commitments are signed."""
    names = {part.key: part.name for part in draft.offer.parts}
    return [
        Telling(line.key, line.name, names[pledge.part_key], pledge.commitment)
        for line in lines
        for pledge in line.pledges
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@applicants
def commit(request: HttpRequest, application_id: UUID, material: str) -> HttpResponse:
    """Read what is told (GET), then choose the commitment (POST)."""
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    line = draft.checklist.line(material)
    if line is None or not line.pledges:
        raise material_not_wanted(material)
    if request.method != "POST":
        return _page(request, draft, line)
    try:
        services.promise_instead(
            application_id=application_id, material=material, actor=actor_of(request)
        )
    except (Invalid, Refused) as error:
        return _page(request, draft, line, text_for(error))
    messages.success(request, _("“%(name)s”用承诺书代替，最后一起签名。") % {"name": line.name})
    return HttpResponseRedirect(f"{reverse('cases:draft', args=[draft.id])}#m-{material}")


def _page(
    request: HttpRequest, draft: DraftView, line: MaterialLine, problem: str = ""
) -> HttpResponse:
    chosen = line.key in {each.key for each in draft.pledged}
    files = any(each.kind != "promise" for each in draft.evidence.get(line.key, ()))
    context = {
        "draft": draft,
        "line": line,
        "tellings": tellings(draft, [line]),
        "chosen": chosen,
        "may_choose": line.pledgeable and not chosen and not files,
        "problem": problem,
    }
    return render(request, "cases/commit.html", context, status=422 if problem else 200)
