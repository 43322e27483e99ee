"""The desk of a department: its open cases by time left. Keyset pages, nothing is ever counted."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import DateField, F, Q, Value, When
from django.db.models.functions import Coalesce

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import visible_with
from onevisit.cases.models import Extension, Proposal
from onevisit.cases.queries.deputies import Claims, absent_for, claimed_by
from onevisit.cases.queries.paging import ListPage, day_and_id
from onevisit.cases.queries.pieces import applicant_shown
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.catalogue import queries as catalogue
from onevisit.kernel import clock, rows
from onevisit.kernel.calendar import DayUnit, WorkingCalendar
from onevisit.kernel.queries import load_calendar

_NEVER = date(9999, 12, 31)
"""Sorts what has no due day after everything that has one."""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A case on a desk. `due` is of the intake clock before acceptance, else of the promise.

    `asked`: a longer limit waits for approval; `proposed`: a decision waits for the second signer;
    `standing_in`: claimed by somebody away for whom the actor stands in.
    `left` in days of the item's own unit until `due`, negative when overdue; None when no day is
    known (paused, or the item promises nothing).
    """

    id: UUID
    number: str
    name: str
    offer_name: str
    application_number: str
    applicant: str
    state: CaseState
    due: date | None
    left: int | None
    paused: bool
    suspended_until: date | None
    provisional: bool
    submitted_at: datetime
    claimed_by: str
    claimed_by_me: bool
    tasks: tuple[str, ...]
    asked: bool = False
    proposed: bool = False
    standing_in: bool = False
    pre_review: PreReview = PreReview.NONE


def desk(
    *,
    actor: Actor,
    after: str | None = None,
    limit: int = 50,
    mine: bool = False,
    only: str = "",
) -> ListPage[DeskLine]:
    """The open cases of the actor's departments by time left; without a due day, or paused, last.

    `mine` (or `only` "mine"): those the actor, or somebody absent for the actor, has claimed;
    `only` "free": claimed by nobody, "intake": to be accepted, "paused": standing still, "two":
    waiting for a second person. Four queries.
    """
    absent = absent_for(actor)
    show = "mine" if mine else only
    found = _composed(actor, show, after or "", limit, frozenset(absent), clock.today()).fetch()
    waiting = _waiting_in([row["id"] for row in found])
    calendar = load_calendar()
    lines = tuple(
        replace(
            _desk_line(row, actor, waiting[row["id"]], calendar),
            standing_in=(row["claimed_by_id"], row["department_id"]) in absent,
        )
        for row in found[:limit]
    )
    end = found[limit - 1] if len(found) > limit else None
    return ListPage(lines, f"{end['by']:%Y-%m-%d}_{end['id']}" if end else None)


@lru_cache(maxsize=512)
def _composed(
    actor: Actor, show: str, after: str, limit: int, absent: frozenset[Claims], today: date
) -> rows.Spelled:
    """Composed once a day for an officer and what they look at."""
    found = visible_with(actor, Permission.CASES_REVIEW).filter(
        ended_at__isnull=True, decided_at__isnull=True
    )
    found = found.annotate(by=_sorted_by())
    found = found.filter(_only(show, actor, absent, today))
    if after:
        day, last = day_and_id(after)
        found = found.filter(Q(by__gt=day) | Q(by=day, id__gt=last))
    listed = found.order_by("by", "id").values(
        *_DESK,
        applicant=F("application__applicant__name"),
        organisation=F("application__organisation__name"),
    )
    return rows.Spelled(listed[: limit + 1])


_DESK = (
    "id",
    "number",
    "name",
    "state",
    "by",
    "pre_review",
    "intake_due",
    "promised_due",
    "paused",
    "suspended_until",
    "provisional",
    "submitted_at",
    "claimed_by_id",
    "department_id",
    "claimed_by__display_name",
    "part",
    "application__number",
    "application__offer_name",
    "application__item_version_id",
    "application__bundle_version_id",
    "application__pins",
)


def _only(show: str, actor: Actor, absent: frozenset[Claims], today: date) -> Q:
    """What a desk shows when it does not show all."""
    return {
        "mine": claimed_by(actor, absent),
        "free": Q(claimed_by__isnull=True),
        "intake": Q(state=CaseState.SUBMITTED),
        "paused": Q(paused=True),
        "two": _for_second(today),
    }.get(show, Q())


def _sorted_by() -> Coalesce:
    """The day that counts now, never for what stands still; an index has the cases in this order
    (`case_desk_by_day`).
    """
    due = Choice(
        When(paused=True, then=Value(None)),
        When(state=CaseState.SUBMITTED, then=F("intake_due")),
        default=F("promised_due"),
        output_field=DateField(),
    )
    return Coalesce(due, Value(_NEVER), output_field=DateField())


def _for_second(today: date) -> Q:
    """What waits for a second person: few of all cases, so they are asked for by themselves."""
    in_time = Q(case__legal_due__isnull=True) | Q(case__legal_due__gte=today)
    asked = Extension.objects.filter(in_time, state="asked")
    proposed = Proposal.objects.filter(state="open")
    return Q(id__in=asked.values("case_id").union(proposed.values("case_id")))


_WAITING = (
    "SELECT t.case_id, 'step', t.name, t.opened_at, t.id FROM cases_task t"
    " WHERE t.case_id = ANY(%s) AND t.state = 'open'"
    " UNION ALL SELECT e.case_id, 'asked', '', NULL, NULL FROM cases_extension e"
    " JOIN cases_case c ON c.id = e.case_id WHERE e.case_id = ANY(%s) AND e.state = 'asked'"
    " AND (c.legal_due IS NULL OR c.legal_due >= %s)"
    " UNION ALL SELECT p.case_id, 'proposed', '', NULL, NULL FROM cases_proposal p"
    " WHERE p.case_id = ANY(%s) AND p.state = 'open' ORDER BY 4, 5"
)


@dataclass(slots=True)
class _Waiting:
    """What waits in one case: its open steps, and whether a second person is asked."""

    steps: list[str] = field(default_factory=list)
    asked: bool = False
    proposed: bool = False


def _waiting_in(ids: list[UUID]) -> defaultdict[UUID, _Waiting]:
    """Of the cases on the page only: one statement."""
    found: defaultdict[UUID, _Waiting] = defaultdict(_Waiting)
    for case_id, kind, name, *_ in rows.values(_WAITING, [ids, ids, clock.today(), ids]):
        if kind == "step":
            found[case_id].steps.append(name)
        else:
            setattr(found[case_id], kind, True)
    return found


def _desk_line(
    row: dict[str, Any],
    actor: Actor,
    waiting: _Waiting,
    calendar: WorkingCalendar,
) -> DeskLine:
    due = None if row["by"] == _NEVER else row["by"]
    left = None
    if due is not None:
        left = calendar.days_between(clock.today(), due, _unit_of(row))
    return DeskLine(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        offer_name=row["application__offer_name"],
        application_number=row["application__number"],
        applicant=applicant_shown(row["organisation"], row["applicant"]),
        state=CaseState(row["state"]),
        due=due,
        left=left,
        paused=row["paused"],
        suspended_until=row["suspended_until"],
        provisional=row["provisional"],
        submitted_at=row["submitted_at"],
        claimed_by=row["claimed_by__display_name"] or "",
        claimed_by_me=row["claimed_by_id"] is not None and row["claimed_by_id"] == actor.user_id,
        tasks=tuple(waiting.steps),
        asked=waiting.asked,
        proposed=waiting.proposed,
        pre_review=PreReview(row["pre_review"]),
    )


def _unit_of(row: dict[str, Any]) -> DayUnit:
    """What the limits of the case are counted in; no query once the offer is in memory."""
    offer = catalogue.offer_of(
        item_version_id=row["application__item_version_id"],
        bundle_version_id=row["application__bundle_version_id"],
        pins=row["application__pins"],
    )
    return offer.offer.part(row["part"]).item.regime.unit
