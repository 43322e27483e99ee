"""Giving an agent 代理人 a mandate, taking it, laying it down; each by whose word it is.

The giver signs on their own device, at real-name level and with the code that is sent to their own
phone for exactly what they read; or says it at a window, the identity card in hand. It holds once
the agent has said yes.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from onevisit.accounts.access import get_person_for
from onevisit.accounts.errors import (
    authority_unsigned,
    mandate_stands,
    name_missing,
    no_such_authority,
    not_citizen,
    not_legal_representative,
    only_themselves,
    own_agent,
    own_helper,
    real_name_first,
)
from onevisit.accounts.models import Authority, Person
from onevisit.accounts.models.sealing import id_index, id_indexes, one_form, opened
from onevisit.accounts.queries.authorities import holding
from onevisit.accounts.queries.mandates import is_legal_representative
from onevisit.accounts.queries.naming import person_indexes
from onevisit.accounts.rules import (
    Actor,
    AssuranceLevel,
    AuthorityEnd,
    AuthorityWay,
    Basis,
    IdKind,
    MandateDraft,
    Permission,
    PersonDraft,
    PersonField,
    require,
)
from onevisit.accounts.rules.authority import checked_offers
from onevisit.accounts.rules.mandates import checked_deeds, checked_term
from onevisit.accounts.rules.phones import CodeUse
from onevisit.accounts.services.authorities import (
    keep_phone,
    next_number,
    phone_left_by,
    said_yes,
)
from onevisit.accounts.services.people import register_person
from onevisit.accounts.services.phone_codes import Message, send_message
from onevisit.accounts.services.telling import tell_phone
from onevisit.audit.services import record
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class MandateAsked:
    """What a giver read, and the code that says yes to exactly that."""

    code_id: UUID
    draft: MandateDraft


def ask_giver(
    draft: MandateDraft, *, scope: str, site: str, address: str, actor: Actor
) -> MandateAsked:
    """Send the giver, to their own phone, the code that signs this mandate; `scope` says it in
    words.

    Raises Refused `accounts.not_citizen`, `accounts.only_themselves`, `accounts.real_name_first`,
    `accounts.not_legal_representative`, `accounts.cannot_send_to_person`; Invalid
    `accounts.bad_authority_until`, `accounts.own_agent`, `accounts.name_missing`,
    `codes.resident_id_…`; Conflict `accounts.mandate_stands`; and what `send_message` raises.
    """
    read = checked_mandate(draft)
    _require_giver(read, actor)
    if _standing(read):
        raise mandate_stands()
    phone = phone_left_by(_own_person(actor))
    text = _(
        "【%(site)s】您正在委托%(agent)s代您办事：%(scope)s。是您本人操作的，请输入验证码 "
        "%(code)s，%(minutes)s 分钟内有效；不是的，不要告诉任何人。以后可以随时收回。"
    )
    code_id = send_message(
        Message(text, {"site": site, "agent": read.agent_name, "scope": scope}, read.agreed),
        phone=phone,
        use=CodeUse.ENTRUST,
        address=address,
    )
    return MandateAsked(code_id, read)


def sign_mandate(asked: MandateAsked, *, code: str, address: str, actor: Actor) -> UUID:
    """The giver types the code: it signs this draft and no other; the agent is told by message
    where the platform knows them. Raises what `check_code` and `ask_giver` raise.
    """
    _require_giver(asked.draft, actor)
    phone = said_yes(asked.code_id, asked.draft.agreed, code=code, address=address)
    given = _give(asked.draft, AuthorityWay.CODE, actor, phone=phone)
    _tell_agent(asked.draft)
    return given


def record_mandate(
    draft: MandateDraft, *, seen: bool, agent_there: bool, by_id: UUID, actor: Actor
) -> UUID:
    """A clerk records what the giver `by_id` says at the window, the identity card in hand
    (`seen`); if the agent stands there too, with their card, they take it at once.

    Raises Refused `accounts.not_permitted`, `accounts.own_helper` without a window, NotFound
    `accounts.no_such_person`, else as `ask_giver`.
    """
    require(actor, Permission.PEOPLE_REGISTER)
    get_person_for(actor, by_id)
    if actor.service_point_id is None:
        raise own_helper()
    if not seen:
        raise authority_unsigned()
    read = checked_mandate(draft)
    _require_own(read, by_id)
    agent_id = _registered_agent(read, actor) if agent_there else None
    return _give(read, AuthorityWay.WINDOW, actor, agent_id=agent_id)


def accept_mandate(*, authority_id: UUID, agreed: bool, actor: Actor) -> None:
    """The agent takes it, at real-name level; it holds from now on, or from its first day.

    Raises NotFound `accounts.no_such_authority` for whoever was not named; Refused
    `accounts.real_name_first`, `accounts.only_themselves`; Invalid `accounts.authority_unsigned`.
    """
    with transaction.atomic():
        row = _offered(authority_id, actor)
        if actor.assurance < AssuranceLevel.REAL_NAME:
            raise real_name_first()
        if not agreed:
            raise authority_unsigned()
        row.agent_id, row.accepted_at = actor.person_id, clock.now()
        row.save(update_fields=["agent", "accepted_at"])
        _record("accounts.accept_mandate", row, actor)


def decline_mandate(*, authority_id: UUID, actor: Actor) -> None:
    """The agent does not take it. Raises as `accept_mandate`."""
    with transaction.atomic():
        row = _offered(authority_id, actor)
        end_row(row, AuthorityEnd.DECLINED, actor)
        _record("accounts.decline_mandate", row, actor)


def renounce_mandate(*, authority_id: UUID, actor: Actor) -> None:
    """The agent lays it down, from this instant. Raises NotFound `accounts.no_such_authority`."""
    with transaction.atomic():
        held = Authority.objects.select_for_update().filter(holding(), id=authority_id)
        row = held.filter(basis=Basis.AGENT, agent_id=_own_person(actor)).first()
        if row is None:
            raise no_such_authority()
        end_row(row, AuthorityEnd.RENOUNCED, actor)
        _record("accounts.renounce_mandate", row, actor)


def withdraw_mandate(*, authority_id: UUID, actor: Actor) -> None:
    """Take a mandate back, from this instant: who gave it, the legal representative of the
    organisation that did, or a clerk on their word. What the agent began stays.

    Raises NotFound `accounts.no_such_authority`, also for outsiders and for what has ended already.
    """
    with transaction.atomic():
        held = Authority.objects.select_for_update().filter(holding(), id=authority_id)
        row = held.filter(basis=Basis.AGENT).first()
        if row is None:
            raise no_such_authority()
        at_window = actor.may(Permission.PEOPLE_REGISTER)
        if not at_window and not _is_giver(row, actor):
            raise no_such_authority()
        end_row(row, AuthorityEnd.AT_WINDOW if at_window else AuthorityEnd.WITHDRAWN, actor)
        _record("accounts.withdraw_authority", row, actor)


def checked_mandate(draft: MandateDraft) -> MandateDraft:
    """The draft with everything in its one form. Raises as `ask_giver`."""
    name = " ".join(draft.agent_name.split())
    if not name or len(name) > 64:
        raise name_missing()
    try:
        number = one_form(IdKind.RESIDENT_ID, draft.agent_number)
    except Invalid as error:
        raise Invalid(error.code, field="agent_number", **error.facts) from None
    begins, until = checked_term(draft.begins, draft.until, clock.today())
    return MandateDraft(
        name,
        number,
        begins,
        until,
        draft.principal_id,
        draft.organisation_id,
        () if draft.application_id else checked_offers(draft.offers),
        checked_deeds(draft.deeds),
        draft.application_id,
    )


def end_row(row: Authority, why: AuthorityEnd, actor: Actor) -> None:
    """It ends now; the row is locked."""
    row.ended_at, row.ended_by, row.ended_why = clock.now(), actor.user_id, why.value
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])


def _require_giver(draft: MandateDraft, actor: Actor) -> None:
    if actor.assurance < AssuranceLevel.REAL_NAME and actor.person_id is not None:
        raise real_name_first()
    _require_own(draft, _own_person(actor))


def _own_person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise not_citizen()
    if actor.acting is not None:
        raise only_themselves()
    return actor.person_id


def _require_own(draft: MandateDraft, giver_id: UUID) -> None:
    """The giver gives in their own name or that of whom they represent by law, to another."""
    if draft.organisation_id is None and draft.principal_id != giver_id:
        raise only_themselves()
    if draft.organisation_id is not None and (
        draft.principal_id is not None
        or not is_legal_representative(giver_id, draft.organisation_id)
    ):
        raise not_legal_representative()
    own = person_indexes(giver_id)
    if not own or set(own) & set(id_indexes(IdKind.RESIDENT_ID, draft.agent_number)):
        raise own_agent()


def _is_giver(row: Authority, actor: Actor) -> bool:
    person_id = _own_person(actor)
    if row.organisation_id is not None:
        return is_legal_representative(person_id, row.organisation_id)
    return row.principal_id == person_id


def _offered(authority_id: UUID, actor: Actor) -> Authority:
    """What this person was asked to take, locked."""
    person_id = _own_person(actor)
    waiting = Authority.objects.select_for_update().filter(
        holding(), id=authority_id, basis=Basis.AGENT, accepted_at=None
    )
    row = waiting.filter(agent_index__in=person_indexes(person_id)).first()
    if row is None:
        raise no_such_authority()
    return row


def _registered_agent(draft: MandateDraft, actor: Actor) -> UUID:
    """Whose card lies beside the giver's, registered now if nobody had."""
    return register_person(PersonDraft(draft.agent_name, draft.agent_number), actor=actor)


def _standing(draft: MandateDraft) -> bool:
    held = Authority.objects.filter(ended_at=None, basis=Basis.AGENT)
    return held.filter(agreed_digest=draft.agreed).exists()


def _give(
    draft: MandateDraft,
    way: AuthorityWay,
    actor: Actor,
    *,
    phone: str = "",
    agent_id: UUID | None = None,
) -> UUID:
    try:
        with transaction.atomic():
            row = _row(draft, way, actor)
            if agent_id is not None:
                row.agent_id, row.accepted_at = agent_id, row.given_at
            keep_phone(row, phone)
            row.save(force_insert=True)
            _record("accounts.give_mandate", row, actor)
            return row.id
    except IntegrityError:
        raise mandate_stands() from None


def _row(draft: MandateDraft, way: AuthorityWay, actor: Actor) -> Authority:
    at_window = way is AuthorityWay.WINDOW
    today = clock.today()
    row = Authority(
        id=new_id(),
        number=next_number("WT"),
        basis=Basis.AGENT.value,
        principal_id=draft.principal_id,
        organisation_id=draft.organisation_id,
        agent_index=id_index(IdKind.RESIDENT_ID, draft.agent_number),
        offers=list(draft.offers),
        deeds=[each.value for each in draft.deeds],
        application_id=draft.application_id,
        given_at=clock.now(),
        given_on=today,
        begins=draft.begins,
        until=draft.until,
        way=way.value,
        agreed_digest=draft.agreed,
        recorded_by=str(actor.user_id),
        point_id=actor.service_point_id if at_window else None,
        window=actor.window if at_window else "",
    )
    row.named_agent = {"name": draft.agent_name, "number": draft.agent_number}
    return row


def _tell_agent(draft: MandateDraft) -> None:
    """Whoever is known here by that number reads that somebody asks for their help; nothing is said
    to the giver of whether they are.
    """
    indexes = id_indexes(IdKind.RESIDENT_ID, draft.agent_number)
    known = Person.objects.filter(~Q(phone_index=""), id_number_index__in=indexes).first()
    if known is None:
        return
    text = _("有人委托您代为办事，要您同意才算数。请登录政务服务，在“我的委托”里看清内容再决定。")
    tell_phone(phone=opened(known, PersonField.PHONE), text=text)


def _record(action: str, row: Authority, actor: Actor) -> None:
    record(
        action=action,
        target_type="accounts.authority",
        target_id=row.id,
        actor=actor,
        facts={
            "authority": row.number,
            "way": row.way,
            "until": row.until.isoformat(),
            "offers": list(row.offers),
            "deeds": list(row.deeds),
        },
    )
