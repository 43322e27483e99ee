"""一次性告知: where an officer, or a clerk under delegation, says all that is missing at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import CaseView
from onevisit.cases.rules.gaps import GapDraft, GapKind
from onevisit.cases.rules.submission import CARRIED
from onevisit.catalogue.rules.vocabulary import Prefill
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.window import clerks
from onevisit.ui.posted import written

officers = staff_required(Permission.CASES_REVIEW)


@dataclass(frozen=True)
class GapRow:
    """A material or a field that may be asked for. `value` names it in the form."""

    value: str
    name: str
    shown: str
    chosen: bool
    reason: str
    remedy: str


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def desk_gaps(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """For the department of the case."""
    return _gaps(request, case_id, reverse("portal:desk-case", args=[case_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def window_gaps(request: HttpRequest, application_id: UUID, case_id: UUID) -> HttpResponse:
    """For the window that the department lets accept."""
    back = reverse("portal:intake-receipt", args=[application_id])
    return _gaps(request, case_id, back, within=application_id)


def _gaps(
    request: HttpRequest, case_id: UUID, back: str, *, within: UUID | None = None
) -> HttpResponse:
    actor = actor_of(request)
    view = cases.case_view(case_id=case_id, actor=actor)
    if within not in (None, view.application_id):
        raise NotFound("cases.no_such_case")
    if request.method != "POST":
        return _page(request, view, back)
    try:
        sent = services.ask_correction(case_id=case_id, gaps=posted_gaps(request), actor=actor)
    except (Conflict, Invalid, Refused) as error:
        return _page(request, view, back, problem=told(error), status=status_of(error))
    messages.success(
        request,
        _("一次性告知书已发出，申请人马上能看到。")
        if sent
        else _("已记下。等其他部门都答复了，合成一份告知书一起发出，最晚在受理期限最后一天发。"),
    )
    return HttpResponseRedirect(back)


def _page(
    request: HttpRequest, view: CaseView, back: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    papers, fields = askable_rows(request, view)
    context = {
        "case": view,
        "papers": papers,
        "fields": fields,
        "waiting": [each for each in view.siblings if each.state == "submitted"],
        "back": back,
        "problem": problem,
    }
    return render(request, "portal/staff/gaps.html", context, status=status)


def askable_rows(request: HttpRequest, view: CaseView) -> tuple[Sequence[GapRow], Sequence[GapRow]]:
    """After a notice only what it told, after a pre-review what that left open, else everything."""
    papers, fields = gap_rows(request, view)
    if view.notified:
        known = {f"{gap.kind}:{gap.key}" for gap in view.gaps}
    elif view.askable is not None:
        known = {f"{kind}:{key}" for kind, key in view.askable}
    else:
        return papers, fields
    return [row for row in papers if row.value in known], [
        row for row in fields if row.value in known
    ]


def gap_rows(request: HttpRequest, view: CaseView) -> tuple[Sequence[GapRow], Sequence[GapRow]]:
    """Everything the applicant hands in or fills in, with what was typed or recorded of it."""
    papers = [
        _row(request, view, GapKind.MATERIAL, row.material, row.name, "")
        for row in view.materials
        if row.how in CARRIED
    ]
    fields = [
        _row(request, view, GapKind.FIELD, line.field.key, line.field.label, line.shown)
        for group in view.groups
        for line in group.fields
        if line.field.prefill is not Prefill.ANSWER
    ]
    return papers, fields


def _row(
    request: HttpRequest, view: CaseView, kind: GapKind, key: str, name: str, shown: str
) -> GapRow:
    value = f"{kind}:{key}"
    before = next((g for g in view.gaps if (g.kind, g.key) == (kind, key)), None)
    usual = _("请补交符合要求的材料。") if kind is GapKind.MATERIAL else _("请改正这一栏。")
    if request.method == "POST":
        chosen = value in request.POST.getlist("gap")
        reason, remedy = _words(request, value)
        return GapRow(value, name, shown, chosen, reason, remedy)
    recorded = before is not None and view.gathering and not before.mended
    return GapRow(
        value,
        name,
        shown,
        recorded,
        before.reason if before else "",
        before.remedy if before else usual,
    )


def posted_gaps(request: HttpRequest) -> list[GapDraft]:
    """The gaps as written. Raises Invalid `cases.gap_unknown`."""
    found = []
    for value in request.POST.getlist("gap"):
        kind, _colon, key = value.partition(":")
        if kind not in set(GapKind):
            raise Invalid("cases.gap_unknown")
        found.append(GapDraft(GapKind(kind), key, *_words(request, value)))
    return found


def _words(request: HttpRequest, value: str) -> tuple[str, str]:
    return written(request, f"reason:{value}").strip(), written(request, f"remedy:{value}").strip()
