"""The draft as its pages need it, and the receipt it turns into."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, MandateLine, PersonSummary
from onevisit.cases import errors
from onevisit.cases.access import get_application_for, is_applicant, own_applications
from onevisit.cases.models import Application, Case, EvidenceKind
from onevisit.cases.queries.commitments import has_broken, promised_in, standing
from onevisit.cases.queries.hands import hand_of, reserved_here, said, signers_for
from onevisit.cases.queries.kept import cases_of, events_of
from onevisit.cases.queries.parties import PartyLine, RoleLine, role_lines, signed_with
from onevisit.cases.queries.pieces import (
    EvidenceLine,
    FieldGroup,
    evidence_lines,
    form_groups,
    log_look,
)
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.registers import differences_of
from onevisit.cases.queries.signing import digest_over, evidence_of
from onevisit.cases.queries.status import waits_for
from onevisit.cases.rules.again import may_again
from onevisit.cases.rules.discrepancies import Difference
from onevisit.cases.rules.in_person import Reserved
from onevisit.cases.rules.lifecycle import ApplicationState, CaseState
from onevisit.cases.rules.merging import page_token
from onevisit.cases.rules.rolling import Rolled, read_rolled
from onevisit.cases.rules.submission import (
    SIGNING_ASSURANCE,
    collections_of,
    contradictions,
    missing,
)
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery.queries import masked_destination
from onevisit.delivery.queries.lockers import locker_points
from onevisit.delivery.rules import Address
from onevisit.guidance.rules.checklist import Checklist, MaterialLine, checklist
from onevisit.guidance.rules.form import clean_form
from onevisit.guidance.rules.questions import asked_questions, open_questions
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid, Problem


@dataclass(frozen=True, slots=True)
class Beside:
    """Who saved a draft last, if it was not whoever looks now; `window` and `place` where, "" for
    the applicant's side.
    """

    name: str
    window: str
    place: str
    at: datetime
    just_now: bool


JUST_NOW = timedelta(minutes=10)
"""Who saved so recently may still be at it."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """Everything the pages of a draft show, at one version.

    `page` names this drawing of the page; forms send it with every save. `digest` is what signing
    this very state signs. `departments` are those that decide, by part. `problems` are those of the
    form, `pledged` are signed as commitments, `missing` the names of materials still to be handed
    in; when both are empty and no question is open, it can be signed, unless it is `barred`: an
    earlier commitment was not kept, so none is taken. `differences` are the rows
    to settle, for staff only; `beside` is who else worked on it last; `rolled`
    what changed when newer versions came, until it is read; `parties` who else must agree, and who
    has; `stands` who may stand at the window in the applicant's place, for staff only, and
    `stood_by` who does. `reserved` is what the law keeps for the applicant's own hand: of who
    stands there, for staff, else where it keeps this actor from signing. `may_sign` says whether
    this actor's identity is checked well enough.
    """

    id: UUID
    state: str
    version: int
    page: str
    saved_at: datetime
    channel: str
    offer: Offer
    departments: dict[str, UUID]
    answers: dict[str, object]
    checklist: Checklist
    open_questions: tuple[Question, ...]
    asked_questions: tuple[Question, ...]
    groups: tuple[FieldGroup, ...]
    evidence: dict[str, tuple[EvidenceLine, ...]]
    pledged: tuple[MaterialLine, ...]
    barred: bool
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]
    collection: str
    collections: tuple[str, ...]
    collection_point_id: UUID | None
    destination: Address | None  # masked
    applicant: PersonSummary
    organisation: str
    own: bool
    may_sign: bool
    digest: str
    differences: tuple[Difference, ...] = ()
    beside: Beside | None = None
    rolled: tuple[Rolled, ...] = ()
    parties: tuple[RoleLine, ...] = ()
    stands: tuple[MandateLine, ...] = ()
    stood_by: UUID | None = None
    reserved: Reserved | None = None

    @property
    def unagreed(self) -> tuple[str, ...]:
        """The roles in which somebody has not agreed yet."""
        return tuple(role.need.name for role in self.parties if role.lacking)

    @property
    def ready(self) -> bool:
        """Whether nothing is left to do but sign."""
        return not (self.open_questions or self.missing or self.problems or self.unagreed)


def draft_view(*, application_id: UUID | str, actor: Actor) -> DraftView:
    """A draft for who may write in it; six queries, one more each for an address, a commitment
    signed with it, others who must agree. Raises NotFound `cases.no_such_application`, Conflict
    `cases.not_a_draft`.
    """
    application = get_application_for(actor, application_id)
    if application.state != ApplicationState.DRAFT:
        raise errors.not_draft()
    bound = pinned(application)
    offer = bound.offer
    listed, evidence = checklist(offer, application.answers), evidence_of(application)
    held, own = standing(listed, evidence), is_applicant(actor, application)
    pledged = promised_in(listed, held)
    log_look("application.draft", application, actor)
    return DraftView(
        id=application.id,
        state=application.state,
        version=application.version,
        page=page_token(application.version, secrets.token_hex(4)),
        saved_at=application.saved_at,
        channel=application.channel,
        offer=offer,
        departments={key: pin.department_id for key, pin in bound.pins.items()},
        answers=application.answers,
        checklist=listed,
        open_questions=open_questions(offer, application.answers),
        asked_questions=asked_questions(offer, application.answers),
        groups=form_groups(application, offer, masked=False),
        evidence=evidence_lines(held),
        pledged=pledged,
        barred=bool(pledged) and has_broken(application),
        missing=tuple(line.name for line in missing(listed, {e.material for e in held})),
        problems=form_problems(application, offer),
        collection=application.collection,
        collections=_collections(offer, application),
        collection_point_id=application.collection_point_id,
        destination=masked_destination(application.destination_id),
        applicant=accounts.masked_person(application.applicant),
        organisation=application.organisation.name if application.organisation else "",
        own=own,
        may_sign=not own or actor.assurance >= SIGNING_ASSURANCE,
        digest=digest_over(application, evidence),
        differences=() if own else differences_of(application, offer),
        beside=_beside(application, actor),
        rolled=tuple(map(read_rolled, application.rolled)),
        parties=role_lines(application),
        stands=() if own else signers_for(application),
        stood_by=application.stood_by_id,
        reserved=reserved_here(application, actor, own=own),
    )


def _beside(application: Application, actor: Actor) -> Beside | None:
    """Two queries where it was somebody else, none where it was not."""
    if application.saved_by_id in (None, actor.user_id):
        return None
    by, point = application.saved_by, application.saved_point
    return Beside(
        name=by.display_name if by is not None and point is not None else "",
        window=application.saved_window,
        place=point.name if point is not None else "",
        at=application.saved_at,
        just_now=clock.now() - application.saved_at < JUST_NOW,
    )


def draft_of(*, actor: Actor, offer_code: str, organisation_id: UUID | None) -> UUID | None:
    """The draft a person has begun for this offer, for themselves or an organisation; one query."""
    rows = own_applications(actor).filter(
        state=ApplicationState.DRAFT, offer_code=offer_code, applicant_id=actor.person_id
    )
    whose = Q(organisation_id=organisation_id) if organisation_id else Q(organisation=None)
    return rows.filter(whose).values_list("id", flat=True).first()


def form_problems(application: Application, offer: Offer) -> tuple[Problem, ...]:
    """What signing would refuse in the form now."""
    values = {**application.form_open, **application.unsealed().values}
    differing = contradictions(offer, application.answers, values)
    try:
        clean_form(offer, application.answers, values, partial=False)
    except Invalid as problem:
        return (*problem.problems, *differing)
    return differing


@dataclass(frozen=True, slots=True)
class ReceiptCase:
    """One line of the receipt: parts that come first, by when it is said whether it is accepted."""

    number: str
    name: str
    department: str
    waits_for: tuple[str, ...]
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """收件凭证 as printed: what was handed in, by whom, where, and by when it should be ready.

    `originals`: key and name of what was seen or scanned at a window: its original was there.
    `to_follow` are materials that were allowed to come later and are not there yet. `acted` says
    who handed it in for the applicant; "" when nobody did. `parties` are those who agreed; `again`
    what the applicant may hand in once more for another.
    """

    id: UUID
    number: str
    submitted_at: datetime
    offer_name: str
    applicant: str
    organisation: str
    channel: str
    intake_point: str
    promised_on: date | None
    provisional: bool
    collection: str
    collection_point: str
    cases: tuple[ReceiptCase, ...]
    materials: tuple[str, ...]
    originals: tuple[tuple[str, str], ...]
    to_follow: tuple[MaterialLine, ...]
    acted: str = ""
    parties: tuple[PartyLine, ...] = ()
    again: str = ""


def receipt_view(*, application_id: UUID | str, actor: Actor) -> ReceiptView:
    """The receipt of a submitted application.

    Raises NotFound `cases.no_such_application`, Conflict `cases.not_submitted`.
    """
    application = get_application_for(actor, application_id)
    if application.number is None or application.submitted_at is None:
        raise errors.not_submitted()
    cases = cases_of(application)
    listed = checklist(pinned(application).offer, application.answers)
    evidence = evidence_of(application)
    supplied = {each.material for each in evidence}
    seen = {each.material for each in evidence if each.kind in _SEEN}
    organisation, point = application.organisation, application.intake_point
    acted = _handed_in_by(application, cases)
    fetched_at = application.collection_point
    log_look("application.receipt", application, actor)
    return ReceiptView(
        id=application.id,
        number=application.number,
        submitted_at=application.submitted_at,
        offer_name=application.offer_name,
        applicant=application.applicant.name,
        organisation=organisation.name if organisation else "",
        channel=application.channel,
        intake_point=point.name if point else "",
        promised_on=application.promised_on,
        provisional=application.promise_provisional,
        collection=application.collection,
        collection_point=fetched_at.name if fetched_at else "",
        cases=tuple(_receipt_case(case, cases) for case in cases),
        materials=tuple(line.name for line in listed.lines if line.key in supplied),
        originals=tuple((line.key, line.name) for line in listed.lines if line.key in seen),
        to_follow=tuple(line for line in listed.may_follow() if line.key not in supplied),
        acted=acted,
        parties=signed_with(application),
        again=_again(application, actor),
    )


_SEEN = (EvidenceKind.PAPER, EvidenceKind.SCAN)


def _again(application: Application, actor: Actor) -> str:
    offer = pinned(application).offer
    own = is_applicant(actor, application)
    more = own and may_again(offer, application.answers)
    return offer.again.label if more and offer.again else ""


def _handed_in_by(application: Application, cases: Iterable[Case]) -> str:
    """Who handed it in for the applicant; one query where somebody did."""
    first = next(iter(cases), None)
    if not (application.helped or application.stood_by_id) or first is None:
        return ""
    return said(hand_of(events_of([first.id])[0]), application)


def _receipt_case(case: Case, every: Iterable[Case]) -> ReceiptCase:
    return ReceiptCase(
        number=case.number,
        name=case.name,
        department=case.department.name,
        waits_for=waits_for(case, every),
        answer_by=case.intake_due if case.state == CaseState.SUBMITTED else None,
    )


def _collections(offer: Offer, application: Application) -> tuple[str, ...]:
    """The ways in which the results may be had; a locker where there is one at all."""
    found = collections_of(offer, application.answers)
    if Collection.LOCKER not in found or locker_points():
        return found
    return tuple(each for each in found if each != Collection.LOCKER)
