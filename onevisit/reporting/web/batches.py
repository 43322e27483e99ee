"""数据上报: what went up, what was not taken, and sending it again."""

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.kernel.errors import Conflict
from onevisit.reporting import queries, services
from onevisit.reporting.web.wordings import STATES, TITLES, problem_text
from onevisit.ui.wordings import text_for

keepers = staff_required(Permission.REPORTING_KEEP)


@require_safe
@keepers
def home(request: HttpRequest) -> HttpResponse:
    """What waits, what was refused, the batches."""
    actor, before = actor_of(request), request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    lines, older = queries.batches(actor=actor, before=number)
    refused, after = queries.refused(actor=actor, after=request.GET.get("after", ""))
    context = {
        "state": queries.report_state(actor),
        "batches": [_shown(each) for each in lines],
        "older": older,
        "refused": [(each, TITLES[each.table]) for each in refused],
        "after": after,
    }
    return render(request, "reporting/home.html", context)


@require_safe
@keepers
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """One batch: its tables, what was not taken of it."""
    view = queries.batch_view(number=number, actor=actor_of(request))
    context = {
        "batch": _shown(view.line),
        "tables": [(each, TITLES[each.table]) for each in view.tables],
        "refused": [(each, TITLES[each.table]) for each in view.refused],
    }
    return render(request, "reporting/batch.html", context)


@require_safe
@keepers
def file(request: HttpRequest, number: int) -> HttpResponse:
    """The file of a batch; on record."""
    found = services.open_batch(number=number, actor=actor_of(request))
    answer = HttpResponse(found.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@keepers
def resend(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """A refused row goes into the next batch."""
    try:
        services.resend(row_id=row_id, actor=actor_of(request))
    except Conflict as error:
        flash.error(request, text_for(error))
    else:
        flash.success(request, _("下一批会再报一次。"))
    return HttpResponseRedirect(reverse("reporting:home"))


def _shown(line: queries.BatchLine) -> dict[str, object]:
    return {"line": line, "state": STATES[line.state], "problem": problem_text(line.problem)}
