"""联合审图 as its readers see it: the departments, the applicant, and the letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import translation

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import (
    get_case_for,
    get_drawings_for,
    is_applicant,
    reach_of_grants,
    scope_of,
    seat_scope,
)
from onevisit.cases.errors import no_such_letter
from onevisit.cases.models import Case, CaseMaterial, DrawingReview, DrawingSeat, Evidence
from onevisit.cases.queries.letters import Facts, LetterEvent, common_facts
from onevisit.cases.rules.drawings import (
    OPEN,
    WITH_DEPARTMENTS,
    Comment,
    Desk,
    MoreDays,
    ReviewState,
    Severity,
    lead_may,
    read,
)
from onevisit.cases.rules.joint import UNDER_REVIEW
from onevisit.cases.rules.joint_papers import paper_number
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.letters import LetterKind
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.directory import queries as directory
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.queries import load_calendar

MOST = 100


@dataclass(frozen=True, slots=True)
class SeatView:
    """A department in a review; `own`: the reader's. `silent`: it was told without."""

    department_id: UUID
    department: str
    leads: bool
    own: bool
    ready_at: datetime | None
    ready_by: str
    comments: tuple[Comment, ...]

    @property
    def standing(self) -> int:
        """How many comments keep it from agreeing."""
        return sum(each.stands for each in self.comments)


@dataclass(frozen=True, slots=True)
class SheetView:
    """A file of a version."""

    id: UUID
    material: str
    name: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class MoreView:
    """The wish for more days to mend: from which day on, why, and the answer; `until` the day that
    holds since, or that it would be. `by` is "" where the days were over and nobody had answered.
    """

    state: MoreDays
    days: int
    was: date
    until: date
    why: str
    answer: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review. `versions` newest last; `letters`: when each went out; `may`: comment, check, tell,
    agree, fail, revise, ask_more, answer_more. `more`: None while nobody asked for more days.
    """

    id: UUID
    case_id: UUID
    case_name: str
    case_number: str
    application_number: str
    lead: str
    state: ReviewState
    special: bool
    days: int
    mend_days: int
    due_on: date
    opened_by: str
    opened_at: datetime
    closed_by: str
    closed_at: datetime | None
    reason: str
    seats: tuple[SeatView, ...]
    versions: tuple[tuple[SheetView, ...], ...]
    letters: tuple[tuple[datetime, date], ...]
    materials: tuple[tuple[str, str], ...]
    may: frozenset[str]
    more: MoreView | None

    @property
    def late(self) -> bool:
        """Whether the day of whomever it waits for is over."""
        return self.state in OPEN and self.due_on < clock.today()

    @property
    def own(self) -> SeatView | None:
        """The reader's department."""
        return next((seat for seat in self.seats if seat.own), None)

    @property
    def standing(self) -> int:
        """How many comments still stand."""
        return sum(seat.standing for seat in self.seats)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review on a list. `waits`: for the reader's own department. `missing`: the departments that
    have not said what they have to say, told where it is a list of departments.
    """

    id: UUID
    case_name: str
    application_number: str
    lead: str
    state: ReviewState
    due_on: date
    waits: bool
    missing: tuple[str, ...] = ()

    @property
    def late(self) -> bool:
        """Whether that day is over."""
        return self.state in OPEN and self.due_on < clock.today()


def desks_of(seats: Iterable[DrawingSeat]) -> list[Desk]:
    """What the rules read of the departments."""
    return [Desk(s.department_id, s.ready_at is not None, read(s.comments)) for s in seats]


def drawings_view(*, review_id: UUID, actor: Actor) -> ReviewView:
    """One review. The applicant reads no comment before the letter, and of the check nothing before
    the next. Raises NotFound `cases.no_such_drawing_review`. Six queries at most.
    """
    row = get_drawings_for(actor, review_id)
    case = row.case
    seats = list(row.seats.select_related("department").order_by("department__code"))
    names = dict(CaseMaterial.objects.filter(case=case).values_list("material", "name"))
    shown = [_seat(seat, row, actor) for seat in seats]
    if is_applicant(actor, case.application):
        shown = [_as_told(seat, row) for seat in shown]
    return ReviewView(
        id=row.id,
        case_id=row.case_id,
        case_name=case.name,
        case_number=case.number,
        application_number=case.application.number or "",
        lead=case.department.name,
        state=ReviewState(row.state),
        special=row.special,
        days=row.days,
        mend_days=row.mend_days,
        due_on=row.due_on,
        opened_by=row.opened_by_name,
        opened_at=row.opened_at,
        closed_by=row.closed_by_name,
        closed_at=row.closed_at,
        reason=row.reason,
        seats=tuple(shown),
        versions=_versions(row, names),
        letters=tuple(
            (datetime.fromisoformat(each["at"]), date.fromisoformat(each["until"]))
            for each in row.told.get("letters", ())
        ),
        materials=tuple((key, names.get(key, key)) for key in row.materials),
        may=_may(row, case, seats, shown, actor),
        more=_more(row),
    )


def _more(row: DrawingReview) -> MoreView | None:
    if row.more_state == MoreDays.NONE:
        return None
    kept, was = row.more, date.fromisoformat(row.more["was"])
    would = load_calendar().add_days(was, row.more_days or 0, DayUnit.WORKING).day
    return MoreView(
        state=MoreDays(row.more_state),
        days=row.more_days or 0,
        was=was,
        until=date.fromisoformat(kept["until"]) if "until" in kept else would,
        why=kept["why"],
        answer=kept.get("answer", ""),
        by=kept.get("by", ""),
        at=datetime.fromisoformat(kept["at"]) if "at" in kept else None,
    )


def _seat(seat: DrawingSeat, row: DrawingReview, actor: Actor) -> SeatView:
    return SeatView(
        department_id=seat.department_id,
        department=seat.department.name,
        leads=seat.department_id == row.case.department_id,
        own=actor.may(Permission.CASES_REVIEW, seat_scope(seat.department_id, row.case)),
        ready_at=seat.ready_at,
        ready_by=seat.ready_by_name,
        comments=read(seat.comments),
    )


def _as_told(seat: SeatView, row: DrawingReview) -> SeatView:
    """A department as the applicant may read it now."""
    comments = seat.comments if row.state != ReviewState.READING else ()
    if row.state == ReviewState.CHECKING:
        comments = tuple(
            Comment(each.sheet, each.severity, each.words, each.answer) for each in comments
        )
    hidden = (seat.department_id, seat.department, seat.leads, seat.own, seat.ready_at, "")
    return SeatView(*hidden, comments)


def _versions(row: DrawingReview, names: dict[str, str]) -> tuple[tuple[SheetView, ...], ...]:
    ids = [each for version in row.versions for each in version]
    papers = {str(each.id): each for each in Evidence.objects.filter(id__in=ids)}
    return tuple(
        tuple(
            SheetView(p.id, p.material, names.get(p.material, p.material), p.pages)
            for each in version
            if (p := papers.get(each)) is not None
        )
        for version in row.versions
    )


def _may(
    row: DrawingReview,
    case: Case,
    seats: Sequence[DrawingSeat],
    shown: Sequence[SeatView],
    actor: Actor,
) -> frozenset[str]:
    state = ReviewState(row.state)
    if case.decided_at or case.ended_at or state not in OPEN:
        return frozenset()
    found: set[str] = set()
    own = next((seat for seat in shown if seat.own), None)
    if own is not None and state is ReviewState.READING:
        found.add("comment")
    if own is not None and state is ReviewState.CHECKING and own.ready_at is None:
        found.add("check")
    if actor.may(Permission.CASES_REVIEW, scope_of(case)):
        late = row.due_on < clock.today() and state is ReviewState.READING
        found |= lead_may(state, desks_of(seats), late=late)
    if state is ReviewState.MENDING:
        found |= _may_while_mending(row, case, actor)
    return frozenset(found)


def _may_while_mending(row: DrawingReview, case: Case, actor: Actor) -> set[str]:
    if is_applicant(actor, case.application):
        asks = row.more_state == MoreDays.NONE and row.due_on >= clock.today()
        return {"revise", "ask_more"} if asks else {"revise"}
    answers = row.more_state == MoreDays.ASKED
    leads = actor.may(Permission.CASES_REVIEW, scope_of(case))
    return {"answer_more"} if answers and leads else set()


@dataclass(frozen=True, slots=True)
class CaseDrawings:
    """The reviews of a case, newest first; `materials` are what could be reviewed, `likely` the
    departments of the other cases of the application.
    """

    lines: tuple[ReviewLine, ...]
    materials: tuple[tuple[str, str], ...]
    likely: frozenset[UUID]
    department_id: UUID
    may_open: bool


def drawings_of_case(*, case_id: UUID, actor: Actor) -> CaseDrawings:
    """What may be reviewed of a case, and what was. Raises NotFound `cases.no_such_case`."""
    case = get_case_for(actor, case_id)
    found = DrawingReview.objects.filter(case=case).order_by("-opened_at", "-id")
    lines = tuple(_line(row, case) for row in found)
    given = Evidence.objects.filter(
        application_id=case.application_id, stored_object__isnull=False
    ).values("material")
    materials = CaseMaterial.objects.filter(case=case, material__in=given).order_by("id")
    others = Case.objects.filter(application_id=case.application_id)
    state = CaseState(case.state)
    return CaseDrawings(
        lines,
        tuple(materials.values_list("material", "name")),
        frozenset(others.values_list("department_id", flat=True)),
        case.department_id,
        state in UNDER_REVIEW - {CaseState.SUSPENDED}
        and not any(line.state in OPEN for line in lines)
        and actor.may(Permission.CASES_REVIEW, scope_of(case)),
    )


def drawings_on_desk(*, actor: Actor, late: bool = False) -> tuple[ReviewLine, ...]:
    """The open reviews in which the actor's departments take part: what waits for them first, then
    by day; `late`: only those whose day is over. Two queries at most, one when there is none.
    """
    mine = reach_of_grants(actor, Permission.CASES_REVIEW, case="review__case")
    seats = list(
        DrawingSeat.objects.filter(
            mine,
            review__state__in=sorted(OPEN),
            review__case__ended_at=None,
            review__case__decided_at=None,
            **({"review__due_on__lt": clock.today()} if late else {}),
        )
        .select_related("review__case__application", "review__case__department")
        .order_by("review__due_on", "review_id")[:MOST]
    )
    waits = {
        seat.review_id
        for seat in seats
        if seat.review.state in WITH_DEPARTMENTS and seat.ready_at is None
    }
    found = {s.review_id: _line(s.review, s.review.case, s.review_id in waits) for s in seats}
    silent = _silent(key for key, line in found.items() if line.state in WITH_DEPARTMENTS)
    told = [replace(line, missing=silent.get(line.id, ())) for line in found.values()]
    return tuple(sorted(told, key=lambda line: not line.waits))


def _silent(review_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Names of the departments a review waits for; no query without a review."""
    wanted = list(review_ids)
    if not wanted:
        return {}
    rows = DrawingSeat.objects.filter(review__in=wanted, ready_at=None)
    found: dict[UUID, tuple[str, ...]] = {}
    for review, name in rows.order_by("department__code").values_list(
        "review_id", "department__name"
    ):
        found[review] = (*found.get(review, ()), name)
    return found


def drawings_of_application(application_id: UUID) -> tuple[ReviewLine, ...]:
    """The reviews of an application for its applicant, newest first; one query."""
    found = DrawingReview.objects.filter(case__application_id=application_id)
    rows = found.select_related("case__application", "case__department")
    return tuple(
        _line(row, row.case, row.state == ReviewState.MENDING)
        for row in rows.order_by("-opened_at", "-id")
    )


def _line(row: DrawingReview, case: Case, waits: bool = False) -> ReviewLine:
    return ReviewLine(
        id=row.id,
        case_name=case.name,
        application_number=case.application.number or "",
        lead=case.department.name,
        state=ReviewState(row.state),
        due_on=row.due_on,
        waits=waits,
    )


def more_on_paper(row: DrawingReview) -> tuple[LetterForm, Facts]:
    """The answer to the wish for more days. Raises NotFound `cases.no_such_letter`."""
    more = _more(row)
    if more is None or more.at is None:
        raise no_such_letter()
    facts = _common(row)
    facts["number"] = paper_number(LetterForm.DRAWINGS_MORE, row.case.number)
    facts["date"] = clock.local_date(more.at).isoformat()
    facts |= {"days": more.days, "was": more.was.isoformat(), "until": more.until.isoformat()}
    allowed = more.state is MoreDays.ALLOWED
    facts |= {"why": more.why, "answer": more.answer, "allowed": allowed, "silent": not more.by}
    return LetterForm.DRAWINGS_MORE, facts


def _common(row: DrawingReview) -> Facts:
    history = list(row.case.events.order_by("seq"))
    letter = LetterEvent(
        LetterKind.NOTICE, row.case, history[0], history, [row.case], all_shown=True
    )
    with translation.override("zh-hans"):
        return common_facts(letter)


def drawings_on_paper(row: DrawingReview, n: int) -> tuple[LetterForm, Facts]:
    """What the `n`-th letter of comments says, counted from 1, or (0) the opinion of all.

    Raises NotFound `cases.no_such_letter`.
    """
    letters = row.told.get("letters", [])
    paper = LetterForm.DRAWINGS if n else LetterForm.DRAWINGS_AGREED
    if n > len(letters) or (not n and row.state != ReviewState.AGREED):
        raise no_such_letter()
    facts = _common(row)
    with translation.override("zh-hans"):
        facts.update(_comments(letters[n - 1], n) if n else _agreed(row))
        facts["number"] = paper_number(paper, row.case.number, max(n, 1))
    return paper, facts


def _comments(letter: Facts, n: int) -> Facts:
    items = [
        {
            "department": each["department"],
            "department_id": each.get("department_id", ""),
            "rows": [
                {
                    "sheet": one["sheet"],
                    "must": one["severity"] == Severity.MUST,
                    "words": one["words"],
                    "why": one["why"],
                }
                for one in each["comments"]
            ],
        }
        for each in letter["items"]
    ]
    rows = [one for each in items for one in each["rows"]]
    return {
        "date": clock.local_date(datetime.fromisoformat(letter["at"])).isoformat(),
        "until": letter["until"],
        "again": n > 1,
        "lapses": letter.get("lapses", False),
        "offices": "、".join(each["department"] for each in items),
        "must": sum(one["must"] for one in rows),
        "advice": sum(not one["must"] for one in rows),
        "items": items,
    }


def _agreed(row: DrawingReview) -> Facts:
    seats = row.seats.select_related("department").order_by("department__code")
    comments = [each for seat in seats for each in read(seat.comments)]
    closed = row.closed_at or row.opened_at
    return {
        "date": clock.local_date(closed).isoformat(),
        "versions": len(row.versions),
        "must": sum(each.severity is Severity.MUST for each in comments),
        "seats": [
            {
                "department": seat.department.name,
                "department_id": str(seat.department_id),
                "who": seat.ready_by_name,
                "on": clock.local_date(seat.ready_at).isoformat() if seat.ready_at else "",
            }
            for seat in seats
        ],
        "signers": [seat.department.name for seat in seats],
    }


def drawings_departments(department_id: UUID) -> list[tuple[UUID, str]]:
    """Every department but this one."""
    return [(each.id, each.name) for each in directory.departments() if each.id != department_id]
