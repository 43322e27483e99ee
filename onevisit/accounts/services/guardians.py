"""Guardianship 监护: read from the register of births and households, or decided at a window from
papers. The guardian stands in for the ward until the ward is of age, or the ruling ends.
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts.access import get_person_for
from onevisit.accounts.adapters.families import Child, RegisterAway, family_register
from onevisit.accounts.errors import (
    authority_unsigned,
    family_unreachable,
    mandate_stands,
    no_family_register_here,
    no_such_authority,
    not_citizen,
    only_themselves,
    own_agent,
    own_helper,
    paper_needed,
    real_name_first,
)
from onevisit.accounts.models import Authority, Person
from onevisit.accounts.models.sealing import opened
from onevisit.accounts.queries.authorities import holding
from onevisit.accounts.rules import (
    SYSTEM,
    Actor,
    AssuranceLevel,
    AuthorityEnd,
    AuthorityWay,
    Basis,
    GuardianPaper,
    IdKind,
    Permission,
    PersonDraft,
    PersonField,
    WardDraft,
    require,
)
from onevisit.accounts.rules.identity import Claim
from onevisit.accounts.rules.mandates import of_age_on, ward_until
from onevisit.accounts.services.authorities import close_lapsed, next_number
from onevisit.accounts.services.mandates import end_row
from onevisit.accounts.services.people import register_person
from onevisit.audit.services import record
from onevisit.kernel import clock
from onevisit.kernel.canonical import digest
from onevisit.kernel.codes import ResidentId
from onevisit.kernel.ids import new_id

LONGEST_PAPER = 120


def family_register_open() -> bool:
    """Whether a register of families is joined here at all."""
    return family_register() is not None


def find_wards(*, agreed: bool, actor: Actor) -> int:
    """Ask the register, for the person and with their consent, of which minors they are a parent;
    each found is their ward from now on. Returns how many are new.

    Raises Refused `accounts.not_citizen`, `accounts.only_themselves`, `accounts.real_name_first`,
    `accounts.no_family_register_here`, `accounts.family_unreachable`; Invalid
    `accounts.authority_unsigned` without consent.
    """
    register = family_register()
    if register is None:
        raise no_family_register_here()
    person = _asking(actor)
    if not agreed:
        raise authority_unsigned()
    claim = Claim(person.name, opened(person, PersonField.ID_NUMBER))
    try:
        children = register.children_of(claim)
    except RegisterAway:
        raise family_unreachable() from None
    with transaction.atomic():
        new = sum(_guard_child(person, child, actor) for child in children)
        record(
            action="accounts.ask_family",
            target_type="accounts.person",
            target_id=person.id,
            actor=actor,
            facts={"found": len(children)},
        )
    return new


def record_guardian(draft: WardDraft, *, seen: bool, actor: Actor) -> UUID:
    """A clerk records a guardianship from the paper shown at the window (`seen`), the guardian's
    identity card in hand.

    Raises Refused `accounts.not_permitted`, `accounts.own_helper` without a window; NotFound
    `accounts.no_such_person`; Invalid `accounts.authority_unsigned`, `accounts.paper_needed`,
    `accounts.own_agent`, `accounts.ward_of_age`, `accounts.bad_ward_until`; Conflict
    `accounts.mandate_stands`.
    """
    require(actor, Permission.PEOPLE_REGISTER)
    if actor.service_point_id is None:
        raise own_helper()
    get_person_for(actor, draft.guardian_id)
    ward = get_person_for(actor, draft.ward_id)
    if not seen:
        raise authority_unsigned()
    number = " ".join(draft.paper_number.split())
    if not number or len(number) > LONGEST_PAPER or draft.paper is GuardianPaper.REGISTER:
        raise paper_needed()
    if draft.guardian_id == draft.ward_id:
        raise own_agent()
    until = ward_until(_born(ward), draft.until, clock.today())
    row = _row(draft.guardian_id, ward.id, draft.paper, until, actor)
    row.way, row.window = AuthorityWay.WINDOW.value, actor.window
    row.point_id = actor.service_point_id
    row.paper_number = number
    try:
        with transaction.atomic():
            close_lapsed(Authority.objects.filter(principal=ward, agent_id=draft.guardian_id))
            row.save(force_insert=True)
            _record("accounts.record_guardian", row, actor)
    except IntegrityError:
        raise mandate_stands() from None
    return row.id


def end_guardian(*, authority_id: UUID, actor: Actor) -> None:
    """A clerk ends a guardianship from a paper that says so (民法典 36, 39). Raises Refused
    `accounts.not_permitted`, NotFound `accounts.no_such_authority`.
    """
    require(actor, Permission.PEOPLE_REGISTER)
    with transaction.atomic():
        held = Authority.objects.select_for_update().filter(holding(), id=authority_id)
        row = held.filter(basis=Basis.GUARDIAN).first()
        if row is None:
            raise no_such_authority()
        end_row(row, AuthorityEnd.AT_WINDOW, actor)
        _record("accounts.end_guardian", row, actor)


def _asking(actor: Actor) -> Person:
    if actor.person_id is None:
        raise not_citizen()
    if actor.acting is not None:
        raise only_themselves()
    if actor.assurance < AssuranceLevel.REAL_NAME:
        raise real_name_first()
    return Person.objects.get(id=actor.person_id, id_kind=IdKind.RESIDENT_ID.value)


def _guard_child(parent: Person, child: Child, actor: Actor) -> bool:
    """Whether a guardianship is new; a child of age and one known already are left out."""
    today = clock.today()
    born = ResidentId.parse(child.id_number, today=today).birth
    if of_age_on(born) <= today:
        return False
    ward_id = register_person(PersonDraft(child.name, child.id_number), actor=SYSTEM)
    held = Authority.objects.filter(holding(), basis=Basis.GUARDIAN, principal_id=ward_id)
    if ward_id == parent.id or held.filter(agent=parent).exists():
        return False
    until = ward_until(born, None, today)
    row = _row(parent.id, ward_id, GuardianPaper.REGISTER, until, actor)
    row.save(force_insert=True)
    _record("accounts.record_guardian", row, actor)
    return True


def _row(
    guardian_id: UUID, ward_id: UUID, paper: GuardianPaper, until: date, actor: Actor
) -> Authority:
    now, today = clock.now(), clock.today()
    agreed = {"guardian": str(guardian_id), "ward": str(ward_id), "paper": paper.value}
    return Authority(
        id=new_id(),
        number=next_number("JH"),
        basis=Basis.GUARDIAN.value,
        principal_id=ward_id,
        agent_id=guardian_id,
        accepted_at=now,
        given_at=now,
        given_on=today,
        begins=today,
        until=until,
        way=AuthorityWay.REGISTER.value,
        agreed_digest=digest({**agreed, "until": until.isoformat()}),
        paper=paper.value,
        recorded_by=str(actor.user_id),
    )


def _born(person: Person) -> date | None:
    """The birthday a resident ID carries, None for other documents."""
    if person.id_kind != IdKind.RESIDENT_ID.value:
        return None
    number = opened(person, PersonField.ID_NUMBER)
    return ResidentId.parse(number, today=clock.today()).birth


def _record(action: str, row: Authority, actor: Actor) -> None:
    record(
        action=action,
        target_type="accounts.authority",
        target_id=row.id,
        actor=actor,
        facts={"authority": row.number, "paper": row.paper, "until": row.until.isoformat()},
    )
