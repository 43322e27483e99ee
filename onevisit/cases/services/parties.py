"""Others who must agree: named by the applicant, they answer from wherever they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.errors import not_representing
from onevisit.accounts.rules import (
    Actor,
    AssuranceLevel,
    Basis,
    Deed,
    MandateLine,
    Permission,
    PersonDraft,
)
from onevisit.audit import services as audit
from onevisit.cases import errors
from onevisit.cases.access import invitation_of, require_here
from onevisit.cases.models import Application, Evidence, EvidenceKind, Invitation, Named
from onevisit.cases.queries.consents import digests_of, need_of, open_invitations
from onevisit.cases.queries.hands import reserved_for
from onevisit.cases.queries.pinning import about, pinned
from onevisit.cases.queries.signing import evidence_of
from onevisit.cases.rules.events import ContactKind, PartyAsked
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.parties import Answering, Demand, Standing, demands, moved
from onevisit.cases.rules.submission import SIGNING_ASSURANCE
from onevisit.cases.services.contacts import publish_contact
from onevisit.cases.services.evidence import add_paper, wanted_material
from onevisit.cases.services.filling import change_form, form_values
from onevisit.cases.services.helping import require_one_side, require_own_hand
from onevisit.cases.services.identifying import require_identifying
from onevisit.cases.services.locks import lock_draft, lock_for_party, touch
from onevisit.catalogue.rules.definition import PartyNeed
from onevisit.guidance.rules.checklist import How, checklist
from onevisit.guidance.rules.form import visible_fields
from onevisit.kernel import clock, events
from onevisit.vault import services as vault

LONGEST_REASON = 500


def name_party(*, application_id: UUID, role: str, named: Named, actor: Actor) -> UUID:
    """Name somebody who must agree to a draft; their phone, if given, is told. Returns the id of
    the invitation.

    Nothing is said of whether they are known here. Raises NotFound `cases.no_such_application`,
    Conflict `cases.not_a_draft`, `cases.role_full`; Invalid `cases.no_such_role`,
    `cases.name_needed`, `cases.named_oneself`, `cases.named_twice`, `codes.*`.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        demand = _demanded(application, role)
        row = _name(application, demand, _read(demand.need, named))
        _fill_in_name(application, demand.need, row)
        touch(application)
        _record("cases.name_party", row, actor)
        _tell_invited(row, application)
        _wake(row, application)
        return row.id


def remove_party(*, invitation_id: UUID, actor: Actor) -> None:
    """The applicant names them no more: they see nothing of it any longer.

    Raises NotFound `cases.no_such_invitation`, Conflict `cases.not_a_draft`.
    """
    with transaction.atomic():
        row = _own_row(invitation_id, actor)
        row.state = moved(row.standing, Answering.REMOVE)
        row.save(update_fields=["state"])
        _forget_papers(row)
        touch(row.application)
        _record("cases.remove_party", row, actor)


def agree(*, invitation_id: UUID, shown_digest: str, actor: Actor) -> None:
    """Agree to exactly what was shown, on one's own device, identity checked.

    Raises NotFound `cases.no_such_invitation`; Refused `cases.assurance_too_low`,
    `cases.consent_is_own`; Conflict `cases.agreed_content_changed`, `cases.not_yours_to_answer`,
    `cases.not_a_draft`; Invalid `cases.still_to_fill`.
    """
    with transaction.atomic():
        row = _lock_answer(invitation_id, actor, answers=True)
        if actor.assurance < SIGNING_ASSURANCE:
            raise errors.assurance_too_low()
        now = _digest(row)
        if now != shown_digest:
            raise errors.agreed_content_changed()
        _require_given(row)
        _agree(row, actor.assurance, now)
        _record("cases.agree", row, actor, digest=now)


def agree_at_window(
    *,
    application_id: UUID,
    role: str,
    card: Named,
    actor: Actor,
    organisation: Named | None = None,
    guardian: str = "",
) -> UUID:
    """Somebody stands at the window with their card, was shown what they agree to, and signs; for
    an `organisation` whoever may act for it does, for a ward the guardian with this ID number.

    They are named by this where the applicant had not done so; it is a contact of theirs, not of
    the applicant's. Raises as `name_party` and `agree`, Refused `accounts.not_permitted`,
    `accounts.not_representing`, `cases.window_needed`, `cases.not_guardian`, `cases.both_sides`,
    `cases.sign_in_person`; Conflict as `catalogue.queries.require_able` where that point identifies
    nobody for this.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        require_here(actor, Permission.CASES_INTAKE, application)
        if actor.service_point_id is None:
            raise errors.window_needed()
        require_identifying(application, actor)
        demand = _demanded(application, role)
        read = _read(demand.need, organisation or card)
        row = _named_before(application, role, read) or _name(application, demand, read)
        _fill_in_name(application, demand.need, row)
        touch(application)
        row.person_id, row.organisation_id = _who_stands_here(demand.need, card, row, actor)
        row.point_id = actor.service_point_id
        under = _guards(row, guardian) if guardian else None
        row.authority_id, row.answered_by_id = under.id if under else None, None
        _require_given(row)
        _agree(row, AssuranceLevel.IN_PERSON, _digest(row))
        facts = {"authority": under.number} if under else {}
        _record("cases.agree", row, actor, digest=row.agreed_digest, at_window=True, **facts)
        publish_contact(application, actor, ContactKind.CONSENT, person_id=row.person_id)
        return row.id


def decline(*, invitation_id: UUID, reason: str, actor: Actor) -> None:
    """Say no, and why; the applicant reads it. Raises as `agree`, Invalid `cases.reason_needed`."""
    words = reason.strip()
    if not words or len(words) > LONGEST_REASON:
        raise errors.reason_needed()
    with transaction.atomic():
        row = _lock_answer(invitation_id, actor, answers=True)
        row.state, row.reason = moved(row.standing, Answering.DECLINE), words
        row.answered_at = clock.now()
        row.save()
        _record("cases.decline_party", row, actor)


def withdraw_consent(*, invitation_id: UUID, actor: Actor) -> None:
    """Take one's consent back, as long as it is not handed in. Raises as `agree`."""
    with transaction.atomic():
        row = _lock_answer(invitation_id, actor)
        row.state, row.answered_at = moved(row.standing, Answering.WITHDRAW), clock.now()
        row.save()
        _record("cases.withdraw_consent", row, actor)


def fill_as_party(*, invitation_id: UUID, values: Mapping[str, object], actor: Actor) -> None:
    """Fill in what the definition asks of this party; other fields are left alone.

    Raises as `agree`. Whoever had agreed to something else is asked again.
    """
    with transaction.atomic():
        row = _lock_answer(invitation_id, actor)
        need = _need(row)
        given = {key: value for key, value in values.items() if key in need.fills}
        change_form(row.application, pinned(row.application).offer, given)
        _record("cases.fill_as_party", row, actor, fields=sorted(given))


def attach_as_party(
    *, invitation_id: UUID, material: str, upload: BinaryIO, name: str, actor: Actor
) -> UUID:
    """Hand in a paper that is this party's to give; it stays their file. Returns the evidence's id.

    Raises as `agree` and `attach_file`.
    """
    row = invitation_of(actor, invitation_id)
    wanted = wanted_material(row.application, material)
    if material not in _need(row).brings:
        raise errors.material_not_wanted(material)
    with transaction.atomic():
        row = _lock_answer(invitation_id, actor)
        stored = vault.put(owner=row.owner, upload=upload, name=name, actor=actor)
        if stored.pages > wanted.max_pages:
            raise errors.too_many_pages(wanted.max_pages)
        held = row.application.evidence.filter(material=material, stored_object_id=stored.id)
        known = held.values_list("id", flat=True).first()
        if known is not None:
            return known
        place = (row.role, row.index)
        return add_paper(
            row.application, wanted, EvidenceKind.UPLOAD, actor, stored, place=place
        ).id


def remove_as_party(*, invitation_id: UUID, evidence_id: UUID, actor: Actor) -> None:
    """Take back a paper one handed in. Raises as `agree`, NotFound `cases.no_such_evidence`."""
    with transaction.atomic():
        row = _lock_answer(invitation_id, actor)
        gone, _rows = _papers(row).filter(id=evidence_id).delete()
        if not gone:
            raise errors.no_such_evidence()
        touch(row.application)
        _record("cases.remove_evidence", row, actor, evidence=str(evidence_id))


def _demanded(application: Application, role: str) -> Demand:
    wanted = demands(pinned(application).offer, application.answers)
    demand = next((each for each in wanted if each.need.key == role), None)
    if demand is None:
        raise errors.no_such_role()
    return demand


@dataclass(frozen=True, slots=True)
class _Read:
    named: Named
    index: str


def _read(need: PartyNeed, named: Named) -> _Read:
    name = named.name.strip()
    if not name or len(name) > 120:
        raise errors.name_needed()
    read = accounts.organisation_number if need.organisation else accounts.person_number
    number, index = read(named.number)
    return _Read(Named(name, number, accounts.phone_number(named.phone)), index)


def _name(application: Application, demand: Demand, read: _Read) -> Invitation:
    """A new row at the next free place; the application is locked."""
    if read.index in _indexes_of_applicant(application, demand.need):
        raise errors.named_oneself()
    every = list(Invitation.objects.filter(application=application))
    standing = [row for row in every if row.standing is not Standing.REMOVED]
    if any(row.number_index == read.index for row in standing):
        raise errors.named_twice()
    role = demand.need.key
    most = demand.number if demand.need.count else max(demand.number, demand.need.most)
    if sum(row.role == role for row in standing) >= most:
        raise errors.role_full(demand.need.name)
    row = Invitation(
        application=application,
        role=role,
        index=sum(row.role == role for row in every),
        number_index=read.index,
        invited_at=clock.now(),
    )
    row.seal_named(read.named)
    row.save(force_insert=True)
    return row


def _indexes_of_applicant(application: Application, need: PartyNeed) -> tuple[str, ...]:
    if not need.organisation:
        return accounts.person_indexes(application.applicant_id)
    if application.organisation_id is None:
        return ()
    own = accounts.organisation_by_id(application.organisation_id)
    return accounts.own_organisation_indexes(own.uscc)


def _named_before(application: Application, role: str, read: _Read) -> Invitation | None:
    held = [row for row in open_invitations(application) if row.number_index == read.index]
    row = next(iter(held), None)
    if row is not None and row.role != role:
        raise errors.named_twice()
    return row


def _fill_in_name(application: Application, need: PartyNeed, row: Invitation) -> None:
    """What was said once is not typed into the form again; of several the first stands there."""
    if row.index:
        return
    named = row.named()
    values = {need.name_field: named.name, need.number_field: named.number}
    offer = pinned(application).offer
    asked = {use.field.key for use in visible_fields(offer, application.answers)}
    change_form(application, offer, {k: v for k, v in values.items() if k in asked})


def _tell_invited(row: Invitation, application: Application) -> None:
    text = _(
        "有人请您一起办“%(thing)s”，要您本人同意。请登录政务服务，在“请我同意的”里看清内容再决定。"
    )
    people.tell_phone(phone=row.named().phone, text=text % {"thing": application.offer_name})


def _wake(row: Invitation, application: Application) -> None:
    """Whoever is known here by that number reads it among their messages too."""
    person_id = accounts.person_named(row.number_index)
    if person_id is not None:
        events.publish(PartyAsked(about(application), row.id, person_id, row.invited_at))


def _own_row(invitation_id: UUID, actor: Actor) -> Invitation:
    """The row, its draft locked, for who may write in the draft."""
    found = Invitation.objects.filter(id=invitation_id).values_list("application_id", flat=True)
    application_id = found.first()
    if application_id is None:
        raise errors.no_such_invitation()
    application = lock_draft(application_id, actor)
    row = Invitation.objects.select_for_update().get(id=invitation_id)
    row.application = application
    return row


def _lock_answer(invitation_id: UUID, actor: Actor, *, answers: bool = False) -> Invitation:
    """The row for whoever was named, the draft locked; who they are is written down. A correction
    may ask for an answer once more.
    """
    seen = invitation_of(actor, invitation_id)
    application = lock_for_party(seen.application_id)
    row = Invitation.objects.select_for_update().get(id=invitation_id)
    if row.standing is Standing.REMOVED:
        raise errors.no_such_invitation()
    corrected = application.state == ApplicationState.SUBMITTED and row.standing is Standing.VOID
    if application.state != ApplicationState.DRAFT and not (answers and corrected):
        raise errors.not_draft()
    row.application = application
    acting = actor.acting
    if acting is not None:
        people.hold_authority(actor)
        require_one_side(row, acting.agent_id)
        if answers:
            require_own_hand(application, actor, Deed.SIGN)
    row.authority_id = acting.authority_id if acting else None
    row.answered_by_id = actor.user_id if acting else None
    row.person_id, row.organisation_id = actor.person_id, seen.organisation_id
    row.save(update_fields=["person", "organisation", "authority", "answered_by"])
    return row


def _need(row: Invitation) -> PartyNeed:
    need = need_of(row.application, row.role)
    if need is None:
        raise errors.no_such_role()
    return need


def _digest(row: Invitation) -> str:
    return digests_of(row.application, [row], evidence_of(row.application))[row.id]


def _agree(row: Invitation, assurance: AssuranceLevel, digest: str) -> None:
    row.state = moved(row.standing, Answering.AGREE)
    row.agreed_digest, row.agreed_assurance = digest, assurance
    row.answered_at, row.reason = clock.now(), ""
    row.save()


def _require_given(row: Invitation) -> None:
    """What is this party's to fill in and to hand in is there."""
    need, application = _need(row), row.application
    offer, values = pinned(application).offer, form_values(application)
    empty = [
        use.field.label
        for use in visible_fields(offer, application.answers)
        if use.field.key in need.fills
        and use.field.required
        and values.get(use.field.key) in (None, "", [])
    ]
    listed, held = checklist(offer, application.answers), None
    for key in need.brings:
        line = listed.line(key)
        if line is None or line.how is not How.BRING or line.optional:
            continue
        held = {e.material for e in evidence_of(application)} if held is None else held
        if key not in held:
            empty.append(line.name)
    if empty:
        raise errors.still_to_fill(empty)


def _who_stands_here(
    need: PartyNeed, card: Named, row: Invitation, actor: Actor
) -> tuple[UUID, UUID | None]:
    """The person whose card lies on the counter, registered now if nobody had, and for whom they
    act.
    """
    draft = PersonDraft(card.name.strip(), card.number, phone=card.phone)
    person_id = people.register_person(draft, actor=actor)
    if not need.organisation:
        return person_id, None
    organisation_id = accounts.organisation_indexes(person_id).get(row.number_index)
    if organisation_id is None:
        raise not_representing()
    return person_id, organisation_id


def _guards(row: Invitation, number: str) -> MandateLine:
    """By what register the person of this number answers for the ward, held until the transaction
    ends.
    """
    _number, index = accounts.person_number(number)
    guardian_id, ward_id = accounts.person_named(index), row.person_id
    held = accounts.usable_from(ward_id) if guardian_id and ward_id else ()
    found = [x for x in held if x.basis is Basis.GUARDIAN and x.agent_id == guardian_id]
    if not found or row.organisation_id is not None:
        raise errors.not_guardian()
    people.hold_stood(found[0].id)
    require_one_side(row, guardian_id)
    if own := reserved_for(row.application, Deed.SIGN, Basis.GUARDIAN):
        raise errors.sign_in_person(own.name, own.basis)
    return found[0]


def _papers(row: Invitation) -> QuerySet[Evidence]:
    return row.application.evidence.filter(party_role=row.role, party_index=row.index)


def _forget_papers(row: Invitation) -> None:
    """What they handed in for this goes with them; the files stay theirs."""
    _papers(row).delete()


def _record(action: str, row: Invitation, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="cases.invitation",
        target_id=row.id,
        actor=actor,
        facts={"application": str(row.application_id), "role": row.role, **facts},
    )
