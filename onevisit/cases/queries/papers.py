"""Originals and results between offices, with whose they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import visible_with
from onevisit.cases.models import Case, KeptPaper
from onevisit.cases.queries.pinning import about
from onevisit.cases.rules.events import About
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery.queries import consignments as offices
from onevisit.delivery.rules.consignments import PaperInfo, PaperKind, Where
from onevisit.directory import queries as directory
from onevisit.directory.rules import PlaceKind
from onevisit.kernel import masks

_MOST = 100


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper with whose it is; `goes_to`: where the applicant collects, None where nowhere.
    `over`: the application has ended, so an original is to go back.
    """

    paper: PaperInfo
    application_id: UUID
    number: str
    offer_name: str
    applicant_id: UUID
    applicant: str
    goes_to: UUID | None
    goes_to_name: str
    over: bool


@dataclass(frozen=True, slots=True)
class ResultToSend:
    """A result that is collected at another office, whose paper has not been made yet."""

    case_id: UUID
    name: str
    number: str
    applicant: str
    goes_to: str


def papers_of(application_id: UUID) -> tuple[PaperInfo, ...]:
    """All papers of one application, the first kept first; at most two queries. Nobody's rights are
    asked.
    """
    rows = KeptPaper.objects.filter(application_id=application_id).order_by("id")
    ids = list(rows.values_list("paper_id", flat=True))
    found = offices.papers(ids) if ids else {}
    return tuple(found[each] for each in ids)


@dataclass(frozen=True, slots=True)
class Carried:
    """Papers of one application, for those who tell of them; `case_id` is one of its cases."""

    about: About
    case_id: UUID
    names: tuple[str, ...]


def carried(paper_ids: Iterable[UUID]) -> tuple[Carried, ...]:
    """Whose these papers are, by application; two queries."""
    known = offices.papers(paper_ids)
    first = Case.objects.filter(application=OuterRef("application")).order_by("id")
    rows = (
        KeptPaper.objects.filter(paper_id__in=list(known))
        .select_related("application")
        .annotate(any_case=Subquery(first.values("id")[:1]))
        .order_by("application_id", "id")
    )
    found: dict[UUID, Carried] = {}
    for row in rows:
        before = found.get(row.application_id)
        names = (*(before.names if before else ()), known[row.paper_id].name)
        found[row.application_id] = Carried(
            before.about if before else about(row.application), row.case_id or row.any_case, names
        )
    return tuple(found.values())


def papers_here(*, actor: Actor) -> tuple[PaperLine, ...]:
    """The papers that lie at the actor's office, the longest first; two queries, none without an
    office or without the right to receive.
    """
    if actor.service_point_id is None or not actor.may(Permission.CASES_INTAKE):
        return ()
    return _lines(offices.papers_at(actor.service_point_id))


def originals_here(*, actor: Actor, person_id: UUID) -> tuple[PaperLine, ...]:
    """Originals of one person that lie at the actor's office; two queries."""
    return tuple(
        each
        for each in papers_here(actor=actor)
        if each.applicant_id == person_id and each.paper.kind is PaperKind.ORIGINAL
    )


def results_to_send(*, actor: Actor) -> tuple[ResultToSend, ...]:
    """Results that are collected at another office, oldest first; two queries. Departments make
    them at a centre: other offices have none to send.
    """
    point = actor.service_point_id
    if point is None or directory.service_point_by_id(point).kind is not PlaceKind.CENTRE:
        return ()
    rows = (
        visible_with(actor, Permission.CASES_HAND_OUT)
        .filter(
            state=CaseState.ISSUED,
            result__revoked_at__isnull=True,
            application__collection__in=[Collection.WINDOW, Collection.LOCKER],
            application__collection_point__isnull=False,
            kept_papers=None,
        )
        .exclude(application__collection_point=point)
        .select_related("application__applicant", "application__collection_point")
        .order_by("delivery_due", "id")[:_MOST]
    )
    return tuple(
        ResultToSend(
            row.id,
            row.name,
            row.number,
            masks.mask_name(row.application.applicant.name),
            row.application.collection_point.name if row.application.collection_point else "",
        )
        for row in rows
    )


def results_elsewhere(application_ids: Sequence[UUID], point_id: UUID | None) -> frozenset[UUID]:
    """Their cases whose result is a paper that does not lie at that office yet; two queries."""
    rows = KeptPaper.objects.filter(application_id__in=application_ids, case__isnull=False)
    held = dict(rows.values_list("case_id", "paper_id"))
    found = offices.papers(held.values()) if held else {}
    return frozenset(
        case
        for case, paper in held.items()
        if found[paper].where is not Where.OFFICE or found[paper].office_id != point_id
    )


def _lines(found: Iterable[PaperInfo]) -> tuple[PaperLine, ...]:
    listed = list(found)
    rows = KeptPaper.objects.filter(paper_id__in=[each.id for each in listed]).select_related(
        "application__applicant", "application__collection_point", "application__intake_point"
    )
    by_paper = {row.paper_id: row for row in rows}
    return tuple(_line(each, by_paper[each.id]) for each in listed if each.id in by_paper)


def _line(paper: PaperInfo, row: KeptPaper) -> PaperLine:
    application = row.application
    point = application.collection_point or application.intake_point
    return PaperLine(
        paper=paper,
        application_id=application.id,
        number=application.number or "",
        offer_name=application.offer_name,
        applicant_id=application.applicant_id,
        applicant=masks.mask_name(application.applicant.name),
        goes_to=point.id if point else None,
        goes_to_name=point.name if point else "",
        over=application.ended_at is not None,
    )
