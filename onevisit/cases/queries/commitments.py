"""Commitments of an application, and the obligations that follow from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, Held, Permission
from onevisit.cases.access import own_condition, visible_with
from onevisit.cases.errors import no_such_obligation
from onevisit.cases.models import Application, Case, Evidence, EvidenceKind, Obligation
from onevisit.cases.queries.paging import ListPage, day_and_id
from onevisit.cases.queries.pieces import applicant_shown, log_look
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.letters import LetterKind, letter_of_check
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.obligations import (
    ANSWERABLE,
    BROKEN,
    STEPS,
    Check,
    Ground,
    ObligationState,
    fits,
)
from onevisit.catalogue.rules.definition import Commitment
from onevisit.guidance.rules.checklist import Checklist, How, MaterialLine, Pledge, checklist
from onevisit.kernel import clock, rows
from onevisit.kernel.queries import load_calendar


def has_broken(application: Application) -> bool:
    """Whether the same applicant broke a commitment and has not put it right; one query."""
    same: Q = Q(case__application__organisation_id=application.organisation_id)
    if application.organisation_id is None:
        same &= Q(case__application__applicant_id=application.applicant_id)
    broken = Obligation.objects.filter(same, state__in=[str(each) for each in BROKEN])
    return broken.filter(ground=Ground.COMMITMENT).exists()


def promised_in(listed: Checklist, evidence: Iterable[Evidence]) -> tuple[MaterialLine, ...]:
    """The materials for which a commitment stands: generated as one, or chosen and nothing else
    handed in.
    """
    kinds: dict[str, set[str]] = {}
    for each in evidence:
        kinds.setdefault(each.material, set()).add(each.kind)
    return tuple(
        line
        for line in listed.lines
        if line.pledges
        and line.wanted_by
        and (line.how is How.GENERATED or kinds.get(line.key) == {EvidenceKind.PROMISE.value})
    )


def standing(listed: Checklist, evidence: Iterable[Evidence]) -> list[Evidence]:
    """Without commitments that other answers have made impossible since they were chosen."""
    able = {line.key for line in listed.lines if line.pledges}
    return [e for e in evidence if e.kind != EvidenceKind.PROMISE or e.material in able]


def pledged(application: Application, part: str) -> tuple[tuple[MaterialLine, Pledge], ...]:
    """What was promised to the department of one part, with what it had told."""
    listed = checklist(pinned(application).offer, application.answers)
    lines = promised_in(listed, application.evidence.all())
    return tuple(
        (line, pledge) for line in lines for pledge in line.pledges if pledge.part_key == part
    )


def check_days_of(application: Application, part: str) -> dict[str, int]:
    """Within how many working days after the grant each commitment of a part is to be checked."""
    return {line.key: pledge.commitment.check_days for line, pledge in pledged(application, part)}


def pledged_by_case(application: Application, cases: Iterable[Case]) -> dict[UUID, tuple[str, ...]]:
    """Names of what was promised, by case; no query where no definition knows a commitment."""
    offer = pinned(application).offer
    able = [case for case in cases if offer.part(case.part).item.takes_commitments]
    if not able:
        return {}
    lines = promised_in(checklist(offer, application.answers), application.evidence.all())
    found = {
        case.id: tuple(
            line.name
            for line in lines
            if any(pledge.part_key == case.part for pledge in line.pledges)
        )
        for case in able
    }
    return {key: names for key, names in found.items() if names}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing recorded of an obligation, in clear; `letter` is what went out with it."""

    seq: int
    check: Check
    words: str
    limit_on: date | None
    by: str
    at: datetime
    letter: LetterKind | None


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """One obligation. `left` in working days; `late`: its day is over."""

    id: UUID
    case_id: UUID
    case_name: str
    case_number: str
    application_number: str
    applicant: str
    name: str
    ground: Ground
    state: ObligationState
    due: date
    left: int
    late: bool
    granted_on: date


@dataclass(frozen=True, slots=True)
class ObligationView:
    """An obligation in full. `may` are the checks open to this actor now."""

    line: ObligationLine
    told: Commitment | None
    events: tuple[CheckLine, ...]
    version: int
    may: frozenset[Check]


def obligations(
    *, actor: Actor, after: str | None = None, limit: int = 50, ended: bool = False
) -> ListPage[ObligationLine]:
    """Those of the actor's departments, the nearest day first; what needs no check any more only
    with `ended`. Two queries.
    """
    cases = visible_with(actor, Permission.CASES_REVIEW)
    listed = Obligation.objects.filter(case__in=cases, ended_at__isnull=not ended)
    if after:
        day, last = day_and_id(after)
        listed = listed.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=last))
    found = list(_with_case(listed).order_by("due_on", "id")[: limit + 1])
    end = found[limit - 1] if len(found) > limit else None
    return ListPage(
        tuple(_line(row) for row in found[:limit]),
        f"{end.due_on:%Y-%m-%d}_{end.id}" if end else None,
    )


def _with_case(listed: QuerySet[Obligation]) -> QuerySet[Obligation]:
    return listed.select_related("case__application__applicant", "case__application__organisation")


def _line(row: Obligation) -> ObligationLine:
    case, today = row.case, clock.today()
    application = case.application
    organisation = application.organisation
    return ObligationLine(
        id=row.id,
        case_id=case.id,
        case_name=case.name,
        case_number=case.number,
        application_number=application.number or "",
        applicant=applicant_shown(
            organisation.name if organisation else None, application.applicant.name
        ),
        name=row.name,
        ground=Ground(row.ground),
        state=ObligationState(row.state),
        due=row.due_on,
        left=load_calendar().working_days_between(today, row.due_on),
        late=row.due_on < today and row.ended_at is None,
        granted_on=clock.local_date(row.made_at),
    )


def obligation_view(*, obligation_id: UUID, actor: Actor) -> ObligationView:
    """An obligation for the officers of its department, on record.

    Raises NotFound `cases.no_such_obligation`.
    """
    cases = visible_with(actor, Permission.CASES_REVIEW)
    row = _with_case(Obligation.objects.filter(id=obligation_id, case__in=cases)).first()
    if row is None:
        raise no_such_obligation()
    case = row.case
    log_look("case.obligation", case.application, actor)
    scope_head = actor.may(Permission.CASES_DECIDE)
    late = row.due_on < clock.today()
    return ObligationView(
        line=_line(row),
        told=told_of(case, row.material),
        events=checks_of(row),
        version=row.last_seq,
        may=frozenset(
            step.check
            for step in STEPS
            if step.before == row.state
            and not step.system
            and fits(step, Ground(row.ground))
            and (scope_head or not step.head)
            and (late or not step.overdue)
        ),
    )


def told_of(case: Case, material: str) -> Commitment | None:
    """What the definition the case is pinned to says of the commitment."""
    item = pinned(case.application).offer.part(case.part).item
    return next((each.commitment for each in item.materials if each.key == material), None)


def checks_of(row: Obligation) -> tuple[CheckLine, ...]:
    """What was recorded, oldest first."""
    return tuple(
        CheckLine(
            e.seq,
            Check(e.check_kind),
            e.words,
            e.limit_on,
            e.actor_name,
            e.at,
            letter_of_check(e.check_kind),
        )
        for e in row.events.order_by("seq")
    )


@dataclass(frozen=True, slots=True)
class OwnObligation:
    """An obligation as the applicant reads it. `words` are those of the last thing recorded, `at`
    is when; None before anything was.
    """

    id: UUID
    case_id: UUID
    name: str
    state: ObligationState
    due: date
    late: bool
    words: str
    at: datetime | None
    ground: Ground = Ground.COMMITMENT


def obligations_of(cases: Iterable[Case]) -> list[Obligation]:
    """The obligations of these cases with what was recorded of them: two queries, none where no
    definition knows a commitment.
    """
    able = [case.id for case in cases if _may_have(case)]
    if not able:
        return []
    owed = Obligation.objects.filter(case__in=able).prefetch_related("events")
    return list(owed.order_by("id"))


def own_obligation(row: Obligation) -> OwnObligation:
    """An obligation for its applicant; no query if its events are at hand."""
    last = max(row.events.all(), key=lambda e: e.seq, default=None)
    return OwnObligation(
        row.id,
        row.case_id,
        row.name,
        ObligationState(row.state),
        row.due_on,
        row.due_on < clock.today() and row.ended_at is None,
        last.words if last else "",
        last.at if last else None,
        Ground(row.ground),
    )


def _may_have(case: Case) -> bool:
    if case.decided_at is None:
        return False
    item = pinned(case.application).offer.part(case.part).item
    return case.examined or item.takes_commitments


@dataclass(frozen=True, slots=True)
class ToMend:
    """What the applicant must put right, or may speak to, by a day; `states` of all the cases."""

    number: str
    offer_name: str
    obligation: OwnObligation
    states: tuple[CaseState, ...]


_ANSWERABLE = (
    "SELECT o.id, o.state, t0.id FROM cases_obligation o JOIN cases_case c ON c.id = o.case_id"
    " JOIN cases_application t0 ON t0.id = c.application_id"
    " WHERE o.ended_at IS NULL AND o.state = ANY(%s)"
)


def _answerable(actor: Actor, held: Held | None) -> list[tuple[UUID, str, UUID]]:
    """What the actor's own applications owe an answer to: (obligation, its state, application)."""
    if actor.person_id is None:
        return []
    own, params = own_condition(actor, held)
    states = [str(each) for each in ANSWERABLE]
    return rows.values(f"{_ANSWERABLE} AND {own} ORDER BY o.state DESC", [states, *params])


def to_mend(*, actor: Actor, held: Held | None = None) -> tuple[ToMend, ...]:
    """What was ordered of the applicant or is to be revoked, the nearest day first; for who has
    nothing of that no more than a look.
    """
    ids = [obligation for obligation, _, _ in _answerable(actor, held)]
    if not ids:
        return ()
    found = (
        Obligation.objects.filter(id__in=ids)
        .select_related("case__application")
        .prefetch_related("events", "case__application__cases")
    )
    return tuple(
        ToMend(
            row.case.application.number or "",
            row.case.application.offer_name,
            own_obligation(row),
            tuple(CaseState(case.state) for case in row.case.application.cases.all()),
        )
        for row in found.order_by("due_on", "id")
    )


def turn_of(
    *, application_ids: Iterable[UUID], actor: Actor, held: Held | None = None
) -> dict[UUID, ObligationState]:
    """Those of one's own applications in which something is ordered to be put right, or may be
    spoken to before it is revoked; what is ordered comes first. One query.
    """
    wanted = set(application_ids)
    found: dict[UUID, ObligationState] = {}
    for _, state, application in _answerable(actor, held):
        if application in wanted:
            found.setdefault(application, ObligationState(state))
    return found


def obligation_case(*, obligation_id: UUID) -> UUID:
    """The case an obligation belongs to. Raises NotFound `cases.no_such_obligation`."""
    found = Obligation.objects.filter(id=obligation_id).values_list("case_id", flat=True)
    case_id = found.first()
    if case_id is None:
        raise no_such_obligation()
    return case_id
