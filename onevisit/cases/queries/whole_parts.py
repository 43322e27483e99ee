"""The sections of a whole case, each as plain JSON: instants and days as people here write them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.cases.models import (
    Case,
    CaseEvent,
    Consultation,
    DrawingReview,
    Evidence,
    Extension,
    Gap,
    HandOut,
    JointFinding,
    Obligation,
    Party,
    RedCard,
    Reminder,
    Result,
)
from onevisit.cases.queries.case import answers_of
from onevisit.cases.queries.clocks import clocks_of
from onevisit.cases.queries.kept import materials_of, opinions_of, tasks_of
from onevisit.cases.queries.pieces import form_groups
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.clocks import explain, read
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.clock import SHANGHAI, local_date
from onevisit.kernel.types import Json

_CASE = (
    *("number", "name", "part", "state", "promise_days", "intake_due", "legal_due"),
    *("promised_due", "delivery_due", "submitted_at", "accepted_at", "decided_at", "ended_at"),
)
_APPLICATION = (
    *("number", "offer_code", "offer_name", "channel", "collection", "submitted_at", "ended_at"),
    *("promised_on", "helped"),
)
_EVENT = (
    *("seq", "action", "before", "after", "effective_at", "recorded_at", "calendar_revision"),
    *("limit_on", "actor_id", "actor_name", "facts"),
)


def said(value: Any) -> Json:
    """One value as JSON knows it; instants with the zone of Shanghai."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat()
    if isinstance(value, date | UUID):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): said(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [said(each) for each in value]
    return str(value)


def told(row: object, *names: str, **more: object) -> dict[str, Json]:
    """These fields of a row, and what is told beside them."""
    found = {name: said(getattr(row, name)) for name in names}
    return {**found, **{name: said(value) for name, value in more.items()}}


def case_part(case: Case) -> Json:
    """The case, whose it is, and under which version of its item it ran."""
    application, department = case.application, case.department
    item = pinned(application).offer.part(case.part).item
    organisation = application.organisation
    owner = told(organisation, "name", "uscc", "address") if organisation else None
    return {
        "case": told(case, *_CASE, item_version=case.item_version_id),
        "item": {"code": item.code, "catalogue_code": item.catalogue_code, "name": item.name},
        "department": told(department, "code", "name", "uscc"),
        "region": told(case.region, "code", "name"),
        "application": told(application, *_APPLICATION, pins=application.pins),
        "applicant": person_part(application.applicant_id),
        "organisation": owner,
    }


def person_part(person_id: UUID) -> Json:
    """A person in clear: the package is sealed."""
    person = accounts.own_person(person_id)
    return {"name": person.name, "id_kind": str(person.id_kind), "id_number": person.id_number}


def form_part(case: Case) -> Json:
    """What was answered and filled in, as far as this case read it."""
    application = case.application
    groups = form_groups(application, pinned(application).offer, masked=False, part=case.part)
    return {
        "answers": said(application.answers),
        "questions": [told(each, "label", "shown") for each in answers_of(case)],
        "form": [
            {
                "group": group.name,
                "fields": [
                    told(
                        line, "value", "shown", "origin", key=line.field.key, name=line.field.label
                    )
                    for line in group.fields
                ],
            }
            for group in groups
        ],
    }


def events_part(events: Iterable[CaseEvent]) -> Json:
    """Everything that happened, in order."""
    return [told(each, *_EVENT) for each in events]


def clocks_part(case: Case, events: list[CaseEvent], calendar: WorkingCalendar) -> Json:
    """Every clock with each of its days: counted or not, and why. Read on the day the case ended,
    so that it says the same for ever.
    """
    end = local_date(case.ended_at or case.submitted_at)
    found: list[Json] = []
    for kind, clock in clocks_of(case.application, case, events).items():
        reading = read(clock, calendar, end)
        days = ("started_on", "stopped_on", "limit", "unit", "extended", "extended_on", "fixed_due")
        lines: list[Json] = [
            told(line, "day", "counted", "why", "paused", "hold", "ordinal", "name")
            for line in explain(clock, calendar, end)
        ]
        clocked = told(clock, *days, kind=kind.value, used=reading.used, due=reading.due)
        pauses: list[Json] = [told(each, "since", "until") for each in clock.pauses]
        found.append({**clocked, "pauses": pauses, "days": lines})
    return {"calendar_revision": calendar.revision, "clocks": found}


def reviewing_part(case: Case) -> Json:
    """What officers did and wrote: materials with their verdicts, steps, opinions, gaps told."""
    gaps = Gap.objects.filter(case=case).order_by("recorded_at", "id")
    extensions = Extension.objects.filter(case=case).order_by("asked_at", "id")
    return {
        "materials": [
            told(row, "material", "name", "how", "verdict", "verdict_by_name", "verdict_at")
            for row in materials_of(case.id)
        ],
        "steps": [
            told(row, "step", "kind", "name", "state", "opened_at", "due_on", "done_at", "done_by")
            for row in tasks_of([case.id])
        ],
        "opinions": [
            told(row, "event_seq", "step", "kind", "text", "author_id", "author_name", "at")
            for row in opinions_of(case.id)
        ],
        "gaps": [
            told(
                row, "kind", "key", "name", "words", "recorded_at", "recorded_by_name", "mended_at"
            )
            for row in gaps
        ],
        "consultations": [
            told(
                row,
                *("state", "question", "asked_by_name", "asked_at", "due_on", "stance", "answer"),
                *("answered_by_name", "answered_at"),
            )
            for row in Consultation.objects.filter(case=case).order_by("asked_at", "id")
        ],
        "drawings": _drawings(case),
        "extensions": [
            told(row, "state", "days", "asked_at", "asked_by_name", "answered_at")
            for row in extensions
        ],
        "findings": _findings(case),
        "red_cards": [
            told(row, "event_seq", "kind", "due_on", "shown_at")
            for row in RedCard.objects.filter(case=case).order_by("event_seq")
        ],
        "reminders": [
            told(row, "kind", "due_on", "at")
            for row in Reminder.objects.filter(case=case).order_by("at", "id")
        ],
    }


def _drawings(case: Case) -> list[Json]:
    """Every review of its drawings: the letters as they went out, what each department said."""
    rows = DrawingReview.objects.filter(case=case).order_by("opened_at", "id")
    return [
        told(
            row,
            *("state", "special", "versions", "opened_at", "opened_by_name"),
            *("closed_at", "closed_by_name", "reason", "more_state", "more_days", "more"),
            letters=row.told.get("letters", []),
            seats=[
                told(seat, "ready_at", "ready_by_name", department=seat.department.name)
                | {"comments": said(seat.comments.get("comments", []))}
                for seat in row.seats.select_related("department").order_by("department__code")
            ],
        )
        for row in rows
    ]


def _findings(case: Case) -> list[Json]:
    rows = JointFinding.objects.filter(case=case).order_by("at", "id")
    return [
        told(
            row,
            *("seq", "verdict", "mend_by", "note", "author_name", "at"),
            **row.points,
        )
        for row in rows
    ]


def signatures_part(case: Case) -> Json:
    """Who signed what, how surely known, under which authority."""
    rows = Party.objects.filter(application=case.application_id).select_related(
        "authority", "signed_by"
    )
    return [
        told(
            row,
            *("role", "index", "signed_at", "signed_digest", "signed_assurance"),
            person=person_part(row.person_id),
            authority=row.authority.number if row.authority else "",
            signed_by=row.signed_by.display_name if row.signed_by else "",
            acted=_acted(row.authority_id),
        )
        for row in rows.order_by("role", "index")
    ]


def _acted(authority_id: UUID | None) -> str:
    """Who acted for whom, as documents say it; "" for who acted themself."""
    return "".join(accounts.said_under([authority_id] if authority_id else []).values())


def result_part(case: Case) -> Json:
    """What was granted, and how it came to its holder."""
    result = Result.objects.filter(case=case).first()
    handed = HandOut.objects.filter(case=case).select_related("service_point").first()
    return {
        "result": told(result, "number", "name", "check_code", "made_at", "revoked_at", "facts")
        if result
        else None,
        "handed_over": told(
            handed,
            *("identified_by", "window", "clerk_id", "at"),
            service_point=handed.service_point.name,
            receiver=person_part(handed.receiver_id),
            acted=_acted(handed.authority_id),
        )
        if handed
        else None,
    }


def obligations_part(rows: Iterable[Obligation]) -> Json:
    """What was promised instead of shown, and everything that was found of it since."""
    return [
        {
            **told(row, "material", "name", "state", "due_on", "made_at", "ended_at"),
            "events": [
                told(each, "seq", "check_kind", "after", "limit_on", "at", "actor_name", "words")
                for each in sorted(row.events.all(), key=lambda event: event.seq)
            ],
        }
        for row in rows
    ]


def evidence_part(rows: Iterable[Evidence]) -> Json:
    """What stands for the materials, also what has no file."""
    return [
        told(
            row,
            *("material", "kind", "party_role", "party_index", "index", "pages", "supplied_at"),
            *("supplied_by", "original_pending", "checked"),
        )
        for row in rows
    ]
