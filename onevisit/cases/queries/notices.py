"""What a one-time notice or a pre-review tells, and the red cards of limits that ran out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from onevisit.accounts.rules import Actor, MandateLine
from onevisit.cases import errors
from onevisit.cases.access import get_application_for, is_applicant
from onevisit.cases.models import Application, Case, CaseEvent, Evidence, Gap
from onevisit.cases.queries.hands import kept_from, signers_for
from onevisit.cases.queries.pieces import (
    EvidenceLine,
    FieldLine,
    evidence_lines,
    form_groups,
    log_look,
    sent_back_at,
)
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.signing import digest_over, evidence_of
from onevisit.cases.rules.gaps import GapKind, Place
from onevisit.cases.rules.in_person import Reserved
from onevisit.cases.rules.lifecycle import PRE_REVIEWING, CaseState
from onevisit.cases.rules.pre_review import PreReview


@dataclass(frozen=True, slots=True)
class GapLine:
    """One gap in clear. `mended` once a paper came or the field was changed."""

    id: UUID
    kind: GapKind
    key: str
    name: str
    reason: str
    remedy: str
    told_by: str
    mended: bool


@dataclass(frozen=True, slots=True)
class GapsOfCase:
    """The gaps of one case. `until`: the applicant's last day; None while nothing was told yet.

    `pre_review`: said in a first look 预审, so that it may be mended, by the office's own limit
    `answer_by`.
    """

    case_id: UUID
    name: str
    department: str
    told: bool
    until: date | None
    gaps: tuple[GapLine, ...]
    pre_review: bool = False
    answer_by: date | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What they are about."""
        return tuple(gap.name for gap in self.gaps)

    @property
    def complete(self) -> bool:
        """Whether everything is mended."""
        return all(gap.mended for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What is to be corrected in an application, with papers and fields as they stand.

    `digest` is what the correction signs. `fields` are those that gaps are about, by key.
    `stands`: who may stand at a window for the applicant, for staff only; `reserved` what keeps
    this actor from signing.
    """

    application_id: UUID
    number: str
    offer_name: str
    applicant: str
    organisation: str
    cases: tuple[GapsOfCase, ...]
    evidence: dict[str, tuple[EvidenceLine, ...]]
    fields: dict[str, FieldLine]
    digest: str
    stands: tuple[MandateLine, ...] = ()
    reserved: Reserved | None = None

    @property
    def left(self) -> int:
        """How many gaps are not mended yet."""
        return sum(not gap.mended for case in self.cases for gap in case.gaps)

    @property
    def pre_review(self) -> bool:
        """Whether only a first look asks: then no new limit begins."""
        return all(case.pre_review for case in self.cases)

    @property
    def ready(self) -> bool:
        """Whether some case is complete and can be handed in."""
        return any(case.complete for case in self.cases)


def correction_view(*, application_id: UUID, actor: Actor) -> CorrectionView:
    """What is to be corrected now; a clerk sees also what was recorded but not told yet. `cases` is
    empty when there is nothing.

    Raises NotFound `cases.no_such_application`, Conflict `cases.not_submitted`.
    """
    application = get_application_for(actor, application_id)
    if application.number is None:
        raise errors.not_submitted()
    own = is_applicant(actor, application)
    log_look("application.correction", application, actor)
    cases = open_gaps_of(application, by_staff=not own)
    papers = evidence_of(application)
    keys = {gap.key for case in cases for gap in case.gaps if gap.kind is GapKind.FIELD}
    groups = form_groups(application, pinned(application).offer, masked=not own)
    lines = [line for group in groups for line in group.fields]
    organisation = application.organisation
    return CorrectionView(
        application_id=application.id,
        number=application.number,
        offer_name=application.offer_name,
        applicant=application.applicant.name,
        organisation=organisation.name if organisation else "",
        cases=cases,
        evidence=evidence_lines(papers, sent_back_at(application)),
        fields={line.field.key: line for line in lines if line.field.key in keys},
        digest=digest_over(application, papers),
        stands=() if own else signers_for(application),
        reserved=kept_from(actor, application) if own else None,
    )


def open_gaps_of(application: Application, *, by_staff: bool = False) -> tuple[GapsOfCase, ...]:
    """The newest gaps of each case that waits for a correction or was sent back in its pre-review,
    and for staff also of those whose notice is being gathered. No query for an application of which
    nothing was ever told.
    """
    if not application.was_told:
        return ()
    states = {CaseState.CORRECTION_REQUESTED: "sent"}
    if by_staff:
        states[CaseState.SUBMITTED] = "gathering"
    rows = (
        Gap.objects.filter(
            Q(notice__isnull=False, case__state__in=list(states))
            | Q(notice__isnull=True, case__pre_review=PreReview.RETURNED),
            case__application=application,
        )
        .select_related("case__department", "notice")
        .order_by("-notice__opened_at", "kind", "recorded_at", "id")
    )
    found: dict[tuple[UUID, bool], list[Gap]] = {}
    for row in rows:
        newest = found.setdefault((row.case_id, row.notice is None), [])
        same = not newest or newest[0].notice_id == row.notice_id
        if same and (row.notice is None or row.notice.state == states[CaseState(row.case.state)]):
            newest.append(row)
    return tuple(_of_case(held[0].case, held) for held in found.values() if held)


def _of_case(case: Case, rows: Sequence[Gap]) -> GapsOfCase:
    told = case.state == CaseState.CORRECTION_REQUESTED
    pre_review = rows[0].notice_id is None
    return GapsOfCase(
        case_id=case.id,
        name=case.name,
        department=case.department.name,
        told=told or pre_review,
        until=case.lapses_on if told else None,
        gaps=tuple(_line(row) for row in rows),
        pre_review=pre_review,
        answer_by=case.intake_due if pre_review else None,
    )


def _line(row: Gap) -> GapLine:
    told = row.told
    return GapLine(
        id=row.id,
        kind=GapKind(row.kind),
        key=row.key,
        name=row.name,
        reason=told["reason"],
        remedy=told["remedy"],
        told_by=row.recorded_by_name,
        mended=row.mended_at is not None,
    )


def gaps_of_case(case: Case) -> tuple[GapLine, ...]:
    """The newest gaps of a case, mended or not, for its department. No query for an application
    that never had a notice.
    """
    application = case.application
    if not (application.notified or application.gathering):
        return ()
    rows = list(
        Gap.objects.filter(case=case, notice__state__in=["gathering", "sent"])
        .select_related("notice")
        .order_by("-notice__opened_at", "kind", "recorded_at", "id")
    )
    return tuple(_line(row) for row in rows if row.notice_id == rows[0].notice_id)


def remarks_of(case: Case) -> tuple[GapLine, ...]:
    """What the pre-review of a case told to change, mended or not. No query without one."""
    if case.pre_review in (PreReview.NONE, PreReview.PASSED):
        return ()
    rows = Gap.objects.filter(case=case, notice__isnull=True).order_by("kind", "recorded_at", "id")
    return tuple(_line(row) for row in rows)


def askable(case: Case) -> frozenset[Place] | None:
    """What a notice may still ask for in a case that was pre-reviewed: what was sent back, and what
    the applicant changed since. None without a pre-review: anything; then no query.
    """
    if case.pre_review == PreReview.NONE:
        return None
    at = CaseEvent.objects.get(case=case, action__in=PRE_REVIEWING).recorded_at
    fields = Gap.objects.filter(
        Q(case=case, notice__isnull=True)
        | Q(case__application=case.application_id, kind=GapKind.FIELD, mended_at__gt=at)
    )
    papers = Evidence.objects.filter(application=case.application_id, supplied_at__gt=at)
    return frozenset(
        [
            *((GapKind(kind), key) for kind, key in fields.values_list("kind", "key")),
            *((GapKind.MATERIAL, key) for key in papers.values_list("material", flat=True)),
        ]
    )
