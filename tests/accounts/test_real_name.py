"""Raising a login to real-name level, and the person who was registered at a window before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from onevisit.accounts import queries, services
from onevisit.accounts.models import Identity, Person, User
from onevisit.accounts.rules import Actor, AssuranceLevel, IdKind
from onevisit.accounts.rules.identity import Claim, LinkWay, Registered
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.kernel import clock, events
from onevisit.kernel.codes import make_resident_id
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from tests.accounts.phones import HERE, PHONE, came, opened
from tests.factories.parallel import at_once
from tests.factories.people import (
    citizen_actor,
    fresh_id_number,
    make_person,
    make_user,
    staff_actor,
)

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NAME = "陈一岚"


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.travel(NOON):
        yield


def actor_of(user: User) -> Actor:
    user.refresh_from_db()
    return queries.actor_for(user)


def prove(user: User, number: str, name: str = NAME) -> Registered | None:
    claim = Claim(name, number)
    return services.prove_identity(claim, address=HERE, actor=actor_of(user))


def with_serial(serial: int) -> str:
    return make_resident_id("339921", date(1988, 8, 8), serial)


def join(user: User, person_id: UUID, typed: services.TypedCode | None = None) -> User:
    return services.link_person(
        person_id=person_id, typed=typed, address=HERE, actor=actor_of(user)
    )


def link_code(user: User, person_id: UUID) -> services.TypedCode:
    code_id = services.send_link_code(
        person_id=person_id, address=HERE, site="安澜政务服务", actor=actor_of(user)
    )
    return services.TypedCode(code_id, came())


def code_of(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.code


@pytest.mark.django_db
def test_a_checked_name_and_number_make_the_phone_account_a_person() -> None:
    user, number = opened(name="小陈"), fresh_id_number()
    assert prove(user, f" {number.lower()} ") is None
    assert actor_of(user).assurance is AssuranceLevel.REAL_NAME
    person = Person.objects.get()
    assert (person.name, person.id_kind) == (NAME, IdKind.RESIDENT_ID)
    assert queries.own_person(person.id).id_number == number
    assert User.objects.get().display_name == NAME
    recorded = AuditEntry.objects.filter(
        action__in=["accounts.check_identity", "accounts.raise_assurance"]
    )
    assert [each.facts for each in recorded.order_by("id")] == [
        {"issuer": "sandbox", "verdict": "matches"},
        {"issuer": "sandbox"},
    ]
    assert number not in repr(list(AuditEntry.objects.values()))
    with pytest.raises(Conflict):
        prove(user, number)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("serial", "kind", "code"),
    [
        (997, Invalid, "accounts.identity_differs"),
        (998, Invalid, "accounts.identity_unknown"),
        (999, Refused, "accounts.identity_unreachable"),
    ],
)
def test_what_the_register_does_not_confirm_changes_nothing(
    serial: int, kind: type[DomainError], code: str
) -> None:
    user = opened()
    with pytest.raises(kind) as refused:
        prove(user, with_serial(serial))
    assert code_of(refused) == code
    assert actor_of(user).assurance is AssuranceLevel.CONTACT
    assert Person.objects.get().id_kind == IdKind.UNPROVEN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        (" ", "", "accounts.name_missing"),
        (NAME, "33992119900314001", "codes.resident_id_length"),
        (NAME, "339921199003140019", "codes.resident_id_checksum"),
    ],
)
def test_what_cannot_be_right_is_not_sent_to_the_register(
    name: str, number: str, code: str
) -> None:
    user = opened()
    with pytest.raises(Invalid) as refused:
        prove(user, number, name)
    assert code_of(refused) == code
    assert not AuditEntry.objects.filter(action="accounts.check_identity").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_guessing_names_and_numbers_is_slowed_down_but_silence_is_not_counted() -> None:
    user = opened()
    for _ in range(9):
        with pytest.raises(Refused):
            prove(user, with_serial(999))
    for _ in range(5):
        with pytest.raises(Invalid):
            prove(user, with_serial(997))
    with pytest.raises(Refused) as refused:
        prove(user, fresh_id_number())
    assert refused.value.facts["until"] == NOON + timedelta(minutes=10)
    other = opened("13905709999")
    with pytest.raises(Refused):  # the number was guessed at too often, too
        prove(other, with_serial(997))


@pytest.mark.django_db
def test_a_window_account_is_raised_by_its_own_number_only() -> None:
    number = fresh_id_number()
    person = make_person(NAME, id_number=number)
    user = make_user(person_id=person.id, assurance=AssuranceLevel.CONTACT)
    for claim, code in (
        ((fresh_id_number(), NAME), "accounts.somebody_else"),
        ((number, "李二"), "accounts.name_differs"),
    ):
        with pytest.raises((Refused, Conflict)) as refused:
            prove(user, *claim)
        assert code_of(refused) == code
    assert prove(user, number) is None
    assert actor_of(user).assurance is AssuranceLevel.REAL_NAME


@pytest.mark.django_db
def test_staff_prove_nothing_here() -> None:
    with pytest.raises(Refused):
        services.prove_identity(
            Claim(NAME, fresh_id_number()), address=HERE, actor=staff_actor("clerk")
        )


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"DEMO": False}, {"IDENTITY_CHECK": ""}])
def test_the_sandbox_proves_nothing_outside_of_a_demonstration(
    settings: Settings, change: dict[str, object]
) -> None:
    user = opened()
    for name, value in change.items():
        setattr(settings, name, value)
    assert not services.identity_check_open()
    with pytest.raises(Refused) as refused:
        prove(user, fresh_id_number())
    assert code_of(refused) == "accounts.no_identity_check_here"


@pytest.mark.django_db
def test_who_was_registered_before_is_never_joined_without_a_yes() -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number, phone=PHONE)
    user = opened()
    found = prove(user, number)
    assert found is not None
    assert (found.person_id, found.way) == (registered.id, LinkWay.SAME_PHONE)
    assert NAME not in repr(found)
    assert number not in repr(found)
    assert actor_of(user).assurance is AssuranceLevel.CONTACT
    assert actor_of(user).person_id != registered.id
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_with_the_phone_the_window_wrote_down_a_yes_is_enough() -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number, phone=PHONE)
    user = opened(name="小陈")
    provisional = user.person_id
    prove(user, number)
    assert join(user, registered.id) == user
    actor = actor_of(user)
    assert (actor.person_id, actor.name) == (registered.id, NAME)
    assert actor.assurance is AssuranceLevel.REAL_NAME
    emptied = Person.objects.get(id=provisional)
    assert (emptied.name, emptied.phone_index, emptied.phone_sealed) == ("", "", None)
    assert AuditEntry.objects.get(action="accounts.link_person").facts == {"login": "kept"}
    with pytest.raises(Refused):  # whoever was joined once is nobody's provisional person
        join(user, make_person("李二", phone=PHONE).id)


@pytest.mark.django_db
def test_with_another_phone_the_registered_one_must_answer() -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number, phone="13905700001")
    user = opened()
    found = prove(user, number)
    assert found is not None
    assert (found.way, found.masked_phone) == (LinkWay.OTHER_PHONE, "139****0001")
    with pytest.raises(Invalid):
        join(user, registered.id)
    typed = link_code(user, registered.id)
    with pytest.raises(Invalid):
        join(user, registered.id, services.TypedCode(typed.code_id, "x"))
    assert join(user, registered.id, typed) == user
    assert actor_of(user).person_id == registered.id


@pytest.mark.django_db
def test_a_code_sent_to_another_persons_phone_joins_nobody() -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number, phone="13905700001")
    accomplice = make_person("李二", phone="13905700002")
    user = opened()
    with pytest.raises(Invalid):
        join(user, registered.id, link_code(user, accomplice.id))
    assert actor_of(user).person_id != registered.id


@pytest.mark.django_db
def test_without_a_registered_phone_only_a_window_joins() -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number)
    user = opened()
    found = prove(user, number)
    assert found is not None
    assert found.way is LinkWay.WINDOW
    with pytest.raises(Refused) as refused:
        join(user, registered.id)
    assert code_of(refused) == "accounts.link_at_window"
    services.change_phone(person_id=registered.id, phone=PHONE, actor=staff_actor("clerk"))
    assert join(user, registered.id) == user


@pytest.mark.django_db
def test_another_name_at_the_window_is_told_and_joins_nobody() -> None:
    number = fresh_id_number()
    make_person("陈一兰", id_number=number, phone=PHONE)
    with pytest.raises(Conflict) as refused:
        prove(opened(), number)
    assert code_of(refused) == "accounts.name_differs"


@pytest.mark.django_db
def test_the_phone_opens_the_login_the_person_has_already() -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number, phone=PHONE)
    before = make_user(person_id=registered.id)
    user = opened()
    prove(user, number)
    assert join(user, registered.id) == before
    user.refresh_from_db()
    assert not user.is_active
    assert AuditEntry.objects.get(action="accounts.link_person").facts == {"login": "joined"}
    assert Identity.objects.get(issuer="phone").user_id == before.id
    assert AccessEntry.objects.filter(kind="login", actor_user_id=before.id).exists()


@pytest.mark.django_db
def test_a_handler_that_fails_leaves_everything_as_it_was() -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number, phone=PHONE)
    user = opened()

    def fail(event: object) -> None:
        raise RuntimeError("no room")

    from onevisit.accounts.rules.events import PersonLinked

    with events.isolated():
        events.subscribe(PersonLinked, fail)
        with pytest.raises(RuntimeError):
            join(user, registered.id)
    assert actor_of(user).person_id != registered.id
    assert actor_of(user).assurance is AssuranceLevel.CONTACT


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_that_prove_one_number_at_once_one_becomes_the_person() -> None:
    number = fresh_id_number()
    users = [opened(), opened("13905709999")]
    results = at_once(*[lambda user=user: prove(user, number) for user in users])
    assert sorted(type(each).__name__ for each in results) == ["NoneType", "Registered"]
    assert Person.objects.filter(id_kind=IdKind.RESIDENT_ID.value).count() == 1


@pytest.mark.django_db(transaction=True)
def test_saying_yes_twice_at_once_joins_once() -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number, phone=PHONE)
    user = opened()
    actor = actor_of(user)

    def yes() -> UUID:
        return services.link_person(
            person_id=registered.id, typed=None, address=HERE, actor=actor
        ).id

    results = at_once(yes, yes)
    assert sorted(type(each).__name__ for each in results) == ["Refused", "UUID"]
    assert AuditEntry.objects.filter(action="accounts.link_person").count() == 1


@pytest.mark.django_db
def test_the_page_raises_and_leads_back_to_the_signature(client: Client) -> None:
    client.force_login(opened())
    before = client.session.session_key
    page = client.get("/account/real-name/?next=/places/").content.decode()
    assert 'name="next" value="/places/"' in page
    assert 'value="陈一岚"' in page
    form = {"name": NAME, "id_number": fresh_id_number(), "next": "/places/"}
    assert client.post("/account/real-name/", form)["Location"] == "/places/"
    assert client.session.session_key != before
    assert "您已经实名认证" in client.get("/account/real-name/").content.decode()
    assert "您已经实名认证" in client.post("/account/real-name/", form).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("serial", "status", "words"),
    [(997, 422, "对不上"), (998, 422, "没有查到"), (999, 503, "没有回应")],
)
def test_the_page_says_what_helps(client: Client, serial: int, status: int, words: str) -> None:
    client.force_login(opened())
    form = {"name": NAME, "id_number": with_serial(serial)}
    answer = client.post("/account/real-name/", form)
    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("wish", ["https://evil.example/", "javascript:alert(1)"])
def test_the_page_links_to_no_other_site(client: Client, wish: str) -> None:
    client.force_login(make_user())
    page = client.get("/account/real-name/", {"next": wish}).content.decode()
    shown = page.split("<main")[1].split("</main")[0]
    assert "evil" not in shown
    assert "alert" not in shown


@pytest.mark.django_db
def test_the_pages_join_a_registered_person_by_the_other_phone(client: Client) -> None:
    number = fresh_id_number()
    registered = make_person(NAME, id_number=number, phone="13905700001")
    before = make_user(person_id=registered.id)
    client.force_login(opened())
    form = {"name": NAME, "id_number": number, "next": "/places/"}
    assert client.post("/account/real-name/", form)["Location"] == "/account/link/"
    page = client.get("/account/link/").content.decode()
    assert "139****0001" in page
    assert NAME not in page.split("<main")[1].split("</main")[0]
    assert client.post("/account/link/", {"code": "1"}).status_code == 422
    assert client.post("/account/link/code/")["Location"] == "/account/link/"
    assert client.post("/account/link/", {"code": "1"}).status_code == 422
    answer = client.post("/account/link/", {"code": came()})
    assert answer["Location"] == "/places/"
    assert client.session["_auth_user_id"] == str(before.id)
    assert "registered_person" not in client.session


@pytest.mark.django_db
def test_joining_is_not_begun_by_asking_for_it(client: Client) -> None:
    client.force_login(opened())
    for path in ("/account/link/", "/account/link/code/"):
        assert client.post(path)["Location"] == "/account/real-name/"


@pytest.mark.django_db
def test_only_who_needs_it_is_offered_the_page(client: Client) -> None:
    client.force_login(opened())
    assert "/account/real-name/" in client.get("/places/").content.decode()
    client.force_login(make_user())
    assert "/account/real-name/" not in client.get("/places/").content.decode()
    assert citizen_actor().assurance is AssuranceLevel.REAL_NAME
