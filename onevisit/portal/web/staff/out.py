"""The unified out-window: what is ready, to whom, identified how, handed over in one visit."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.access import get_person_for
from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Deed, Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.access import visible_to
from onevisit.cases.queries.revoked import revoked_results
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.papers import PaperShown, papers_shown
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import file_response, status_of, told
from onevisit.portal.web.staff.receipt import rate_url
from onevisit.ratings.rules import OccasionKind
from onevisit.ui.posted import text_of

MOST_AT_ONCE = 50

handers = staff_required(Permission.CASES_HAND_OUT)


@require_safe
@handers
def out(request: HttpRequest) -> HttpResponse:
    """What is ready: all of it, or of one number."""
    return _out(request)


def _out(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    number = request.GET.get("q", "").strip().upper()[:100]
    after = request.GET.get("after", "")[:40]
    found = cases.out_window(actor=actor, number=number, after=after, limit=MOST_AT_ONCE + 1)
    lines = found[:MOST_AT_ONCE]
    people_there = {line.applicant_id for line in lines}
    if number and not lines:
        people_there = {each.applicant_id for each in revoked_results(actor=actor, number=number)}
    if number and len(people_there) == 1:
        return HttpResponseRedirect(reverse("portal:out-person", args=[people_there.pop()]))
    here = reverse("portal:out")
    kept = f"q={quote(number)}&" if number else ""
    context = {
        "lines": lines,
        "more": len(found) > len(lines),
        "q": number,
        "problem": problem,
        "window": actor.window,
        "seated": actor.service_point_id is not None,
        "first_url": f"{here}?{kept}" if after else "",
        "next_url": (
            f"{here}?{kept}after={lines[-1].application_id}" if len(found) > len(lines) else ""
        ),
    }
    return render(request, "portal/staff/out.html", context, status=status)


@require_POST
@handers
def find(request: HttpRequest) -> HttpResponse:
    """By the ID number on the card; it stands in no address."""
    number = text_of(request, "id_number", 40)
    try:
        person = people.find_person_by_id_number(number, actor=actor_of(request))
    except Invalid as error:
        return _out(request, problem=told(error), status=422)
    if person is None:
        return _out(request, problem=_("没有登记过这个证件号码的人。"), status=422)
    return HttpResponseRedirect(reverse("portal:out-person", args=[person.id]))


@require_safe
@handers
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything that waits for one person, and who may take it."""
    return _person(request, person_id)


def _person(
    request: HttpRequest, person_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    lines = cases.out_window(actor=actor, person_id=person_id)
    context = {
        "person": accounts.masked_person(get_person_for(actor, person_id)),
        "lines": lines,
        "revoked": revoked_results(actor=actor, person_id=person_id),
        "receivers": _receivers(person_id, lines),
        "identified": labels.IDENTIFIED,
        "kept": _kept(actor, person_id),
        "originals": any(line.originals_due for line in lines),
        "window": actor.window,
        "problem": problem,
        "ticked": set(request.POST.getlist("case")),
        "typed": request.POST,
    }
    return render(request, "portal/staff/out_person.html", context, status=status)


def _kept(actor: Actor, person_id: UUID) -> list[tuple[UUID, PaperShown]]:
    """Originals of this person that lie here: they go back with whatever else is fetched."""
    found = [line.paper for line in cases.originals_here(actor=actor, person_id=person_id)]
    return [(each.id, shown) for each, shown in zip(found, papers_shown(found), strict=True)]


def _receivers(person_id: UUID, lines: tuple[cases.OutLine, ...]) -> list[tuple[UUID, str]]:
    """Who may stand there: the applicant, anybody who acts for the organisation now, or whose
    mandate says that they collect.
    """
    ids = {person_id}
    mandates = accounts.usable_from(person_id)
    for organisation_id in {line.organisation_id for line in lines if line.organisation_id}:
        ids |= set(accounts.representatives_of(organisation_id))
        mandates += accounts.usable_for_organisation(organisation_id)
    for line in lines:
        ids |= {
            each.agent_id
            for each in mandates
            if each.agent_id and each.reaches(line.application_id, line.offer_code, Deed.COLLECT)
        }
    known = accounts.person_summaries(ids)
    ordered = sorted(known.values(), key=lambda each: (each.id != person_id, each.name))
    return [(each.id, f"{each.masked_name} {each.masked_id_number}") for each in ordered]


@require_POST
@handers
def hand(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Several results in one visit, all or none."""
    chosen = _ids(request.POST.getlist("case"))
    try:
        services.hand_out(
            case_ids=chosen,
            receiver_id=_id(text_of(request, "receiver")),
            identified_by=text_of(request, "identified_by"),
            actor=actor_of(request),
            originals_seen=request.POST.get("originals") == "1",
        )
    except (Conflict, Invalid, Refused) as error:
        return _person(request, person_id, problem=told(error), status=status_of(error))
    messages.success(request, _("已送达，跑动记一次。请申请人在送达回证上签名。"))
    asked = QueryDict(mutable=True)
    asked.setlist("case", [str(each) for each in chosen])
    return HttpResponseRedirect(f"{reverse('portal:out-receipt')}?{asked.urlencode()}")


def _id(text: str) -> UUID:
    found = parse_id(text)
    if found is None:
        raise Invalid("portal.choose_receiver", field="receiver")
    return found


def _acted(authority_id: UUID | None) -> str:
    """Who took it for whom; "" for the applicant's side itself."""
    return "".join(accounts.said_under([authority_id] if authority_id else []).values())


def _ids(texts: list[str]) -> list[UUID]:
    return [_id(text) for text in texts[:MOST_AT_ONCE]]


@require_safe
@handers
def receipt(request: HttpRequest) -> HttpResponse:
    """送达回证 for what was handed over together."""
    actor = actor_of(request)
    chosen = _ids(request.GET.getlist("case"))
    if not chosen:
        return HttpResponseRedirect(reverse("portal:out"))
    rows = _handed(actor, chosen)
    links = {rate_url(request, row["id"], {OccasionKind.HAND_OUT}) for row in rows}
    context = {"rows": rows, "rate_urls": sorted(links - {""}), "window": actor.window}
    return render(request, "portal/staff/out_receipt.html", context)


def _handed(actor: Actor, case_ids: list[UUID]) -> list[dict[str, Any]]:
    """Raises NotFound `cases.no_such_case` when one was not handed out, or not for the actor."""
    found = list(
        visible_to(actor)
        .filter(id__in=case_ids, state=CaseState.DELIVERED, hand_out__isnull=False)
        .select_related("hand_out__receiver", "hand_out__service_point", "result", "department")
        .select_related("application__applicant", "application__organisation")
        .order_by("id")
    )
    if not found or len(found) != len(set(case_ids)):
        raise NotFound("cases.no_such_case")
    return [
        {
            "id": case.application_id,
            "number": case.number,
            "name": case.name,
            "department": case.department.name,
            "result": case.result,
            "application": case.application.number,
            "receiver": accounts.masked_person(case.hand_out.receiver),
            "acted": _acted(case.hand_out.authority_id),
            "identified": labels.IDENTIFIED[case.hand_out.identified_by],
            "place": case.hand_out.service_point.name,
            "window": case.hand_out.window,
            "at": case.hand_out.at,
        }
        for case in found
    ]


@require_safe
@handers
def result(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The result, to be looked at and printed before it is handed over."""
    content = services.result_document(case_id=case_id, actor=actor_of(request))
    return file_response(content, trusted=True)
