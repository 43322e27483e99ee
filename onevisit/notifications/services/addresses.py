"""Addresses outside: given by their owner, used once a code sent there was typed."""

import hmac
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from onevisit.accounts.rules import Actor
from onevisit.accounts.rules.phones import fresh_code
from onevisit.accounts.rules.totp import typed_form
from onevisit.audit import services as audit
from onevisit.kernel import clock, crypto
from onevisit.kernel.ids import new_id
from onevisit.notifications import errors
from onevisit.notifications.adapters.gateway import (
    GatewayAway,
    GatewayBusy,
    NotTaken,
    Outgoing,
    gateway,
)
from onevisit.notifications.models import Address
from onevisit.notifications.rules.channels import Channel

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
PAUSE = timedelta(minutes=1)
LONGEST = 120


def give_address(*, channel: Channel, address: str, actor: Actor) -> None:
    """Send a code to an address that is to be used from now on; until it is typed, none is.

    Raises Invalid `notifications.bad_email`, Refused `notifications.wait_a_minute`,
    `notifications.not_sent`, NotFound `notifications.no_such_message`.
    """
    person_id, joined = _person(actor), gateway(channel)
    address = checked_address(channel, address)
    if joined is None:
        raise errors.not_sent()
    code, now = fresh_code(), clock.now()
    with transaction.atomic():
        Address.objects.get_or_create(person_id=person_id, channel=channel)
        row = Address.objects.select_for_update().get(person_id=person_id, channel=channel)
        if row.code_sent_at is not None and now < row.code_sent_at + PAUSE:
            raise errors.wait_a_minute()
        row.address = address
        row.proven_at, row.tries = None, 0
        row.code_hash, row.code_sent_at, row.code_until = _hash(row, code), now, now + CODE_LIFE
        row.save()
        _record("notifications.give_address", row, actor)
    body = _("验证码 %(code)s，10 分钟内有效。不是您本人填写的，不用理会。") % {"code": code}
    outgoing = Outgoing(str(new_id()), address, _("确认您的接收地址"), body, "")
    try:
        joined.send(outgoing)
    except (GatewayAway, GatewayBusy, NotTaken):
        raise errors.not_sent() from None


def prove_address(*, channel: Channel, code: str, actor: Actor) -> None:
    """The code that was sent there is typed: the address is used from now on.

    Each try is counted. Raises Invalid `notifications.wrong_code`, `notifications.code_over`,
    NotFound `notifications.no_such_message`.
    """
    row, right = _try(_person(actor), channel, code)
    if row is None:
        raise errors.code_over()
    if not right:
        raise errors.wrong_code(CODE_TRIES - row.tries)
    _record("notifications.prove_address", row, actor)


def forget_address(*, channel: Channel, actor: Actor) -> None:
    """Nothing goes there any more. Raises NotFound `notifications.no_such_message`."""
    with transaction.atomic():
        row = Address.objects.filter(person_id=_person(actor), channel=channel).first()
        if row is not None:
            _record("notifications.forget_address", row, actor)
            row.delete()


def checked_address(channel: Channel, text: str) -> str:
    """The one form of an e-mail address or of the account one has with the official account.

    Raises Invalid `notifications.bad_email`.
    """
    address = text.strip()
    try:
        if channel is Channel.EMAIL:
            validate_email(address)
        if not 3 <= len(address) <= LONGEST or not address.isascii() or " " in address:
            raise ValidationError("")
    except ValidationError:
        raise errors.bad_email() from None
    return address


def _try(person_id: UUID, channel: Channel, code: str) -> tuple[Address | None, bool]:
    """The row, None where no code can be typed any more, and whether this was it; counted."""
    now = clock.now()
    with transaction.atomic():
        rows = Address.objects.select_for_update().filter(person_id=person_id, channel=channel)
        row = rows.first()
        if row is None or row.code_until is None or row.code_until <= now:
            return None, False
        if row.tries >= CODE_TRIES:
            return None, False
        right = hmac.compare_digest(row.code_hash, _hash(row, typed_form(code)))
        row.tries += 1
        if right:
            row.proven_at, row.code_until, row.code_hash = now, None, ""
        row.save()
        return row, right


def _hash(row: Address, code: str) -> str:
    return crypto.blind_index(f"{row.id}:{code}", purpose="address_code")


def _person(actor: Actor) -> UUID:
    if actor.person_id is None or actor.acting is not None:
        raise errors.no_such_message()
    return actor.person_id


def _record(action: str, row: Address, actor: Actor) -> None:
    audit.record(
        action=action,
        target_type="notifications.address",
        target_id=row.id,
        actor=actor,
        facts={"channel": row.channel},
    )
