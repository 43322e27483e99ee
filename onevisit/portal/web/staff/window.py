"""The window's beginning: who stands there, for whom they act, and what they came for."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.access import get_person_for
from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import (
    Actor,
    OrganisationDraft,
    Permission,
    PersonDraft,
    RepresentationRole,
)
from onevisit.audit import services as audit
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.catalogue import queries as catalogue
from onevisit.guidance import queries as guidance
from onevisit.hall import services as hall
from onevisit.hall.queries import Board
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.queue import queue_context
from onevisit.ui.posted import text_of

RECENT = 6
"""Applications of a person shown beside what they came for."""

MOST_FOUND = 10
"""Things offered at a time."""

clerks = staff_required(Permission.CASES_INTAKE)


@require_safe
@clerks
def start(request: HttpRequest) -> HttpResponse:
    """新来一位, what was saved to go on with, and what was taken in today."""
    return _start(request)


def _start(
    request: HttpRequest,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    unknown: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page; `unknown` adds the form to register whoever was not found."""
    context = {
        **column(actor_of(request)),
        "typed": typed or {},
        "errors": errors or {},
        "unknown": unknown,
    }
    return render(request, "portal/staff/window.html", context, status=status)


def column(actor: Actor) -> dict[str, object]:
    """The left column of every page of the window."""
    today = cases.taken_in_today(actor=actor)
    return {
        "drafts": cases.window_drafts(actor=actor),
        "today": today,
        "mine": cases.waiting_for_window(actor=actor),
        "reasons": labels.WINDOW_TASKS,
        "most": cases.MOST_WAITING,
        "window": actor.window,
        "may_call": True,
        **queue_context(actor),
    }


@require_POST
@clerks
def find(request: HttpRequest) -> HttpResponse:
    """Find by ID number, or offer to register; the number stands in no address."""
    number = text_of(request, "id_number", 40)
    try:
        person = people.find_person_by_id_number(number, actor=actor_of(request))
    except Invalid as error:
        errors = {"id_number": told(error)}
        return _start(request, typed={"id_number": number}, errors=errors, status=422)
    if person is None:
        return _start(request, typed={"id_number": number}, unknown=True)
    hall.serve(person_id=person.id, actor=actor_of(request))
    return _to_person(person.id)


@require_POST
@clerks
def register(request: HttpRequest) -> HttpResponse:
    """Register whoever is new; a number known under another name is told, the name is not."""
    typed = {name: text_of(request, name, 80) for name in ("id_number", "name", "phone")}
    draft = PersonDraft(typed["name"], typed["id_number"], phone=typed["phone"])
    try:
        person_id = people.register_person(draft, actor=actor_of(request))
    except (Conflict, Invalid) as error:
        errors = {_field_of(error): told(error)}
        return _start(request, typed=typed, errors=errors, unknown=True, status=status_of(error))
    hall.serve(person_id=person_id, actor=actor_of(request))
    messages.success(request, _("已登记，证件号码核对无误。"))
    return _to_person(person_id)


def _field_of(error: DomainError) -> str:
    """The field of the form that the error is about."""
    if error.code.startswith("codes.mobile"):
        return "phone"
    if error.code in ("accounts.name_missing", "accounts.name_differs"):
        return "name"
    return "id_number"


def _to_person(person_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:window-person", args=[person_id]))


@require_safe
@clerks
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What this person came for."""
    return _person(request, person_id)


def _person(
    request: HttpRequest,
    person_id: UUID,
    *,
    problem: str = "",
    typed: dict[str, str] | None = None,
    org_error: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    asked = request.GET.get("q", "").strip()[:80]
    begun = cases.drafts_of(actor=actor, person_id=person_id)
    left = column(actor)
    came_for = "" if begun or asked else _came_for(left["board"])
    context = {
        **left,
        "person": accounts.masked_person(get_person_for(actor, person_id)),
        "organisations": accounts.organisations_of(person_id),
        "begun": begun,
        "at_begun": bool(begun) and not (asked or problem or org_error),
        "recent": cases.look_up(actor=actor, person_id=person_id, limit=RECENT),
        "q": asked,
        "found": _found(asked, came_for),
        "at_found": bool(asked or came_for),
        "problem": problem,
        "typed": typed or {},
        "org_error": org_error,
    }
    return render(request, "portal/staff/window_person.html", context, status=status)


def _came_for(board: object) -> str:
    """What the person said when they took their number."""
    current = board.current if isinstance(board, Board) else None
    return current.wants_name if current is not None else ""


def _found(asked: str, came_for: str) -> tuple[guidance.Hit, ...]:
    """What was searched for; without a search everything, what the person came for first."""
    hits = guidance.search(asked, limit=MOST_FOUND)
    first = guidance.search(came_for, limit=1) if came_for else ()
    return (*first, *(hit for hit in hits if hit.code not in {each.code for each in first}))


@require_POST
@clerks
def organisation(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The organisation somebody acts for; a failed check stops, unless the paper was looked at.

    With the override the clerk says why; what was overridden stands in the trail.
    """
    actor = actor_of(request)
    typed = {k: text_of(request, k, 120) for k in ("uscc", "org_name", "address", "role", "why")}
    override = request.POST.get("override") == "1" and bool(typed["why"])
    draft = OrganisationDraft(typed["org_name"], typed["uscc"], typed["address"], override=override)
    try:
        role = RepresentationRole(typed["role"] or "agent")
        _appoint(draft, person_id, role, actor, typed["why"])
    except (Conflict, Invalid, ValueError) as error:
        failed = error if isinstance(error, DomainError) else Invalid("portal.unknown_action")
        if request.POST.get("override") == "1" and not typed["why"]:
            failed = Invalid("portal.override_needs_reason")
        typed["check_failed"] = "1" if failed.code in _CHECK else ""
        return _person(
            request, person_id, typed=typed, org_error=told(failed), status=status_of(failed)
        )
    messages.success(request, _("已登记单位和代表关系。"))
    return _to_person(person_id)


_CHECK = ("accounts.uscc_check_failed", "portal.override_needs_reason")


def _appoint(
    draft: OrganisationDraft, person_id: UUID, role: RepresentationRole, actor: Actor, why: str
) -> None:
    get_person_for(actor, person_id)
    with transaction.atomic():
        organisation_id = people.register_organisation(draft, actor=actor)
        people.appoint(person_id=person_id, organisation_id=organisation_id, role=role, actor=actor)
        if draft.override:
            audit.record(
                action="portal.override_uscc",
                target_type="accounts.organisation",
                target_id=organisation_id,
                actor=actor,
                facts={"reason": why},
            )


@require_POST
@clerks
def begin(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Begin, or go on with the draft there is, whatever device began it."""
    actor = actor_of(request)
    code = text_of(request, "code")
    get_person_for(actor, person_id)
    try:
        application_id = services.start_application(
            offer_code=code,
            actor=actor,
            applicant_id=person_id,
            organisation_id=parse_id(text_of(request, "organisation")),
            channel="window",
        )
    except (Conflict, Invalid, NotFound, Refused) as error:
        return _person(request, person_id, problem=told(error), status=status_of(error))
    hall.at_work_on(
        application_id=application_id,
        person_id=person_id,
        wants=(code, catalogue.pinned_offer(code).offer.name),
        actor=actor,
    )
    return HttpResponseRedirect(reverse("portal:intake", args=[application_id]))
