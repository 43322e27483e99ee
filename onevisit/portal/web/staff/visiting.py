"""踏勘随身页: today's visits on a phone, kept on it while there is no connection.

The page, its styles and scripts are kept by a service worker whose scope is this page alone; what
is written goes into the device first and is sent from there. Each finding bears an id the device
made, so that sending it twice writes it once. Without scripts the forms are those of each visit.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.cases import services
from onevisit.cases.queries.visiting import ToMake, visit_of, visits_to_make
from onevisit.cases.rules.joint import MOST_PHOTOS, Noted, Verdict
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.portal.web.staff.answering import told
from onevisit.portal.web.staff.joint import (
    Typed,
    day_in,
    finding_fields,
    photos_in,
    point_fields,
    points_in,
    verdict_in,
)
from onevisit.portal.web.staff.visit_card import MARKS, VERDICTS, slot_words
from onevisit.ui.formatting import local_datetime
from onevisit.ui.posted import number_of, text_of, uuid_of, written

officers = staff_required(Permission.CASES_REVIEW)
_AGAIN_LATER = frozenset({"vault.no_room"})
"""What is not the finding's fault: the device keeps it and tries again."""


@require_safe
@officers
def visits(request: HttpRequest) -> HttpResponse:
    """What is to be looked at today, each with its form."""
    actor = actor_of(request)
    context = {
        "visits": [_shown(request, each) for each in visits_to_make(actor=actor)],
        "who": actor.user_id,
        "made_at": clock.now(),
        "most": MOST_PHOTOS,
        "marks": MARKS.items(),
    }
    return render(request, "portal/staff/visits.html", context)


def _shown(request: HttpRequest, each: ToMake) -> dict[str, object]:
    case_id = each.line.case_id
    return {
        "line": each.line,
        "written": each.written,
        "when": slot_words(each.line.act.slot),
        "today": each.line.act.slot.on == clock.today(),
        "others": [s for s in each.line.act.seats if s.case_id != case_id],
        "fields": finding_fields(Typed(request, None), apart=f"{case_id}-"),
        "points": point_fields(
            each.line.seat.points if each.line.seat else (),
            Typed(request, None),
            apart=f"{case_id}-",
        ),
    }


@require_safe
@officers
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; its place is its scope."""
    kind = "text/javascript; charset=utf-8"
    return render(request, "portal/staff/visits_worker.js", content_type=kind)


@require_safe
@officers
def token(request: HttpRequest) -> HttpResponse:
    """Who is signed in here now, and what a form of theirs must bear."""
    return JsonResponse({"who": str(actor_of(request).user_id), "token": get_token(request)})


@require_POST
@officers
def send(request: HttpRequest) -> HttpResponse:
    """One finding that a device kept. 200: it is written, now or before. 409 and 422 say why not;
    nothing is overwritten, and the device keeps what was refused.
    """
    actor = actor_of(request)
    case_id, entry = uuid_of(request, "case"), uuid_of(request, "id")
    if case_id is None or entry is None:
        raise Invalid("portal.bad_entry")
    try:
        services.write_finding(
            case_id=case_id,
            verdict=verdict_in(request),
            note=written(request, "note"),
            mend_by=day_in(request, "mend_by"),
            photos=photos_in(request),
            nth=number_of(request, "written"),
            noted=Noted(entry, _instant(text_of(request, "noted"))),
            points=points_in(request),
            actor=actor,
        )
    except Invalid as error:
        return JsonResponse({"state": "wrong", "told": told(error)}, status=422)
    except (Conflict, NotFound, Refused) as error:
        if error.code in _AGAIN_LATER:
            return JsonResponse({"state": "later", "told": told(error)}, status=503)
        return JsonResponse(_standing(case_id, error, actor), status=409)
    return JsonResponse({"state": "kept"})


def _standing(case_id: UUID, error: DomainError, actor: Actor) -> dict[str, object]:
    """Why it was not written; where a colleague was quicker, what they wrote."""
    answer: dict[str, object] = {"state": "refused", "told": told(error)}
    if error.code != "cases.visit_already_found":
        return answer
    seen = visit_of(case_id=case_id, actor=actor)
    found = seen.seat.found if seen and seen.seat else None
    if seen is None or found is None:
        return answer
    theirs = {
        "who": found.author,
        "when": local_datetime(found.at),
        "verdict": str(VERDICTS[found.verdict]),
        "note": found.note or _("（没有写）"),
    }
    again = found.verdict is not Verdict.PASSED and "again" in seen.may
    return {
        **answer,
        "state": "conflict",
        "theirs": theirs,
        "written": seen.written,
        "again": again,
    }


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
