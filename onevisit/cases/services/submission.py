"""收件: a signed draft becomes cases, one per active part, each at its department."""

from collections import Counter
from collections.abc import Collection as Keys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from onevisit.accounts.rules import Actor, AssuranceLevel, Deed, Permission
from onevisit.audit.rules import Act
from onevisit.cases import errors
from onevisit.cases.access import is_applicant, require_here
from onevisit.cases.errors.lodging import locker_needed
from onevisit.cases.models import (
    Application,
    Case,
    CaseMaterial,
    Channel,
    Evidence,
    EvidenceKind,
    Party,
)
from onevisit.cases.queries.commitments import standing
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.registers import differences_of
from onevisit.cases.queries.signing import digest_over, evidence_of
from onevisit.cases.queries.wordings import READ, as_read
from onevisit.cases.rules.events import ApplicationSubmitted, ContactKind
from onevisit.cases.rules.lifecycle import Action, ApplicationState
from onevisit.cases.rules.numbers import application_number, number_of_case
from onevisit.cases.rules.submission import (
    SIGNING_ASSURANCE,
    answered_here,
    collections_of,
    contradictions,
    missing,
    promise_of,
    waits_for,
)
from onevisit.cases.services.commitments import commit_to
from onevisit.cases.services.consents import require_consents, sign_for_others
from onevisit.cases.services.contacts import publish_contact, publish_entrusting, publish_help
from onevisit.cases.services.filling import form_values
from onevisit.cases.services.helping import under_authority
from onevisit.cases.services.holding import Held
from onevisit.cases.services.locks import lock_application
from onevisit.cases.services.numbering import TAKE
from onevisit.cases.services.standing_by import stands_still
from onevisit.catalogue.queries import PinnedItem, PinnedOffer, nearest_able, require_able
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.points import PointAct
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.guidance.rules.checklist import Checklist, How, MaterialLine, checklist
from onevisit.guidance.rules.form import FormValues, signed_form
from onevisit.guidance.rules.questions import open_questions
from onevisit.kernel import clock, events, rows
from onevisit.kernel.types import Json


@dataclass(frozen=True, slots=True)
class Receipt:
    """收件凭证: what the applicant holds after submitting; the same however often they submit."""

    application_id: UUID
    number: str
    submitted_at: datetime
    case_numbers: tuple[str, ...]


def submit(
    *,
    application_id: UUID,
    actor: Actor,
    signed_digest: str,
    version: int,
    commitments: Keys[str] = (),
) -> Receipt:
    """Sign and hand in. A second submit of the same application returns the same receipt.

    Online the applicant's own identity must be checked (assurance REAL_NAME or more); at a window
    the clerk records the signature given in person. `signed_digest` is `queries.signing_digest` as
    shown; `version` the draft's version on that page, which need not be the newest as long as
    nothing shown has changed. `commitments` are the materials whose commitment was read and ticked
    by itself: every one that is signed here must be among them.

    Raises NotFound `cases.no_such_application`; Refused `cases.assurance_too_low`; Conflict
    `cases.changed_since_shown`, `cases.not_a_draft`, `cases.consents_missing`; Invalid
    `cases.questions_open`, `cases.nothing_to_do`, `cases.materials_missing`,
    `guidance.form_problems`, `cases.contradicts_answers`, `cases.commitment_unread`, and from a
    clerk `cases.differences_open`.
    """
    with transaction.atomic():
        application = lock_application(application_id, actor, Deed.SIGN)
        if application.state in (ApplicationState.SUBMITTED, ApplicationState.ENDED):
            return receipt_of(application)
        held = submit_locked(application, actor, signed_digest, ContactKind.INTAKE, commitments)
        return _receipt(application, held.cases)


def receipt_of(application: Application) -> Receipt:
    """The receipt of a submitted application."""
    return _receipt(application, application.cases.order_by("id"))


def _receipt(application: Application, cases: Iterable[Case]) -> Receipt:
    if application.number is None or application.submitted_at is None:
        raise errors.not_draft()
    numbers = tuple(case.number for case in cases)
    return Receipt(application.id, application.number, application.submitted_at, numbers)


def submit_locked(
    application: Application,
    actor: Actor,
    signed_digest: str,
    contact: ContactKind,
    commitments: Keys[str],
) -> Held:
    """Check everything, then write; the application is a draft, locked by the caller."""
    if application.state != ApplicationState.DRAFT:
        raise errors.not_draft()
    offer = pinned(application)
    listed = checklist(offer.offer, application.answers)
    evidence = evidence_of(application)
    assurance = _assurance(application, actor)
    held_now = {each.material for each in standing(listed, evidence)}
    _require_complete(offer, application, listed, held_now)
    agreed = require_consents(application, evidence)
    committed = commit_to(application, listed, evidence, commitments)
    form = signed_form(offer.offer, application.answers, form_values(application))
    differing = contradictions(offer.offer, application.answers, form.all())
    if differing:
        raise errors.contradicts_answers(differing)
    if not is_applicant(actor, application):
        _require_settled(application, offer.offer)
    if signed_digest != digest_over(application, evidence):
        raise errors.changed_since_shown()
    held = Held(application, [], offer, actor, clock.now(), stored=False)
    if not is_applicant(actor, application):
        held.stood = stands_still(application)
    _write_application(held, listed, form, signed_digest, assurance, evidence)
    sign_for_others(application, agreed)
    _write_cases(held, listed)
    held.acts.append(_signing(held, committed))
    held.write_history()
    at_window = application.channel == Channel.WINDOW
    if at_window:
        publish_contact(application, actor, contact, held.stood.agent_id if held.stood else None)
    publish_help(application, actor)
    publish_entrusting(application, actor)
    events.publish(ApplicationSubmitted(application.id, held.at))
    return held


def _assurance(application: Application, actor: Actor) -> AssuranceLevel:
    """How surely we know who signs. Raises Refused when that is not enough."""
    if not is_applicant(actor, application):
        require_here(actor, Permission.CASES_INTAKE, application)
        if actor.service_point_id is None:
            raise errors.window_needed()
        require_able(pinned(application), PointAct.TAKE, actor.service_point_id)
        return AssuranceLevel.IN_PERSON
    if actor.assurance < SIGNING_ASSURANCE:
        raise errors.assurance_too_low()
    return actor.assurance


def _require_complete(
    offer: PinnedOffer, application: Application, listed: Checklist, supplied: set[str]
) -> None:
    unanswered = open_questions(offer.offer, application.answers)
    if unanswered:
        raise errors.questions_open(question.label for question in unanswered)
    if not listed.active_parts:
        raise errors.nothing_to_do()
    lacking = missing(listed, supplied)
    if lacking:
        raise errors.materials_missing(line.name for line in lacking)
    if application.collection not in collections_of(offer.offer, application.answers):
        raise errors.collection_not_offered()
    if application.collection == Collection.COURIER and application.destination_id is None:
        raise errors.address_needed()
    if application.collection == Collection.LOCKER and application.collection_point_id is None:
        raise locker_needed()


def _require_settled(application: Application, offer: Offer) -> None:
    """A clerk looks at what differs before taking it in; the applicant says by signing which form
    is right.
    """
    rows = differences_of(application, offer)
    if rows:
        raise errors.differences_open((row.field.key, row.field.label) for row in rows)


def _write_application(
    held: Held,
    listed: Checklist,
    form: FormValues,
    signed_digest: str,
    assurance: AssuranceLevel,
    evidence: Iterable[Evidence],
) -> None:
    """The signature, the papers nobody had to bring, and the application's own row."""
    application, now = held.application, held.at
    by_clerk = not is_applicant(held.actor, application)
    if by_clerk:
        application.channel = Channel.WINDOW
        application.intake_point_id = held.actor.service_point_id
        if application.collection == Collection.WINDOW and application.collection_point_id is None:
            application.collection_point_id = nearest_able(
                held.offer, PointAct.HAND_OUT, application.intake_point_id
            )
    elif application.channel != Channel.ONLINE:
        application.channel = Channel.ONLINE
    party = Party(
        application=application,
        person_id=(None if by_clerk else held.actor.person_id) or application.applicant_id,
        signed_at=now,
        signed_digest=signed_digest,
        signed_assurance=assurance,
        **under_authority(held.actor, application),
    )
    application.helped = str(held.actor.acting.met) if held.actor.acting else ""
    rows.insert([party])
    rows.insert(_made_here(held, listed, {each.material for each in evidence}))
    promise = promise_of(listed, held.calendar, held.today)
    application.promised_on = promise.day if promise else None
    application.promise_provisional = promise is not None and promise.provisional
    application.form_open = dict(form.open)
    sealed = application.unsealed()
    sealed.values.clear()
    sealed.values.update(form.personal)
    application.seal_form(sealed)
    application.state = ApplicationState.SUBMITTED
    application.submitted_at = now
    application.version += 1


def _made_here(held: Held, listed: Checklist, supplied: set[str]) -> list[Evidence]:
    """What the platform makes from the form, and what its own registers answer."""
    organisation = held.application.organisation
    made = []
    for line in listed.lines:
        if line.key in supplied or not line.wanted_by:
            continue
        known = answered_here(
            line,
            person_known=True,
            organisation_known=organisation is not None and organisation.uscc_checked,
        )
        if line.how is How.GENERATED or known:
            made.append(
                Evidence(
                    application=held.application,
                    material=line.key,
                    kind=_kind_of(line, known=known),
                    supplied_at=held.at,
                )
            )
    return made


def _kind_of(line: MaterialLine, *, known: bool) -> EvidenceKind:
    if known:
        return EvidenceKind.FETCHED
    return EvidenceKind.PROMISE if line.pledges else EvidenceKind.GENERATED


def _write_cases(held: Held, listed: Checklist) -> None:
    """Cases, materials, events and tasks of the active parts; numbers are taken last."""
    application = held.application
    active = {part.key for part in listed.active_parts}
    pins = {key: held.offer.pins[key] for key in active}
    numbers = _take_numbers(held, [pins[part.key] for part in listed.active_parts])
    application.number = numbers.application
    rows.write(application)
    for part in listed.active_parts:
        pin = pins[part.key]
        case = Case(
            number=numbers.next_case(pin.item_code),
            application=application,
            part=part.key,
            name=part.name,
            item_version_id=pin.version_id,
            department_id=pin.department_id,
            region_id=pin.region,
            waits_for=list(waits_for(part, active)),
            promise_days=part.promise,
        )
        held.cases.append(case)
        held.move(case, Action.SUBMIT, facts={"channel": str(application.channel)})
    rows.insert(held.cases)
    rows.insert(
        CaseMaterial(case=case, material=line.key, name=line.name, how=str(line.how))
        for case in held.cases
        for line in listed.materials_of(case.part)
        if line.how is not How.NOT_NEEDED
    )


def _signing(held: Held, committed: list[str]) -> Act:
    facts: dict[str, Json] = {"number": held.application.number, "cases": len(held.cases)}
    if committed:
        facts["commitments"] = list[Json](committed)
    return Act("cases.sign", "cases.application", held.application.id, facts)


@dataclass(slots=True)
class _Numbers:
    application: str
    day: date
    last: dict[str, int]
    taken: Counter[str]

    def next_case(self, item_code: str) -> str:
        """The next number of the item; the block taken ends at `last`."""
        self.taken[item_code] -= 1
        return number_of_case(item_code, self.day, self.last[item_code] - self.taken[item_code])


_TAKE = (
    f"WITH taken AS ({TAKE})"  # noqa: S608 - our own words
    " SELECT (SELECT nextval('cases_application_number')), series, last, " + READ + " FROM taken"
)


def _take_numbers(held: Held, pins: list[PinnedItem]) -> _Numbers:
    """One number for the application and one for each case, taken as `numbering.take` does, and
    beside them the texts by which the receipt is drawn.
    """
    day, counts = held.today, Counter(pin.item_code for pin in pins)
    departments = [pin.department_id for pin in pins]
    series = {f"{code}:{day:%Y%m%d}": code for code in counts}
    with connection.cursor() as cursor:
        wanted = [counts[code] for code in series.values()]
        cursor.execute(_TAKE, [list(series), wanted, day, departments])
        rows = cursor.fetchall()
    held.wordings = as_read(rows[0][3], day)
    return _Numbers(
        application_number(settings.APPLICATION_NUMBER_PREFIX, day, rows[0][0]),
        day,
        {series[name]: last for _, name, last, _ in rows},
        counts,
    )
