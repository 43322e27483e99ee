"""The second factor of staff: RFC vectors, setting up, replay, recovery codes, reset."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts import services
from onevisit.accounts.models import RecoveryCode, SecondFactor, User
from onevisit.accounts.rules import NextStep, totp
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.factories.parallel import at_once
from tests.factories.people import PASSWORD, make_staff, make_user, staff_actor

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
STEP = timedelta(seconds=totp.STEP_SECONDS)
SEED = b"12345678901234567890"


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.travel(NOON):
        yield


def enrolled(user: User) -> tuple[bytes, list[str]]:
    """The secret and the recovery codes of a login that has an authenticator from now on."""
    sealed = services.new_secret(user.id)
    secret = services.open_secret(sealed, user.id)
    codes = services.enrol(user_id=user.id, sealed=sealed, code=code_at(secret, clock.now()))
    return secret, codes


def code_at(secret: bytes, instant: datetime) -> str:
    return totp.hotp(secret, totp.step_of(instant))


@pytest.mark.parametrize(
    ("seconds", "algorithm", "expected"),
    [  # RFC 6238, appendix B
        (59, "sha1", "94287082"),
        (59, "sha256", "46119246"),
        (59, "sha512", "90693936"),
        (1111111109, "sha1", "07081804"),
        (1111111109, "sha256", "68084774"),
        (1111111109, "sha512", "25091201"),
        (1111111111, "sha1", "14050471"),
        (1234567890, "sha1", "89005924"),
        (2000000000, "sha1", "69279037"),
        (20000000000, "sha1", "65353130"),
        (20000000000, "sha256", "77737706"),
        (20000000000, "sha512", "47863826"),
    ],
)
def test_the_vectors_of_rfc_6238(seconds: int, algorithm: str, expected: str) -> None:
    length = {"sha1": 20, "sha256": 32, "sha512": 64}[algorithm]
    seed = (SEED * 4)[:length]
    step = totp.step_of(datetime.fromtimestamp(seconds, tz=UTC))
    assert totp.hotp(seed, step, digits=8, algorithm=algorithm) == expected


@pytest.mark.parametrize(
    ("counter", "expected"),
    [  # appendix D
        (0, "755224"),
        (1, "287082"),
        (2, "359152"),
        (3, "969429"),
        (8, "399871"),
        (9, "520489"),
    ],
)
def test_the_vectors_of_rfc_4226(counter: int, expected: str) -> None:
    assert totp.hotp(SEED, counter) == expected


@given(st.binary(min_size=16, max_size=32), st.integers(-4, 4))
def test_a_code_is_accepted_one_step_early_or_late_and_no_more(secret: bytes, drift: int) -> None:
    at = totp.step_of(NOON) + drift
    code = totp.hotp(secret, at)
    found = totp.accepted_step(secret, code, now=NOON)
    assert (found is not None) >= (abs(drift) <= totp.DRIFT_STEPS)
    if found is not None:
        assert totp.hotp(secret, found) == code
        assert abs(found - totp.step_of(NOON)) <= totp.DRIFT_STEPS
        assert totp.accepted_step(secret, code, now=NOON, after=found) is None


@given(st.text(max_size=12))
def test_whatever_is_typed_as_a_code_is_only_compared(code: str) -> None:
    expected = {totp.hotp(SEED, totp.step_of(NOON) + n) for n in (-1, 0, 1)}
    assert (totp.accepted_step(SEED, code, now=NOON) is not None) is (code in expected)


def test_codes_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []

    def compare(left: bytes, right: bytes) -> bool:
        compared.append(right)
        return left == right

    monkeypatch.setattr(totp.hmac, "compare_digest", compare)
    totp.accepted_step(SEED, totp.hotp(SEED, totp.step_of(NOON) - 1), now=NOON)
    assert len(compared) == 3  # all candidates, also after the one that fits


def test_what_the_authenticator_reads() -> None:
    uri = services.enrolment_uri(SEED, issuer="安澜 政务", account="zhou@hall")
    assert uri.startswith("otpauth://totp/%E5%AE%89%E6%BE%9C%20%E6%94%BF%E5%8A%A1:zhou%40hall?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&" in uri
    assert totp.secret_text(SEED).split()[:2] == ["GEZD", "GNBV"]


@pytest.mark.django_db
def test_a_right_password_of_staff_never_is_enough() -> None:
    staff, citizen = make_staff(), make_user()
    by = {"password": PASSWORD, "address": "192.0.2.1"}
    assert services.sign_in(username=staff.username, **by).next_step is NextStep.ENROL
    enrolled(staff)
    assert services.sign_in(username=staff.username, **by).next_step is NextStep.CODE
    assert services.sign_in(username=citizen.username, **by).next_step is NextStep.NONE


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_nothing_in_the_tables_tells_the_secret_or_a_recovery_code() -> None:
    user = make_staff()
    secret, codes = enrolled(user)
    assert len(set(codes)) == 10
    row = SecondFactor.objects.get(user=user)
    assert secret not in bytes(row.secret_sealed)
    stored = " ".join(RecoveryCode.objects.values_list("code_index", flat=True))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert AuditEntry.objects.filter(action="accounts.enrol_second_factor").count() == 1


@pytest.mark.django_db
def test_a_code_works_once_and_an_older_one_never_again() -> None:
    user = make_staff()
    with clock.travel(NOON):
        secret, _ = enrolled(user)
        with pytest.raises(Invalid):  # the one it was set up with
            services.check_second_factor(user_id=user.id, code=code_at(secret, NOON))
    late = NOON + 2 * STEP
    with clock.travel(late):
        assert services.check_second_factor(user_id=user.id, code=code_at(secret, late)) == user
        for spent in (late, late - STEP):
            with pytest.raises(Invalid) as refused:
                services.check_second_factor(user_id=user.id, code=code_at(secret, spent))
            assert refused.value.code == "accounts.wrong_code"
        typed = " ".join(code_at(secret, late + STEP)) + "　"
        services.check_second_factor(user_id=user.id, code=typed)
    assert AccessEntry.objects.filter(kind="login", what="totp").count() == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_a_recovery_code_works_once_for_its_login_only() -> None:
    user, other = make_staff(), make_staff()
    _, codes = enrolled(user)
    enrolled(other)
    with pytest.raises(Invalid):
        services.check_second_factor(user_id=other.id, code=codes[0])
    services.check_second_factor(user_id=user.id, code=codes[0].lower().replace("-", " "))
    with pytest.raises(Invalid):
        services.check_second_factor(user_id=user.id, code=codes[0])
    assert AuditEntry.objects.get(action="accounts.use_recovery_code").facts == {"left": 9}


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_wrong_codes_earn_growing_pauses() -> None:
    user = make_staff()
    secret, _ = enrolled(user)
    for _ in range(5):
        with pytest.raises(Invalid):
            services.check_second_factor(user_id=user.id, code="nonsense")
    later = NOON
    for minutes in (1, 2, 4):
        with clock.travel(later), pytest.raises(Refused) as refused:
            services.check_second_factor(user_id=user.id, code=code_at(secret, later))
        assert refused.value.facts["until"] == later + timedelta(minutes=minutes)
        later += timedelta(minutes=minutes)
        with clock.travel(later), pytest.raises(Invalid):
            services.check_second_factor(user_id=user.id, code="nonsense")


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_an_authenticator_is_not_replaced_but_reset_by_who_manages_staff() -> None:
    user = make_staff()
    enrolled(user)
    with pytest.raises(Conflict):
        enrolled(user)
    with pytest.raises(Refused):
        services.reset_second_factor(user_id=user.id, actor=staff_actor("supervisor"))
    admin = staff_actor("admin")
    services.reset_second_factor(user_id=user.id, actor=admin)
    assert not RecoveryCode.objects.exists()
    with pytest.raises(NotFound):
        services.reset_second_factor(user_id=user.id, actor=admin)
    with pytest.raises(NotFound):
        services.check_second_factor(user_id=user.id, code="123456")
    enrolled(user)


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_citizens_and_closed_logins_set_nothing_up() -> None:
    with pytest.raises(NotFound):
        enrolled(make_user())
    closed = make_staff()
    services.close_login(user_id=closed.id, actor=staff_actor("admin"))
    with pytest.raises(NotFound):
        enrolled(closed)


@pytest.mark.django_db(transaction=True)
def test_of_two_parallel_uses_of_one_code_one_is_let_in() -> None:
    user = make_staff()
    with clock.travel(NOON):
        secret, recovery = enrolled(user)
    later = NOON + 2 * STEP
    for code in (code_at(secret, later), recovery[0]):

        def use(code: str = code) -> UUID:
            with clock.travel(later):
                return services.check_second_factor(user_id=user.id, code=code).id

        results = at_once(use, use)
        assert sorted(type(each).__name__ for each in results) == ["Invalid", "UUID"]
    assert connection.in_atomic_block is False


def password_step(client: Client, user: User, onward: str = "") -> HttpResponse:
    form = {"username": user.username, "password": PASSWORD, "next": onward}
    return client.post("/login/", form)  # type: ignore[return-value]


@pytest.mark.django_db
def test_staff_walk_through_password_set_up_and_code(client: Client) -> None:
    with clock.travel(NOON):
        user = make_staff()
        assert password_step(client, user, "/places/")["Location"] == "/login/enrol/"
        assert "_auth_user_id" not in client.session
        assert client.get("/staff/")["Location"].startswith("/login/")
        page = client.get("/login/enrol/").content.decode()
        sealed = client.session["halfway"]["secret"]
        secret = services.open_secret(sealed, user.id)
        assert totp.secret_text(secret) in page
        assert "<svg" in page
        assert client.post("/login/enrol/", {"code": "000000x"}).status_code == 422
        shown = client.post("/login/enrol/", {"code": code_at(secret, NOON)})
        assert shown.content.decode().count("<code>") == 10
        assert 'href="/places/"' in shown.content.decode()
        assert client.session["_auth_user_id"] == str(user.id)
        assert "halfway" not in client.session
        assert client.get("/login/enrol/")["Location"] == "/staff/"
        client.post("/logout/")
    later = NOON + 2 * STEP
    with clock.travel(later):
        assert password_step(client, user, "/places/")["Location"] == "/login/code/"
        before = client.session.session_key
        assert client.get("/login/enrol/")["Location"] == "/login/"
        assert client.post("/login/code/", {"code": "123"}).status_code == 422
        answer = client.post("/login/code/", {"code": code_at(secret, later)})
        assert answer["Location"] == "/places/"
        assert client.session.session_key != before


@pytest.mark.django_db
def test_the_second_step_without_the_first_or_too_late_begins_anew(client: Client) -> None:
    user = make_staff()
    for path in ("/login/code/", "/login/enrol/"):
        assert client.get(path)["Location"] == "/login/"
        assert client.post(path, {"code": "123456"})["Location"] == "/login/"
    with clock.travel(NOON):
        password_step(client, user)
    with clock.travel(NOON + timedelta(minutes=10)):
        assert client.get("/login/enrol/")["Location"] == "/login/"


@pytest.mark.django_db
def test_too_many_codes_say_until_when_to_wait(client: Client) -> None:
    user = make_staff()
    with clock.travel(NOON):
        enrolled(user)
        password_step(client, user)
        for _ in range(5):
            client.post("/login/code/", {"code": "1"})
        answer = client.post("/login/code/", {"code": "1"})
    assert answer.status_code == 429
    assert "12:01" in answer.content.decode()
    assert AccessEntry.objects.filter(kind="login_failed", what="totp").count() == 6
