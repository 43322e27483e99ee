"""延长办理期限: asking on the desk, and the page on which heads answer."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.ui.posted import text_of, written

heads = staff_required(Permission.CASES_EXTEND, Permission.CASES_EXTEND_JOINT)

Doing = Callable[[HttpRequest, UUID, Actor], str]


def _ask(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    reason = written(request, "extension_reason")
    services.ask_extension(case_id=case_id, reason=reason, actor=actor)
    return _("已报负责人审批，批准前期限不变。")


def _grant(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.grant_extension(case_id=case_id, actor=actor)
    return _("已批准延长，告知书已送达申请人。")


def _decline(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    reason = written(request, "extension_answer")
    services.decline_extension(case_id=case_id, reason=reason, actor=actor)
    return _("已退回，经办人会看到理由。")


ANSWERS: Mapping[str, Doing] = {"grant_extension": _grant, "decline_extension": _decline}
DOINGS: Mapping[str, Doing] = {"ask_extension": _ask, **ANSWERS}
"""What the desk's page of a case can do about its limit."""


@require_safe
@heads
def extensions(request: HttpRequest) -> HttpResponse:
    """What waits for an answer."""
    return _page(request)


@require_POST
@heads
def answer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Grant or decline; what goes wrong is told on the same page."""
    doing = ANSWERS.get(text_of(request, "action"))
    if doing is None:
        raise Invalid("portal.unknown_action")
    try:
        messages.success(request, doing(request, case_id, actor_of(request)))
    except (Conflict, Invalid, Refused) as error:
        return _page(request, problem=told(error), status=status_of(error))
    return HttpResponseRedirect(reverse("portal:extensions"))


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "rows": cases.extensions_waiting(actor=actor).rows,
        "may_open": actor.may(Permission.CASES_REVIEW),
        "problem": problem,
        "typed": written(request, "extension_answer") if problem else "",
    }
    return render(request, "portal/staff/extensions.html", context, status=status)
