"""移交和销毁: what leaves the archive, and on whose word."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.archive import queries, services
from onevisit.archive.rules.retention import IN_ORDER
from onevisit.archive.web.finding import keepers, readers, year_of
from onevisit.archive.web.wordings import MARKS, RETENTIONS, STATES
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.ids import parse_id
from onevisit.ui.posted import text_of, uuid_of
from onevisit.ui.wordings import status_in_place, text_for

_LONG = 1000


@require_safe
@readers
def transfers(request: HttpRequest) -> HttpResponse:
    """Batches handed over, and what a new one is made of."""
    return _transfers(request)


def _transfers(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    found = queries.transfers(actor=actor, after=request.GET.get("after", ""))
    context = {
        "batches": found.rows,
        "after": found.after,
        "departments": directory.departments(),
        "retentions": [(each.value, RETENTIONS[each]) for each in IN_ORDER],
        "keeps": actor.may(Permission.ARCHIVE_KEEP),
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "archive/transfers.html", context, status=status)


@require_POST
@keepers
def make(request: HttpRequest) -> HttpResponse:
    """A new batch of what was never handed over."""
    try:
        made = services.make_transfer(
            to_office=text_of(request, "to_office", _LONG),
            department_id=uuid_of(request, "department"),
            year=year_of(text_of(request, "year", 4)),
            retention=text_of(request, "retention", 4),
            actor=actor_of(request),
        )
    except (Conflict, Invalid) as error:
        return _transfers(request, problem=text_for(error), status=status_in_place(error))
    return HttpResponseRedirect(reverse("archive:transfer", args=[made]))


@require_safe
@readers
def transfer(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """One batch: its list, what happened to it."""
    return _transfer(request, transfer_id)


def _transfer(
    request: HttpRequest, transfer_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.transfer_view(transfer_id=transfer_id, actor=actor_of(request))
    context = {
        "view": view,
        "lines": [(line, RETENTIONS[line.retention], False) for line in view.lines],
        "events": [(MARKS[each.mark], each) for each in view.events],
        "problem": problem,
    }
    return render(request, "archive/transfer.html", context, status=status)


@require_safe
@keepers
def export(request: HttpRequest, transfer_id: UUID) -> StreamingHttpResponse:
    """The whole batch, with its list and the verifier; on record, the same bytes every time."""
    name, pieces = services.export(transfer_id=transfer_id, actor=actor_of(request))
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@keepers
def transfer_act(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """The other side signed for it, or sent it back."""
    actor = actor_of(request)
    try:
        if text_of(request, "do", 10) == "returned":
            reason = text_of(request, "reason", _LONG)
            services.returned(transfer_id=transfer_id, reason=reason, actor=actor)
        else:
            receipt = text_of(request, "receipt", _LONG)
            services.receive(transfer_id=transfer_id, receipt=receipt, actor=actor)
    except (Conflict, Invalid) as error:
        return _transfer(
            request, transfer_id, problem=text_for(error), status=status_in_place(error)
        )
    messages.success(request, _("记下了。"))
    return HttpResponseRedirect(reverse("archive:transfer", args=[transfer_id]))


@require_safe
@readers
def destructions(request: HttpRequest) -> HttpResponse:
    """What is due, and every list there ever was."""
    return _destructions(request)


def _destructions(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    lists = queries.destructions(actor=actor, after=request.GET.get("list", ""))
    found = queries.due_for_destruction(actor=actor, after=request.GET.get("after", ""))
    context = {
        "due": found.lines,
        "due_lines": [
            (each.line, RETENTIONS[each.line.retention], each.held) for each in found.lines
        ],
        "after": found.after,
        "lists": [(each, STATES[each.state]) for each in lists.rows],
        "after_list": lists.after,
        "keeps": actor.may(Permission.ARCHIVE_KEEP),
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "archive/destructions.html", context, status=status)


@require_POST
@keepers
def propose(request: HttpRequest) -> HttpResponse:
    """Put what was ticked on a list."""
    chosen = [parse_id(each) for each in request.POST.getlist("package")[:200]]
    try:
        made = services.propose(
            package_ids=[each for each in chosen if each is not None],
            reason=text_of(request, "reason", _LONG),
            actor=actor_of(request),
        )
    except (Conflict, Invalid) as error:
        return _destructions(request, problem=text_for(error), status=status_in_place(error))
    return HttpResponseRedirect(reverse("archive:destruction", args=[made]))


@require_safe
@readers
def destruction(request: HttpRequest, destruction_id: UUID) -> HttpResponse:
    """One list."""
    return _destruction(request, destruction_id)


def _destruction(
    request: HttpRequest, destruction_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.destruction_view(destruction_id=destruction_id, actor=actor_of(request))
    context = {
        "view": view,
        "state": STATES[view.state],
        "lines": [(line, RETENTIONS[line.retention], line.id in view.held) for line in view.lines],
        "old": any(line.place for line in view.lines),
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "archive/destruction.html", context, status=status)


@require_POST
@staff_required(Permission.ARCHIVE_DESTROY)
def answer(request: HttpRequest, destruction_id: UUID) -> HttpResponse:
    """Another person than who proposed it approves or declines."""
    try:
        services.answer(
            destruction_id=destruction_id,
            approve=text_of(request, "do", 10) == "approve",
            words=text_of(request, "words", _LONG),
            actor=actor_of(request),
        )
    except (Conflict, Invalid) as error:
        return _destruction(
            request, destruction_id, problem=text_for(error), status=status_in_place(error)
        )
    messages.success(request, _("记下了。"))
    return HttpResponseRedirect(reverse("archive:destruction", args=[destruction_id]))
