"""What a window goes on with: drafts, wherever they were begun, and what was taken in today."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.cases.access import applications_visible_to
from onevisit.cases.models import Application
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.kernel import clock, masks


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A draft, or an application taken in; `applicant` masked, `number` empty for a draft. Of a
    draft `saved_by` and `saved_window` say what clerk worked on it last, and where; `mine`: it was
    whoever asks.
    """

    id: UUID
    number: str
    offer_code: str
    offer_name: str
    applicant_id: UUID
    applicant: str
    organisation: str
    organisation_id: UUID | None
    channel: str
    state: str
    region: str
    at: datetime
    saved_by: str = ""
    saved_window: str = ""
    mine: bool = False


def drafts_of(*, actor: Actor, person_id: UUID, limit: int = 20) -> tuple[WindowLine, ...]:
    """The drafts of somebody who stands at the window, also those begun online; one query.

    Only that they exist: to go on with one the clerk takes it up by `start_application`. Raises
    Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CASES_INTAKE)
    rows = Application.objects.filter(state=ApplicationState.DRAFT, applicant_id=person_id)
    return _in_reach(_lines(rows.order_by("-saved_at"), limit, actor), actor)


def window_drafts(*, actor: Actor, limit: int = 12) -> tuple[WindowLine, ...]:
    """What was saved at a window of this service point to go on with, at whichever window, and what
    the clerk saved elsewhere; one query.
    """
    require(actor, Permission.CASES_INTAKE)
    here = Q(saved_by_id=actor.user_id) | Q(filed_by_id=actor.user_id, saved_by=None)
    if actor.service_point_id is not None:
        here |= Q(saved_point_id=actor.service_point_id)
    rows = Application.objects.filter(here, state=ApplicationState.DRAFT, channel="window")
    return _in_reach(_lines(rows.order_by("-saved_at"), limit, actor), actor)


def taken_in_today(*, actor: Actor, limit: int = 30) -> tuple[WindowLine, ...]:
    """What the clerk's service point took in today, newest first; one query."""
    if actor.service_point_id is None:
        return ()
    begin = datetime.combine(clock.today(), time.min, tzinfo=clock.SHANGHAI)
    rows = applications_visible_to(actor).filter(
        intake_point_id=actor.service_point_id, submitted_at__gte=begin
    )
    return _lines(rows.order_by("-submitted_at"), limit)


def _in_reach(lines: tuple[WindowLine, ...], actor: Actor) -> tuple[WindowLine, ...]:
    """Those of a region where the clerk may receive."""
    return tuple(
        line for line in lines if actor.may(Permission.CASES_INTAKE, Scope(None, line.region))
    )


def _lines(
    rows: QuerySet[Application], limit: int, actor: Actor | None = None
) -> tuple[WindowLine, ...]:
    found = rows.select_related("applicant", "organisation", "saved_by")[:limit]
    return tuple(
        WindowLine(
            id=row.id,
            number=row.number or "",
            offer_code=row.offer_code,
            offer_name=row.offer_name,
            applicant_id=row.applicant_id,
            applicant=masks.mask_name(row.applicant.name),
            organisation=row.organisation.name if row.organisation else "",
            organisation_id=row.organisation_id,
            channel=row.channel,
            state=row.state,
            region=row.region_id,
            at=row.submitted_at or row.saved_at,
            saved_by=row.saved_by.display_name if row.saved_by and row.saved_point_id else "",
            saved_window=row.saved_window,
            mine=actor is not None and row.saved_by_id == actor.user_id,
        )
        for row in found
    )
