"""Giving an authority 委托 to a helper and taking it back; each by the person's own act."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from onevisit.accounts.access import get_person_for
from onevisit.accounts.errors import (
    authority_over,
    authority_stands,
    authority_unsigned,
    cannot_send_to_person,
    no_such_authority,
    no_such_helper,
    not_citizen,
    only_themselves,
    own_helper,
    real_name_first,
)
from onevisit.accounts.models import Authority, Person
from onevisit.accounts.models.sealing import id_indexes, one_form, opened
from onevisit.accounts.queries.authorities import helpers, holding, usable
from onevisit.accounts.rules import (
    Actor,
    AssuranceLevel,
    AuthorityDraft,
    AuthorityEnd,
    AuthorityWay,
    HelperLine,
    IdKind,
    Permission,
    PersonField,
    require,
)
from onevisit.accounts.rules.authority import checked_offers, checked_until
from onevisit.accounts.rules.identity import Claim
from onevisit.accounts.rules.pauses import ADDRESS_CLAIMS, IDENTITY_CLAIMS
from onevisit.accounts.rules.phones import CodeUse
from onevisit.accounts.services.attempts import count_try, take_back
from onevisit.accounts.services.phone_codes import Message, check_code, send_message
from onevisit.audit.services import record, record_access
from onevisit.kernel import clock, crypto
from onevisit.kernel.ids import new_id


def sign_authority(draft: AuthorityDraft, *, agreed: bool, actor: Actor) -> UUID:
    """The person gives a helper their authority on their own account, at real-name level.

    Raises Refused `accounts.not_citizen`, `accounts.only_themselves`, `accounts.real_name_first`;
    Invalid `accounts.authority_unsigned`, `accounts.bad_authority_until`,
    `accounts.no_such_helper`; Conflict `accounts.authority_stands`.
    """
    if actor.person_id is None:
        raise not_citizen()
    if actor.acting is not None or actor.person_id != draft.principal_id:
        raise only_themselves()
    if actor.assurance < AssuranceLevel.REAL_NAME:
        raise real_name_first()
    if not agreed:
        raise authority_unsigned()
    return _give(draft, AuthorityWay.ACCOUNT, actor)


def record_authority(draft: AuthorityDraft, *, seen: bool, actor: Actor) -> UUID:
    """A clerk records what the person says at the window, the identity card in hand (`seen`).

    Raises Refused `accounts.not_permitted`, `accounts.own_helper` (nobody records for themselves),
    NotFound `accounts.no_such_person`, else as `sign_authority`.
    """
    require(actor, Permission.PEOPLE_REGISTER)
    get_person_for(actor, draft.principal_id)
    if actor.user_id == draft.helper_id or actor.service_point_id is None:
        raise own_helper()
    if not seen:
        raise authority_unsigned()
    return _give(draft, AuthorityWay.WINDOW, actor)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person was asked to agree to, and the code that says yes to exactly that."""

    code_id: UUID
    draft: AuthorityDraft


@dataclass(frozen=True, slots=True)
class Wanted:
    """For what and until when a helper asks for somebody's authority, as the message names it."""

    draft: AuthorityDraft
    scope: str
    until: str
    site: str


def find_principal(claim: Claim, *, address: str, actor: Actor) -> UUID:
    """The person with this name and ID number who can be sent a code; for a helper who has the
    card before them. Each try in vain is counted, so that nobody is looked for.

    Raises Refused `accounts.not_permitted`, `accounts.must_wait`, `accounts.cannot_send_to_person`
    (not telling why), Invalid `codes.resident_id_…`.
    """
    require(actor, Permission.PEOPLE_HELP)
    number = one_form(IdKind.RESIDENT_ID, claim.id_number)
    tries = ((IDENTITY_CLAIMS, str(actor.user_id)), (ADDRESS_CLAIMS, address))
    count_try(*tries)
    found = Person.objects.filter(id_number_index__in=id_indexes(IdKind.RESIDENT_ID, number))
    person = found.exclude(phone_index="").first()
    known = person is not None and person.name == " ".join(claim.name.split())
    record_access(
        what="person.look_up", actor=actor, subjects=[person.id] if person and known else []
    )
    if person is None or not known:
        raise cannot_send_to_person()
    take_back(*tries)
    return person.id


def ask_for_authority(wanted: Wanted, *, address: str, actor: Actor) -> Asked:
    """Send the person, to the phone they themselves left before, what they are asked to agree to
    and the code that says yes. A helper asks for themselves only.

    Raises Refused `accounts.not_permitted`, `accounts.cannot_send_to_person`, Invalid and Conflict
    as `sign_authority`, and what `send_message` raises.
    """
    require(actor, Permission.PEOPLE_HELP)
    draft = wanted.draft
    if draft.helper_id != actor.user_id:
        raise own_helper()
    helper = _checked(draft)
    phone = phone_left_by(draft.principal_id)
    if standing := _standing(draft):
        raise authority_stands(standing)
    text = _(
        "【%(site)s】%(helper)s（%(place)s代办员）请您同意由他代您办理：%(scope)s，到%(until)s为止。"
        "同意，就把验证码 %(code)s 告诉他，%(minutes)s 分钟内有效；不同意，不要告诉任何人。"
        "以后可以随时收回。"
    )
    facts = {
        "site": wanted.site,
        "helper": helper.name,
        "place": helper.place,
        "scope": wanted.scope,
        "until": wanted.until,
    }
    message = Message(text, facts, draft.agreed)
    return Asked(send_message(message, phone=phone, use=CodeUse.ENTRUST, address=address), draft)


def give_by_code(asked: Asked, *, code: str, address: str, actor: Actor) -> UUID:
    """The helper types the code that the person was sent and told them.

    The code was sent for exactly this draft and says yes to no other. Raises what `check_code`
    and `ask_for_authority` raise.
    """
    require(actor, Permission.PEOPLE_HELP)
    if asked.draft.helper_id != actor.user_id:
        raise own_helper()
    phone = said_yes(asked.code_id, asked.draft.agreed, code=code, address=address)
    return _give(asked.draft, AuthorityWay.CODE, actor, phone=phone)


def phone_left_by(person_id: UUID) -> str:
    """The phone a person left before, to which the code goes that says yes; never one that somebody
    types now. Raises Refused `accounts.cannot_send_to_person`.
    """
    person = Person.objects.filter(id=person_id).exclude(phone_index="").first()
    if person is None:
        raise cannot_send_to_person()
    return opened(person, PersonField.PHONE)


def said_yes(code_id: UUID, agreed: str, *, code: str, address: str) -> str:
    """The phone to which this code was sent for exactly what was `agreed` to. Raises what
    `check_code` raises.
    """
    return check_code(
        code_id=code_id, code=code, use=CodeUse.ENTRUST, address=address, agreed=agreed
    )


def keep_phone(row: Authority, phone: str) -> None:
    """The phone that said yes stands sealed with the authority, where one did."""
    if phone:
        row.phone_sealed = crypto.seal(phone.encode(), bound_to=Authority.seal_place(row.id))


def withdraw_authority(*, authority_id: UUID, actor: Actor) -> None:
    """Take an authority back, from this instant: the person themselves, or a clerk on their word.

    What the helper began stays with the person. Raises NotFound `accounts.no_such_authority`, also
    for outsiders and for what has ended already.
    """
    with transaction.atomic():
        held = Authority.objects.select_for_update().filter(holding(), id=authority_id)
        row = held.exclude(helper=None).first()
        own = actor.person_id is not None and actor.acting is None
        if row is None or (own and row.principal_id != actor.person_id):
            raise no_such_authority()
        if not own and not actor.may(Permission.PEOPLE_REGISTER):
            raise no_such_authority()
        _end(row, AuthorityEnd.WITHDRAWN if own else AuthorityEnd.AT_WINDOW, actor)
        record(
            action="accounts.withdraw_authority",
            target_type="accounts.person",
            target_id=str(row.principal_id),
            actor=actor,
            facts={"authority": row.number, "helper": str(row.helper_id)},
        )


def hold_authority(actor: Actor) -> None:
    """For whoever acts under an authority: keep it from being withdrawn until the transaction
    ends. Nothing for anybody else. Raises Refused `accounts.authority_over`.
    """
    acting = actor.acting
    if acting is None:
        return
    held = Authority.objects.select_for_update().filter(usable(), id=acting.authority_id)
    by = Q(agent_id=acting.agent_id) if acting.agent_id else Q(helper_id=actor.user_id)
    if not held.filter(by).exists():
        raise authority_over()


def hold_stood(authority_id: UUID) -> None:
    """For whoever stands at a window under an authority: as `hold_authority`."""
    held = Authority.objects.select_for_update().filter(usable(), id=authority_id)
    if not held.exclude(agent=None).exists():
        raise authority_over()


def _give(draft: AuthorityDraft, way: AuthorityWay, actor: Actor, *, phone: str = "") -> UUID:
    """Insert the row, closing one whose day has passed; of two at once the second is told."""
    helper = _checked(draft)
    try:
        with transaction.atomic():
            _close_lapsed(draft)
            row = _row(draft, way, actor, helper)
            keep_phone(row, phone)
            row.save(force_insert=True)
            record(
                action="accounts.give_authority",
                target_type="accounts.person",
                target_id=draft.principal_id,
                actor=actor,
                facts={
                    "authority": row.number,
                    "helper": str(draft.helper_id),
                    "way": way.value,
                    "until": draft.until.isoformat(),
                    "offers": list(row.offers),
                },
            )
            return row.id
    except IntegrityError:
        raise authority_stands(_standing(draft)) from None


def _checked(draft: AuthorityDraft) -> HelperLine:
    checked_until(draft.until, clock.today())
    found = helpers([draft.helper_id])
    if not found:
        raise no_such_helper()
    return found[0]


def _standing(draft: AuthorityDraft) -> str:
    """The number of the authority that this helper has from this person, "" for none."""
    held = Authority.objects.filter(
        holding(), principal_id=draft.principal_id, helper_id=draft.helper_id
    )
    return held.values_list("number", flat=True).first() or ""


def _close_lapsed(draft: AuthorityDraft) -> None:
    """One whose day has passed makes room; it ended when that day did."""
    close_lapsed(
        Authority.objects.filter(principal_id=draft.principal_id, helper_id=draft.helper_id)
    )


def close_lapsed(rows: QuerySet[Authority]) -> None:
    """Close those of `rows` whose day has passed, as of the end of that day."""
    open_still = rows.select_for_update().filter(ended_at__isnull=True)
    for row in open_still.filter(until__lt=clock.today()):
        row.ended_at = datetime.combine(row.until + timedelta(days=1), time(), clock.SHANGHAI)
        row.ended_why = AuthorityEnd.LAPSED.value
        row.save(update_fields=["ended_at", "ended_why"])


def _row(draft: AuthorityDraft, way: AuthorityWay, actor: Actor, helper: HelperLine) -> Authority:
    at_window = way is AuthorityWay.WINDOW
    today = clock.today()
    return Authority(
        id=new_id(),
        number=next_number("WT"),
        principal_id=draft.principal_id,
        helper_id=draft.helper_id,
        place_id=helper.place_id,
        offers=list(checked_offers(draft.offers)),
        given_at=clock.now(),
        given_on=today,
        until=draft.until,
        way=way.value,
        agreed_digest=draft.agreed,
        recorded_by=str(actor.user_id),
        point_id=actor.service_point_id if at_window else None,
        window=actor.window if at_window else "",
    )


def next_number(kind: str) -> str:
    """The next number of an authority, after the letters of its kind and the day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('accounts_authority_number')")
        (number,) = cursor.fetchone() or (0,)
    return f"{kind}{clock.today():%Y%m%d}-{int(number):05d}"


def _end(row: Authority, why: AuthorityEnd, actor: Actor) -> None:
    row.ended_at, row.ended_by, row.ended_why = clock.now(), actor.user_id, why.value
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
