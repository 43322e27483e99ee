"""Codes sent to phones: what they are good for, how long, how often, and who learns them."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from onevisit.accounts import queries, services
from onevisit.accounts.adapters import messages
from onevisit.accounts.models import Identity, Person, PhoneCode, SandboxMessage, User
from onevisit.accounts.rules import ANONYMOUS, AssuranceLevel, IdKind
from onevisit.accounts.rules.phones import CodeUse, fresh_code
from onevisit.accounts.services import phone_codes
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError, Invalid, Refused
from tests.accounts.phones import HERE, PHONE, account, ask, came, enter, opened
from tests.factories.parallel import at_once
from tests.factories.people import make_person

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.travel(NOON):
        yield


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def code_of(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.code


@given(st.integers(0, 3))
def test_codes_have_six_digits(_: int) -> None:
    assert re.fullmatch(r"[0-9]{6}", fresh_code())


@pytest.mark.django_db
def test_a_new_phone_opens_an_account_that_may_draft_but_not_sign() -> None:
    user = opened()
    actor = queries.actor_for(user)
    assert actor.assurance is AssuranceLevel.CONTACT
    person = Person.objects.get(id=user.person_id)
    assert (person.name, person.id_kind) == ("陈一岚", IdKind.UNPROVEN)
    assert person.id_number_index is None
    assert queries.own_person(person.id).phone == PHONE
    assert queries.own_person(person.id).id_number == ""
    assert queries.masked_person(person).masked_id_number == ""
    assert not user.has_usable_password()
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "accounts.send_code",
        "accounts.register_person",
        "accounts.create_login",
    }


@pytest.mark.django_db
def test_a_known_phone_comes_back_to_its_account_however_it_is_written() -> None:
    user = opened()
    code_id = ask("+86 139-0570-1234")
    spaced = " ".join(came().translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    assert enter(code_id, spaced) == user
    assert not PhoneCode.objects.exists()
    assert AccessEntry.objects.filter(kind="login", what="phone").count() == 2


@pytest.mark.django_db
def test_a_phone_that_a_window_wrote_down_opens_nothing_of_that_person() -> None:
    registered = make_person(phone=PHONE)
    user = opened()
    assert user.person_id != registered.id


@pytest.mark.django_db
def test_nothing_at_rest_and_nothing_in_logs_tells_phone_or_code(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        code_id = ask()
        code = came()
        with pytest.raises(Invalid):
            enter(code_id, wrong(code))
        enter(code_id, code)
    with connection.cursor() as cursor:
        for table in ("accounts_phonecode", "accounts_sandboxmessage", "accounts_attempts"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            rows = " ".join(row[0] for row in cursor.fetchall())
            assert rows
            assert PHONE not in rows
            assert PHONE.encode().hex() not in rows
            assert not re.search(rf"(?<![0-9a-f]){code}(?![0-9a-f])", rows)
    logged = [each for each in caplog.records if not each.name.startswith("django.db")]
    assert not any(PHONE in each.getMessage() or code in each.getMessage() for each in logged)
    shown = repr(list(AuditEntry.objects.values())) + repr(list(AccessEntry.objects.values()))
    assert PHONE not in shown


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_five_tries_and_the_fifth_may_still_be_right() -> None:
    code_id = ask()
    code = came()
    for left in (4, 3, 2, 1):
        with pytest.raises(Invalid) as refused:
            enter(code_id, wrong(code))
        assert refused.value.facts["left"] == left
    assert enter(code_id, code) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_after_five_wrong_tries_the_right_code_is_worth_nothing() -> None:
    code_id = ask()
    code = came()
    for _ in range(5):
        with pytest.raises(Invalid) as refused:
            enter(code_id, wrong(code))
    assert code_of(refused) == "accounts.code_expired"
    with pytest.raises(Invalid) as refused:
        enter(code_id, code)
    assert code_of(refused) == "accounts.code_expired"


@pytest.mark.django_db
def test_a_code_lives_five_minutes_and_works_once() -> None:
    with clock.travel(NOON):
        code_id = ask()
    code = came()
    with clock.travel(NOON + timedelta(minutes=4, seconds=59)):
        enter(code_id, code)
        with pytest.raises(Invalid):
            enter(code_id, code)
        late = ask()
    with clock.travel(NOON + timedelta(minutes=9, seconds=59)), pytest.raises(Invalid):
        enter(late, came())


@pytest.mark.django_db
def test_a_code_is_good_only_where_it_was_asked_for_and_for_what() -> None:
    mine = ask()
    code = came()
    other = ask("13905709999")
    for code_id in (other, uuid4()):
        with pytest.raises(Invalid):
            enter(code_id, code)
    with pytest.raises(Invalid):
        services.sign_in_by_phone(
            code_id=ask("13905708888", use=CodeUse.LINK), code=came(), address=HERE
        )
    assert enter(mine, code) is None


@pytest.mark.django_db
def test_a_phone_waits_between_messages_and_longer_each_time() -> None:
    at = NOON
    for minutes in (1, 2, 4, 8):
        with clock.travel(at):
            ask()
            with pytest.raises(Refused) as refused:
                ask(address="192.0.2.77")
        assert code_of(refused) == "accounts.message_must_wait"
        assert refused.value.facts["until"] == at + timedelta(minutes=minutes)
        at += timedelta(minutes=minutes)
    with clock.travel(at):
        code_id = ask()
        enter(code_id, came())
        ask()  # the right code ended the count


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_an_address_that_asks_for_many_phones_waits_unless_they_answer() -> None:
    for number in range(31):
        code_id = ask(f"139057{number:05d}")
        if number == 3:
            enter(code_id, came())
    with pytest.raises(Refused):
        ask("13905799999")
    ask("13905799999", address="192.0.2.2")


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["", "12345", "23905701234", "1390570123x"])
def test_what_is_no_mobile_number_is_said_at_its_field(phone: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(phone)
    assert (code_of(refused), refused.value.field) == ("codes.mobile_number", "phone")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "code"),
    [
        (account(name="  "), "accounts.name_missing"),
        (account(name="长" * 65), "accounts.name_missing"),
        (account(consent=False), "accounts.consent_missing"),
    ],
)
def test_an_account_needs_a_name_and_consent(given: services.NewAccount, code: str) -> None:
    code_id = ask()
    enter(code_id, came())
    with pytest.raises(Invalid) as refused:
        services.register_by_phone(given, code_id=code_id)
    assert code_of(refused) == code
    assert services.register_by_phone(account(), code_id=code_id)


@pytest.mark.django_db
def test_without_a_fresh_proof_no_account_is_opened() -> None:
    with clock.travel(NOON):
        unproved = ask()
        proved = ask("13905709999")
        enter(proved, came())
    with clock.travel(NOON + timedelta(minutes=1)), pytest.raises(Refused):
        services.register_by_phone(account(), code_id=unproved)
    with clock.travel(NOON + timedelta(minutes=15)), pytest.raises(Refused):
        services.register_by_phone(account(), code_id=proved)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_codes_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def compare(left: str, right: str) -> bool:
        compared.append(right)
        return left == right

    monkeypatch.setattr(phone_codes.hmac, "compare_digest", compare)
    code_id = ask()
    with pytest.raises(Invalid):
        enter(code_id, wrong(came()))
    assert len(compared) == 1


class Silent:
    demonstration = False

    def send(self, phone: str, text: str) -> None:
        raise messages.MessageNotSent


@pytest.mark.django_db
def test_a_message_that_was_not_taken_leaves_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_codes, "message_sender", Silent)
    with pytest.raises(Refused) as refused:
        ask()
    assert code_of(refused) == "accounts.message_not_sent"
    assert not PhoneCode.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"DEMO": False}, {"MESSAGE_SENDER": ""}])
def test_the_sandbox_is_no_sender_outside_of_a_demonstration(
    settings: Settings, change: dict[str, object]
) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    assert not services.messages_open()
    with pytest.raises(Refused) as refused:
        ask()
    assert code_of(refused) == "accounts.no_messages_here"


@pytest.mark.django_db
def test_the_sandbox_keeps_the_newest_messages_only() -> None:
    sender = messages.message_sender()
    assert sender is not None
    for number in range(55):
        sender.send(PHONE, f"{number}")
    assert SandboxMessage.objects.count() == 50
    newest = queries.sandbox_messages()[0]
    assert (newest.text, newest.phone) == ("54", "139****1234")


@pytest.mark.django_db(transaction=True)
def test_of_two_parallel_uses_of_one_code_one_is_let_in() -> None:
    code_id = ask()
    code = came()
    results = at_once(*[lambda: enter(code_id, code)] * 2)
    assert sorted(type(each).__name__ for each in results) == ["Invalid", "NoneType"]


@pytest.mark.django_db(transaction=True)
def test_wrong_tries_in_parallel_are_never_more_than_five() -> None:
    code_id = ask()
    code = came()
    at_once(*[lambda: enter(code_id, wrong(code))] * 8)
    assert PhoneCode.objects.get().tries == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_parallel_requests_one_message_is_sent() -> None:
    results = at_once(ask, ask)
    assert sorted(type(each).__name__ for each in results) == ["Refused", "UUID"]
    assert SandboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_browsers_that_prove_one_new_phone_at_once_get_one_account() -> None:
    proofs = []
    for minutes in (0, 1):
        with clock.travel(NOON + timedelta(minutes=minutes)):
            proofs.append((ask(), came()))
    with clock.travel(NOON + timedelta(minutes=2)):
        for code_id, code in proofs:
            enter(code_id, code)

    def register(code_id: UUID) -> UUID:
        with clock.travel(NOON + timedelta(minutes=3)):
            return services.register_by_phone(account(), code_id=code_id).id

    first, second = at_once(lambda: register(proofs[0][0]), lambda: register(proofs[1][0]))
    assert first == second
    assert User.objects.count() == Person.objects.count() == Identity.objects.count() == 1
    assert ANONYMOUS.user_id is None
