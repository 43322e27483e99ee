"""The approver's desk: the queue by time left, and one case with everything that can be done."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts import services as people
from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission, PersonField, UnmaskReason
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.access import get_case_for
from onevisit.cases.queries.words import SPECIAL_PROCEDURES
from onevisit.cases.rules.lifecycle import Procedure
from onevisit.cases.rules.stopping import Stop
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.portal.web.staff import away, cosigning, extensions, labels
from onevisit.portal.web.staff.answering import (
    clock_response,
    file_response,
    in_place,
    letter_response,
    not_accepted_kind,
    page_response,
    seq_of,
    status_of,
    told,
    wants_part,
)
from onevisit.portal.web.staff.desk_page import case_page
from onevisit.portal.web.staff.files import case_file
from onevisit.portal.web.staff.visit_card import desk_row
from onevisit.ui.posted import page_of, text_of, written

QUEUE_LENGTH = 15
"""Cases in the column beside a case."""

SHOWS = ("", "mine", "free", "intake", "paused", "two")

officers = staff_required(Permission.CASES_REVIEW)


@require_safe
@officers
def desk(request: HttpRequest) -> HttpResponse:
    """The queue of the officer's departments."""
    actor = actor_of(request)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    after = request.GET.get("after") or None
    page = cases.desk(actor=actor, after=after, only=show)
    visits = () if after else cases.visits_on_desk(actor=actor).rows
    here = reverse("portal:desk")
    kept = f"show={show}&" if show else ""
    context = {
        "rows": page.rows,
        "states": labels.STATES,
        "tags": labels.STATE_TAGS,
        "show": show,
        "first_url": f"{here}?{kept}".rstrip("?&") if after else "",
        "next_url": f"{here}?{kept}after={page.after}" if page.after else "",
        "visits": [desk_row(each) for each in visits],
    }
    return render(request, "portal/staff/desk.html", context)


@require_safe
@officers
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case."""
    return _case(request, case_id)


def _case(
    request: HttpRequest,
    case_id: UUID,
    *,
    problem: str = "",
    status: int = 200,
    full: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page; with a `problem` it also keeps what was typed, `full` are fields shown in full."""
    actor = actor_of(request)
    view = cases.case_view(case_id=case_id, actor=actor)
    page = case_page(
        view,
        evidence=request.GET.get("file", ""),
        page=page_of(request),
        typed={key: str(value) for key, value in request.POST.items()} if problem else {},
    )
    context = {
        "p": page,
        "case": view,
        "may": view.may,
        "queue": cases.desk(actor=actor, limit=QUEUE_LENGTH).rows,
        "colleagues": away.others(view),
        "problem": problem,
        "full": full or {},
        "not_accepted": labels.NOT_ACCEPTED,
        "stops": labels.STOPS,
        "procedures": SPECIAL_PROCEDURES,
        "reasons_to_unmask": labels.UNMASK_REASONS,
        "may_unmask": actor.may(Permission.PEOPLE_UNMASK),
    }
    shown = render(request, "portal/staff/case.html", context, status=status)
    return in_place(request, shown)


@require_POST
@officers
def act(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything an officer does with a case; what goes wrong is told on the same page."""
    doing = DOINGS.get(text_of(request, "action"))
    if doing is None:
        raise Invalid("portal.unknown_action")
    try:
        message = doing(request, case_id, actor_of(request))
    except (Conflict, Invalid, Refused) as error:
        return _case(request, case_id, problem=told(error), status=status_of(error))
    if not wants_part(request):  # what htmx swaps shows by itself what was done
        messages.success(request, message)
    if text_of(request, "back") == "desk":
        return HttpResponseRedirect(reverse("portal:desk"))
    shown = text_of(request, "file")
    query = f"?file={shown}" if shown else ""
    return HttpResponseRedirect(reverse("portal:desk-case", args=[case_id]) + query)


def _accept(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.accept(case_id=case_id, actor=actor)
    return _("已受理，承诺期限从下一个工作日起算。")


def _not_accept(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.not_accept(
        case_id=case_id,
        reason=written(request, "not_accept_reason"),
        actor=actor,
        kind=not_accepted_kind(text_of(request, "kind")),
        refer_to=text_of(request, "refer_to"),
    )
    return _("已作出不予受理决定，理由会告知申请人。")


def _claim(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.claim(case_id=case_id, actor=actor, last_seq=seq_of(request))
    return _("已认领，同事不会再动这一件。")


def _release(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.release(case_id=case_id, actor=actor)
    return _("已退回队列。")


def _opinion(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.give_opinion(
        case_id=case_id,
        step=text_of(request, "step"),
        text=written(request, "opinion"),
        actor=actor,
    )
    return _("意见已写入，这一步完成。")


def _verdict(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    verdict = text_of(request, "verdict")
    material = text_of(request, "material")
    services.set_verdict(case_id=case_id, material=material, verdict=verdict, actor=actor)
    return {"ok": _("已记为核验通过。"), "doubt": _("已记为存疑。")}.get(verdict, _("已收回。"))


def _suspend(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    procedure = _procedure(text_of(request, "procedure"))
    until = clock.parse_day(text_of(request, "until"))
    why = written(request, "suspend_reason").strip()
    if until is None:
        raise Invalid("portal.bad_day", field="until")
    if procedure is None or not why:
        raise Invalid("cases.reason_needed", field="suspend_reason")
    named = SPECIAL_PROCEDURES[procedure]
    reason = _("%(procedure)s：%(reason)s") % {"procedure": named, "reason": why}
    services.suspend(case_id=case_id, reason=reason, until=until, actor=actor, procedure=procedure)
    return _("已进入特别程序，时限暂停，申请人会看到理由和预计结束日期。")


def _procedure(text: str) -> Procedure | None:
    return next((each for each in SPECIAL_PROCEDURES if each == text), None)


def _resume(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.resume(case_id=case_id, actor=actor)
    return _("特别程序结束，时限继续计算。")


def _decide(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    outcome = text_of(request, "outcome")
    services.decide(
        case_id=case_id,
        outcome=outcome,
        reason=written(request, "reason"),
        actor=actor,
        last_seq=seq_of(request),
    )
    return _("已准予，结果文书已生成。") if outcome == "approve" else _("已作出不予许可决定。")


def _stop(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    try:
        why = Stop(text_of(request, "why"))
    except ValueError:
        raise Invalid("portal.choose_reason", field="why") from None
    reason = written(request, "stop_reason")
    services.stop_case(
        case_id=case_id, why=why, reason=reason, actor=actor, last_seq=seq_of(request)
    )
    return _("这一件不再往下办，通知书已送达申请人。")


Doing = Callable[[HttpRequest, UUID, Actor], str]
DOINGS: Mapping[str, Doing] = {
    "accept": _accept,
    "not_accept": _not_accept,
    "claim": _claim,
    "release": _release,
    "opinion": _opinion,
    "verdict": _verdict,
    "suspend": _suspend,
    "resume": _resume,
    "decide": _decide,
    "stop": _stop,
    **away.DOINGS,
    **cosigning.DOINGS,
    **extensions.DOINGS,
}


@require_POST
@officers
def unmask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One sealed field of the applicant in full, on record, for this answer only."""
    actor = actor_of(request)
    person_id = get_case_for(actor, case_id).application.applicant_id
    try:
        field = PersonField(text_of(request, "field"))
        reason = UnmaskReason(text_of(request, "reason"))
    except ValueError:
        raise Invalid("portal.choose_reason", field="reason") from None
    if reason not in labels.UNMASK_REASONS:
        raise Invalid("portal.choose_reason", field="reason")
    value = people.unmask(person_id=person_id, field=field, reason=reason, actor=actor)
    response = _case(request, case_id, full={field.value: value})
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@officers
def file(request: HttpRequest, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A file this very case uses, as it was handed in."""
    return file_response(case_file(actor_of(request), case_id, evidence_id))


@require_safe
@officers
def page(request: HttpRequest, case_id: UUID, evidence_id: UUID, number: int) -> HttpResponse:
    """One page of it as a picture."""
    return page_response(case_file(actor_of(request), case_id, evidence_id), number)


@require_safe
@officers
def result(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The result of a granted case, our own PDF."""
    content = services.result_document(case_id=case_id, actor=actor_of(request))
    return file_response(content, trusted=True)


@require_safe
@officers
def letter(request: HttpRequest, case_id: UUID, seq: int) -> HttpResponse:
    """A letter that went out in the case, as PDF."""
    return letter_response(request, case_id, seq, actor_of(request))


@require_safe
@officers
def clock_days(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Each day of a clock, counted or not, and why."""
    return clock_response(request, case_id, kind, under="desk")
