"""Papers: uploads, scans and originals taken in, counted without loss however they arrive."""

from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from onevisit.accounts.rules import Actor, Deed, Permission
from onevisit.cases import errors
from onevisit.cases.access import get_application_for, is_applicant, require_here
from onevisit.cases.models import Application, CaseMaterial, Channel, Evidence, EvidenceKind
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.gaps import GapKind
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.submission import CARRIED, MOST_FILES
from onevisit.cases.services.correction import mend, open_gaps
from onevisit.cases.services.deferral import supplied
from onevisit.cases.services.identifying import require_identifying
from onevisit.cases.services.locks import lock_application, lock_draft, touch
from onevisit.cases.services.trail import record
from onevisit.catalogue.rules.definition import Material
from onevisit.guidance.rules.checklist import How, checklist
from onevisit.kernel import clock, rows
from onevisit.vault import services as vault
from onevisit.vault.rules import ObjectContent, StoredRef

_OF_MATERIAL = "FROM cases_evidence WHERE application_id = %s AND material = %s"
_SAME_FILE = f"SELECT id {_OF_MATERIAL} AND stored_object_id = %s"
_NO_PROMISE = f"DELETE {_OF_MATERIAL} AND kind = %s"
_NEXT_PLACE = f"SELECT coalesce(max(index) + 1, 0) {_OF_MATERIAL}"


def attach_file(
    *, application_id: UUID, material: str, upload: BinaryIO, name: str, actor: Actor
) -> UUID:
    """Add a file to a material; the same content again is the row there is. Returns the evidence's
    id.

    A draft takes what the checklist asks for; a submitted application only what was allowed to
    follow or is to be corrected. Raises Invalid `vault.*`, `cases.material_not_wanted`,
    `cases.too_many_pages`, `cases.too_many_files`.
    """
    application = get_application_for(actor, application_id)
    wanted = wanted_material(application, material)
    stored = vault.put(owner=application.owner, upload=upload, name=name, actor=actor)
    if stored.pages > wanted.max_pages:
        raise errors.too_many_pages(wanted.max_pages)
    with transaction.atomic():
        application = lock_application(application_id, actor, Deed.PAPERS)
        _require_open(application, material, actor)
        held: list[UUID] = rows.column(_SAME_FILE, [application_id, material, stored.id])
        if held:
            return held[0]
        at_window = actor.is_staff and (
            application.channel == Channel.WINDOW or application.state != ApplicationState.DRAFT
        )
        kind = EvidenceKind.SCAN if at_window else EvidenceKind.UPLOAD
        return add_paper(application, wanted, kind, actor, stored).id


def note_paper(*, application_id: UUID, material: str, actor: Actor) -> UUID:
    """The clerk saw and took in the original of a material; ticking twice is ticking once.

    Raises Refused `accounts.not_permitted`, Invalid `cases.material_not_wanted`, Conflict as
    `catalogue.queries.require_able` where that point looks at no originals.
    """
    with transaction.atomic():
        application = lock_application(application_id, actor, Deed.PAPERS)
        require_here(actor, Permission.CASES_INTAKE, application)
        require_identifying(application, actor)
        wanted = wanted_material(application, material)
        _require_open(application, material, actor)
        again = _is_to_correct(application, material, actor)
        held = application.evidence.filter(material=material, kind=EvidenceKind.PAPER).first()
        return (
            held.id
            if held and not again
            else add_paper(application, wanted, EvidenceKind.PAPER, actor).id
        )


def remove_evidence(*, evidence_id: UUID, actor: Actor) -> None:
    """Take a paper out of a draft again. The file itself stays the owner's and may be used again.

    Raises NotFound `cases.no_such_evidence`, Conflict `cases.not_a_draft`.
    """
    with transaction.atomic():
        found = Evidence.objects.filter(id=evidence_id).values_list("application_id", flat=True)
        application_id = found.first()
        if application_id is None:
            raise errors.no_such_evidence()
        application = lock_draft(application_id, actor, Deed.PAPERS)
        removed, _ = _in_hand(application, actor).filter(id=evidence_id).delete()
        if not removed:
            raise errors.no_such_evidence()
        touch(application)
        record("cases.remove_evidence", application, actor, evidence=str(evidence_id))


def check_point(
    *, application_id: UUID, material: str, point: str, ticked: bool, actor: Actor
) -> None:
    """A clerk ticks a point 审查要点 on what was handed in for a material of a draft, or takes the
    tick back. It stands with that very paper: another paper begins without.

    Raises Invalid `cases.no_such_point`, NotFound `cases.no_such_evidence`, Refused
    `accounts.not_permitted`, Conflict `cases.not_a_draft`.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        require_here(actor, Permission.CASES_INTAKE, application)
        merged = next((m for m in pinned(application).offer.materials if m.key == material), None)
        if merged is None or point not in merged.points:
            raise errors.no_such_point()
        papers = list(application.evidence.filter(material=material).order_by("index"))
        if not papers:
            raise errors.no_such_evidence()
        if ticked is any(point in row.checked for row in papers):
            return
        if ticked:
            papers[-1].checked[point] = actor.name
        for row in papers if not ticked else ():
            row.checked.pop(point, None)
        Evidence.objects.bulk_update(papers, ["checked"])
        action = "cases.check_point" if ticked else "cases.uncheck_point"
        record(action, application, actor, material=material)


def evidence_content(*, evidence_id: UUID, actor: Actor) -> ObjectContent:
    """A paper in clear, on record, for the applicant's side and for those who handle a case that
    uses it.

    Raises NotFound `cases.no_such_evidence`, also for outsiders.
    """
    row = Evidence.objects.filter(id=evidence_id, stored_object__isnull=False).first()
    if row is None or row.stored_object_id is None or not _may_open(row, actor):
        raise errors.no_such_evidence()
    return vault.open_object(row.stored_object_id, actor=actor, purpose="cases.evidence")


def _may_open(row: Evidence, actor: Actor) -> bool:
    """Officers open only what a case of their own department requires."""
    application = get_application_for(actor, row.application_id)
    if row.party_role != "applicant" and is_applicant(actor, application):
        return False
    departments = actor.departments(Permission.CASES_REVIEW)
    if not departments:
        return True
    return CaseMaterial.objects.filter(
        case__application=application,
        case__department_id__in=departments,
        material=row.material,
    ).exists()


def wanted_material(application: Application, material: str) -> Material:
    """The material as the checklist asks for it. Raises Invalid `cases.material_not_wanted`."""
    line = checklist(pinned(application).offer, application.answers).line(material)
    if line is None or line.how not in CARRIED:
        raise errors.material_not_wanted(material)
    return line.material


def _in_hand(application: Application, actor: Actor) -> QuerySet[Evidence]:
    """What `actor` may take back: what another party handed in is theirs alone."""
    if is_applicant(actor, application):
        return application.evidence.filter(party_role="applicant")
    return application.evidence.all()


def _require_open(application: Application, material: str, actor: Actor) -> None:
    """A draft is open; after submission only what may follow, while a case that wants it runs, and
    what is to be corrected.
    """
    if application.state == ApplicationState.DRAFT or _is_to_correct(application, material, actor):
        return
    follows = CaseMaterial.objects.filter(
        case__application=application,
        case__decided_at__isnull=True,
        case__ended_at__isnull=True,
        material=material,
        how=How.MAY_FOLLOW,
    )
    if application.state != ApplicationState.SUBMITTED or not follows.exists():
        raise errors.not_draft()


def _is_to_correct(application: Application, material: str, actor: Actor) -> bool:
    if not application.was_told:
        return False
    gaps = open_gaps(application, by_staff=actor.is_staff)
    return gaps.filter(kind=GapKind.MATERIAL, key=material).exists()


def add_paper(
    application: Application,
    wanted: Material,
    kind: EvidenceKind,
    actor: Actor,
    stored: StoredRef | None = None,
    *,
    place: tuple[str, int] = ("applicant", 0),
    drawn_from: str = "",
) -> Evidence:
    """One more row, at the next free place; the application is locked, so no two take the same.
    `place` is whose it is: a role among the parties, and which of that role; `drawn_from`: the
    number of the application or case in which it was given or made before.
    """
    of_material = [application.id, wanted.key]
    if application.state == ApplicationState.DRAFT:
        rows.execute(_NO_PROMISE, [*of_material, EvidenceKind.PROMISE.value])
    index = rows.column(_NEXT_PLACE, of_material)[0]
    if index >= MOST_FILES:
        raise errors.too_many_files(MOST_FILES)
    row = Evidence(
        application=application,
        material=wanted.key,
        party_role=place[0],
        party_index=place[1],
        index=index,
        kind=kind,
        stored_object_id=stored.id if stored else None,
        pages=stored.pages if stored else None,
        supplied_at=clock.now(),
        supplied_by=actor.user_id,
        original_pending=wanted.original_seen_at_collection and kind == EvidenceKind.UPLOAD,
        drawn_from=drawn_from,
    )
    rows.insert([row])
    mend(application, GapKind.MATERIAL, [wanted.key])
    supplied(application, actor)
    touch(application)
    record("cases.attach", application, actor, material=wanted.key, kind=str(kind))
    return row
