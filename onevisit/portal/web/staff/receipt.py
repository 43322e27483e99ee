"""After 收件: the receipt, acceptance where the department delegated it, results of 即办件."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.access import get_application_for, get_case_for
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.catalogue import queries as catalogue
from onevisit.delivery.rules.consignments import PaperInfo, Where
from onevisit.hall import queries as hall
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.portal.web.papers import papers_shown
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import (
    file_response,
    not_accepted_kind,
    status_of,
    told,
)
from onevisit.portal.web.staff.window import clerks, column
from onevisit.ratings import queries as ratings
from onevisit.ratings.rules import OccasionKind
from onevisit.ui.posted import text_of

AT_WINDOW = frozenset({OccasionKind.INTAKE, OccasionKind.ON_THE_SPOT, OccasionKind.CORRECTION})
"""What a receipt of intake lets the person rate."""


@require_safe
@clerks
def receipt(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """收件凭证, with what the window may still do."""
    return _receipt(request, application_id)


def _receipt(
    request: HttpRequest, application_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    view = cases.receipt_view(application_id=application_id, actor=actor)
    standing = cases.status_view(application_id=application_id, actor=actor)
    delegated = _delegated(application_id, actor)
    context = {
        **column(actor),
        "receipt": view,
        "progress_url": request.build_absolute_uri(reverse("portal:affair", args=[view.number])),
        "rate_url": rate_url(request, application_id),
        "visits": hall.visits_of(application_id),
        "cases": [
            {
                "case": each,
                "state": labels.state_label(each.state),
                "tag": labels.state_tag(each.state),
                "may_accept": each.state is CaseState.SUBMITTED and each.part in delegated,
            }
            for each in standing.cases
        ],
        "papers": papers_shown(kept := cases.papers_of(application_id)),
        "keepable": _keepable(view, kept),
        "results": [e for e in standing.cases if e.result and not e.result.revoked_on],
        "ended": standing.ended_at,
        "to_correct": standing.gathering
        or bool(_IN_CORRECTION & {c.state for c in standing.cases}),
        "problem": problem,
        "not_accepted": labels.NOT_ACCEPTED,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "portal/staff/receipt.html", context, status=status)


def _keepable(view: cases.ReceiptView, kept: Iterable[PaperInfo]) -> list[tuple[str, str]]:
    """Materials whose original was here and is not kept: key and name."""
    held = {each.name for each in kept if each.where is not Where.OWNER}
    return [(key, name) for key, name in view.originals if name not in held]


def rate_url(
    request: HttpRequest, application_id: UUID, kinds: Collection[OccasionKind] = AT_WINDOW
) -> str:
    """Where the person rates what has just been done here, "" when they have already."""
    found = (o for o in ratings.occasions_of(application_id) if o.kind in kinds)
    newest = next(found, None)
    if newest is None or newest.level is not None:
        return ""
    return request.build_absolute_uri(reverse("ratings:rate", args=[newest.token]))


_IN_CORRECTION = frozenset({CaseState.CORRECTION_REQUESTED})


def _delegated(application_id: UUID, actor: Actor) -> frozenset[str]:
    """The parts whose department lets the window accept."""
    if not actor.may(Permission.CASES_ACCEPT):
        return frozenset()
    application = get_application_for(actor, application_id)
    offer = catalogue.offer_of(
        item_version_id=application.item_version_id,
        bundle_version_id=application.bundle_version_id,
        pins=application.pins,
    ).offer
    return frozenset(part.key for part in offer.parts if part.item.delegation.accept)


@require_POST
@clerks
def accept(request: HttpRequest, application_id: UUID, case_id: UUID) -> HttpResponse:
    """受理 under the department's delegation."""
    _belongs(request, application_id, case_id)
    try:
        services.accept(case_id=case_id, actor=actor_of(request))
    except (Conflict, Invalid, Refused) as error:
        return _receipt(request, application_id, problem=told(error), status=status_of(error))
    messages.success(request, _("已受理，承诺期限从下一个工作日起算。"))
    return HttpResponseRedirect(reverse("portal:intake-receipt", args=[application_id]))


@require_POST
@clerks
def refuse(request: HttpRequest, application_id: UUID, case_id: UUID) -> HttpResponse:
    """不予受理 under the department's delegation, with reasons."""
    _belongs(request, application_id, case_id)
    reason = request.POST.get("reason", "")
    try:
        services.not_accept(
            case_id=case_id,
            reason=reason,
            actor=actor_of(request),
            kind=not_accepted_kind(text_of(request, "kind")),
            refer_to=text_of(request, "refer_to"),
        )
    except (Conflict, Invalid, Refused) as error:
        return _receipt(request, application_id, problem=told(error), status=status_of(error))
    messages.success(request, _("已作出不予受理决定，理由在申请人的进度页上。"))
    return HttpResponseRedirect(reverse("portal:intake-receipt", args=[application_id]))


def _belongs(request: HttpRequest, application_id: UUID, case_id: UUID) -> None:
    case = get_case_for(actor_of(request), case_id)
    if case.application_id != application_id:
        raise NotFound("cases.no_such_case")


@require_safe
@clerks
def result(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The result of a granted case, to be printed."""
    content = services.result_document(case_id=case_id, actor=actor_of(request))
    return file_response(content, trusted=True)
