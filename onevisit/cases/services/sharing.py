"""Once for all that belongs together: what earlier applications of the same owner gave, had made or
had confirmed stands in a later draft, and nobody is asked for it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.cases.models import Application, Case, CaseMaterial, Evidence, EvidenceKind
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.rolling import fitting_answers, fitting_values
from onevisit.cases.rules.submission import CARRIED, OWN_REGISTERS
from onevisit.cases.services.carrying import GIVEN
from onevisit.cases.services.evidence import add_paper
from onevisit.cases.services.filling import change_answers, change_form, form_values
from onevisit.cases.services.locks import lock_draft
from onevisit.cases.services.results import keep_document
from onevisit.catalogue.rules.composition import Offer
from onevisit.guidance.rules.checklist import How, MaterialLine, checklist
from onevisit.guidance.rules.situation import Answer
from onevisit.vault import queries as vault
from onevisit.vault.rules import StoredRef


@dataclass(slots=True)
class _Known:
    """What the earlier applications have: papers by material, results by 基本编码 of the item, and
    by material the number of the case in which it was confirmed.
    """

    papers: dict[str, list[Evidence]] = field(default_factory=dict)
    results: dict[str, Case] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)
    numbers: dict[UUID, str] = field(default_factory=dict)
    files: Mapping[UUID, StoredRef] = field(default_factory=dict)


def share(
    *, application_id: UUID, sources: Iterable[UUID], values: Mapping[str, object], actor: Actor
) -> int:
    """Fill a draft with what the `sources` have that the draft wants and lacks, newest first, and
    with `values` of the form; returns how many papers now stand in it. Nothing personal is taken
    over, nothing that stands is touched, and sources of another owner are passed over.

    Raises NotFound `cases.no_such_application`, Conflict `cases.not_a_draft`.
    """
    with transaction.atomic():
        draft = lock_draft(application_id, actor)
        offer = pinned(draft).offer
        before = _handed_in(sources, draft)
        _take_answers(draft, offer, before)
        _take_values(draft, offer, before, values)
        return _take_papers(draft, offer, before, actor)


def _handed_in(sources: Iterable[UUID], draft: Application) -> list[Application]:
    """The owner of a file opens it anywhere; so only what is the same owner's goes over."""
    found = Application.objects.filter(id__in=list(sources), number__isnull=False)
    return [each for each in found.order_by("-submitted_at") if each.owner == draft.owner]


def _take_answers(draft: Application, offer: Offer, before: Sequence[Application]) -> None:
    known: dict[str, Answer] = {}
    for application in reversed(before):
        known.update(application.answers)
    fitting = fitting_answers(offer, {**known, **draft.answers})
    fresh = {key: value for key, value in fitting.items() if key not in draft.answers}
    if fresh:
        change_answers(draft, fresh)


def _take_values(
    draft: Application,
    offer: Offer,
    before: Sequence[Application],
    values: Mapping[str, object],
) -> None:
    """The open fields only: who works on it for the owner may be somebody else each time."""
    known: dict[str, object] = {}
    for application in reversed(before):
        known |= fitting_values(pinned(application).offer, offer, application.form_open)
    known |= fitting_values(offer, offer, values)
    there = form_values(draft)
    fresh = {key: value for key, value in known.items() if not there.get(key)}
    if fresh:
        change_form(draft, offer, fresh)


def _take_papers(
    draft: Application, offer: Offer, before: Sequence[Application], actor: Actor
) -> int:
    """Who signs is identified anew each time: that register answers for this very person."""
    held = {*draft.evidence.values_list("material", flat=True), *OWN_REGISTERS}
    wanted = [
        line
        for line in checklist(offer, draft.answers).lines
        if line.how in CARRIED and line.wanted_by and not line.undecided and line.key not in held
    ]
    if not wanted or not before:
        return 0
    known = _known(before, {line.key for line in wanted})
    return sum(_take(draft, line, known, actor) for line in wanted)


def _known(before: Sequence[Application], wanted: set[str]) -> _Known:
    """Five queries; of several applications the newest counts."""
    known = _Known(numbers={each.id: each.number or "" for each in before})
    newest = {each.id: place for place, each in enumerate(before)}
    given = Evidence.objects.filter(
        application__in=before, party_role="applicant", kind__in=GIVEN, material__in=wanted
    )
    for row in sorted(given, key=lambda r: (newest[r.application_id], r.index)):
        rows = known.papers.setdefault(row.material, [])
        if not rows or rows[0].application_id == row.application_id:
            rows.append(row)
    offers = {each.id: pinned(each).offer for each in before}
    granted = Case.objects.filter(
        application__in=before, result__isnull=False, result__revoked_at=None
    ).order_by("submitted_at", "id")
    for case in granted:
        code = offers[case.application_id].part(case.part).item.catalogue_code
        if code:
            known.results[code] = case
    proven = CaseMaterial.objects.filter(
        case__application__in=before, how=How.FETCHED, verdict="ok", material__in=wanted
    )
    known.confirmed.update(proven.order_by("id").values_list("material", "case__number"))
    known.files = vault.refs(
        row.stored_object_id
        for rows in known.papers.values()
        for row in rows
        if row.stored_object_id is not None
    )
    return known


def _take(draft: Application, line: MaterialLine, known: _Known, actor: Actor) -> int:
    """What was granted goes before what was given, and that before what was confirmed."""
    made = known.results.get(line.material.source.item)
    if made is not None:
        fetched = line.how is How.FETCHED
        kind = EvidenceKind.FETCHED if fetched else EvidenceKind.UPLOAD
        stored = None if fetched else vault.ref(keep_document(made.id, actor))
        add_paper(draft, line.material, kind, actor, stored, drawn_from=made.number)
        return 1
    given = known.papers.get(line.key, [])
    for row in given:
        kind, number = EvidenceKind(row.kind), known.numbers[row.application_id]
        stored = known.files.get(row.stored_object_id) if row.stored_object_id else None
        add_paper(draft, line.material, kind, actor, stored, drawn_from=number)
    if given:
        return 1
    if line.how is not How.FETCHED or line.key not in known.confirmed:
        return 0
    number = known.confirmed[line.key]
    add_paper(draft, line.material, EvidenceKind.FETCHED, actor, drawn_from=number)
    return 1
