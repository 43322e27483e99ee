"""One-time codes to phones: sending them and checking what was typed."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from onevisit.accounts.adapters.messages import MessageNotSent, message_sender
from onevisit.accounts.errors import (
    code_expired,
    message_must_wait,
    message_not_sent,
    no_messages_here,
    phone_not_proved,
    wrong_phone_code,
)
from onevisit.accounts.models import PhoneCode
from onevisit.accounts.models.sealing import some_phone
from onevisit.accounts.rules import ANONYMOUS
from onevisit.accounts.rules.pauses import ADDRESS_CODES, ADDRESS_MESSAGES, PHONE_MESSAGES
from onevisit.accounts.rules.phones import (
    PHONE_CODE_LIFE,
    PHONE_CODE_MINUTES,
    PHONE_CODE_TRIES,
    PROOF_LIFE,
    CodeUse,
    fresh_code,
)
from onevisit.accounts.rules.totp import typed_form
from onevisit.accounts.services.attempts import count_try, forget_tries, take_back
from onevisit.accounts.services.sign_in import note_failure
from onevisit.audit.services import record
from onevisit.kernel import clock, crypto
from onevisit.kernel.errors import Refused
from onevisit.kernel.ids import new_id

_KEEP = timedelta(days=1)


def messages_open() -> bool:
    """Whether codes can be sent to phones here at all."""
    return message_sender() is not None


def send_code(*, phone: str, use: CodeUse, address: str, site: str) -> UUID:
    """Send a fresh code that proves the phone; see `send_message`."""
    text = _("【%(site)s】验证码 %(code)s，%(minutes)s 分钟内有效。工作人员不会问您要验证码。")
    return send_message(Message(text, {"site": site}), phone=phone, use=use, address=address)


@dataclass(frozen=True, slots=True)
class Message:
    """The words around a code: `text` with `%(code)s`, `%(minutes)s` and the keys of `facts`;
    `agreed` is the digest of what typing the code agrees to.
    """

    text: str
    facts: Mapping[str, object]
    agreed: str = ""


def send_message(message: Message, *, phone: str, use: CodeUse, address: str) -> UUID:
    """Send a fresh code in these words; its id is what the session of the asking browser keeps.

    A phone waits a minute after each message and longer after more of them, an address after many.
    Raises Invalid `codes.mobile_number`, Refused `accounts.message_must_wait`,
    `accounts.no_messages_here` or `accounts.message_not_sent`.
    """
    sender = message_sender()
    if sender is None:
        raise no_messages_here()
    number = some_phone(phone)
    try:
        count_try((PHONE_MESSAGES, number), (ADDRESS_MESSAGES, address))
    except Refused as refused:
        raise message_must_wait(refused.facts["until"]) from None
    code = fresh_code()
    row = _keep(number, code, use, message.agreed)
    facts = {**message.facts, "code": code, "minutes": PHONE_CODE_MINUTES}
    try:
        sender.send(number, message.text % facts)
    except MessageNotSent:
        row.delete()
        raise message_not_sent() from None
    return row.id


def check_code(*, code_id: UUID, code: str, use: CodeUse, address: str, agreed: str = "") -> str:
    """The phone in clear whose code this is; a code works once, in five minutes and five tries,
    and only for what it was sent for (`agreed`, see `Message`).

    Each try is counted before it is compared, under a lock. Raises Invalid
    `accounts.wrong_phone_code` (with how many tries are left) or `accounts.code_expired`, Refused
    `accounts.must_wait`.
    """
    count_try((ADDRESS_CODES, address))
    row, right = _try(code_id, code, use, agreed)
    if row is None:
        note_failure("phone", "expired")
        raise code_expired()
    if not right:
        note_failure("phone", "wrong_code")
        left = PHONE_CODE_TRIES - row.tries
        raise wrong_phone_code(left) if left else code_expired()
    number = phone_of(row)
    forget_tries((PHONE_MESSAGES, number))
    take_back((ADDRESS_CODES, address), (ADDRESS_MESSAGES, address))
    return number


def phone_asked(code_id: UUID) -> str:
    """The phone a code was sent to, for the browser that asked; pages mask it.

    Raises Refused `accounts.phone_not_proved` when the code is gone.
    """
    row = PhoneCode.objects.filter(id=code_id).first()
    if row is None:
        raise phone_not_proved()
    return phone_of(row)


def phone_proved(code_id: UUID) -> str:
    """The phone whose code was typed right a while ago; see `phone_asked`."""
    proved = PhoneCode.objects.filter(id=code_id, proved_at__gt=clock.now() - PROOF_LIFE)
    row = proved.first()
    if row is None:
        raise phone_not_proved()
    return phone_of(row)


def phone_of(row: PhoneCode) -> str:
    """The phone a code was sent to, in clear."""
    return crypto.unseal(row.phone_sealed, bound_to=row.place).decode()


def _keep(number: str, code: str, use: CodeUse, agreed: str) -> PhoneCode:
    row = PhoneCode(id=new_id(), use=use.value, expires_at=clock.now() + PHONE_CODE_LIFE)
    row.agreed = agreed
    row.phone_sealed = crypto.seal(number.encode(), bound_to=row.place)
    row.code_hash = _hashes(row.id, code)[0]
    with transaction.atomic():
        PhoneCode.objects.filter(sent_at__lt=clock.now() - _KEEP).delete()
        row.save(force_insert=True)
        record(
            action="accounts.send_code",
            target_type="accounts.phone_code",
            target_id=row.id,
            actor=ANONYMOUS,
            facts={"use": use.value},
        )
    return row


@transaction.atomic
def _try(code_id: UUID, code: str, use: CodeUse, agreed: str) -> tuple[PhoneCode | None, bool]:
    live = PhoneCode.objects.select_for_update().filter(
        id=code_id,
        use=use.value,
        agreed=agreed,
        proved_at__isnull=True,
        expires_at__gt=clock.now(),
        tries__lt=PHONE_CODE_TRIES,
    )
    row = live.first()
    if row is None:
        return None, False
    row.tries += 1
    hashes = [hmac.compare_digest(row.code_hash, each) for each in _hashes(code_id, code)]
    right = any(hashes)
    if right:
        row.proved_at = clock.now()
    row.save(update_fields=["tries", "proved_at"])
    return row, right


def _hashes(code_id: UUID, code: str) -> tuple[str, ...]:
    return crypto.blind_indexes(f"{code_id}\n{typed_form(code)}", "accounts.phone_code")
