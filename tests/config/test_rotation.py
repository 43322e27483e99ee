"""An old key goes away: everything is sealed anew, also when somebody pulls the plug."""

import os
import signal
import subprocess
import sys
from io import StringIO
from urllib.parse import quote
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models
from pytest_django import Settings

from onevisit.accounts import services as accounts
from onevisit.accounts.models import Authority, Person
from onevisit.accounts.models.sealing import opened
from onevisit.accounts.rules import SYSTEM, AuthorityDraft, PersonDraft, PersonField
from onevisit.cases.models import Application, Opinion
from onevisit.config import rotation
from onevisit.kernel import clock, crypto
from onevisit.vault import services as vault
from onevisit.vault.models import StoredObject
from tests.accounts.phones import HERE, came
from tests.factories import cases, helping

PEOPLE = 40


def people(count: int = PEOPLE) -> None:
    drafts = [PersonDraft("张三", cases.resident_id(each)) for each in range(1, count + 1)]
    accounts.register_persons(drafts, actor=SYSTEM)


def rotate(**options: object) -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said, **options)
    return said.getvalue()


def keys_of_people() -> set[str]:
    return {crypto.key_id_of(person.id_number_sealed) for person in Person.objects.all()}


PUBLIC = {"catalogue.ExchangeChunk.data", "catalogue.Rewriting.content"}
"""Files of the public catalogue on their way in or out: tables, workbooks."""


def test_every_sealed_column_of_the_house_is_rotated() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }
    assert found == {column.label for column in rotation.SEALED} | PUBLIC
    for column in rotation.SEALED:
        key = column.of._meta.pk
        assert isinstance(getattr(key, "target_field", key), models.UUIDField)


@pytest.mark.django_db(transaction=True)
def test_persons_forms_opinions_and_files_open_under_the_new_key(settings: Settings) -> None:
    settings.FIELD_KEY_CURRENT = "f0"
    here = cases.county()
    application = cases.submitted(here)
    case = cases.case_of(application, "licence")
    cases.decide(here, case, "refuse")
    before = Application.objects.get(pk=application.pk).unsealed()
    opinions = {opinion.pk: opinion.text for opinion in Opinion.objects.all()}
    stored = StoredObject.objects.first()
    assert opinions and stored is not None
    content = vault.open_object(stored.id, actor=SYSTEM, purpose="test").content

    settings.FIELD_KEY_CURRENT = "f1"
    assert "f0: used by nothing; take it out of FIELD_KEYS" in rotate(batch=3)
    settings.FIELD_KEYS = {"f1": settings.FIELD_KEYS["f1"]}
    assert Application.objects.get(pk=application.pk).unsealed() == before
    assert {opinion.pk: opinion.text for opinion in Opinion.objects.all()} == opinions
    assert vault.open_object(stored.id, actor=SYSTEM, purpose="test").content == content
    with pytest.raises(DatabaseError, match=r"append|change"):
        Opinion.objects.update(step="changed")


@pytest.mark.django_db(transaction=True)
def test_the_phone_an_authority_was_agreed_by_opens_under_the_new_key(settings: Settings) -> None:
    settings.FIELD_KEY_CURRENT = "f0"
    with clock.travel(cases.MONDAY):
        person = cases.county().citizen.person_id
        by = helping.helper()
        draft = AuthorityDraft(UUID(str(person)), UUID(str(by.user_id)), clock.today())
        wanted = accounts.Wanted(draft, "高龄津贴", "今天", "安澜")
        asked = accounts.ask_for_authority(wanted, address=HERE, actor=by)
        given = accounts.give_by_code(asked, code=came(), address=HERE, actor=by)
    settings.FIELD_KEY_CURRENT = "f1"
    assert "accounts.Authority.phone_sealed: 1 sealed anew" in rotate()
    settings.FIELD_KEYS = {"f1": settings.FIELD_KEYS["f1"]}
    kept = bytes(Authority.objects.get(id=given).phone_sealed or b"")
    phone = crypto.unseal(kept, bound_to=Authority.seal_place(given)).decode()
    assert phone == "13800000001"


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_where_it_stopped(settings: Settings) -> None:
    settings.FIELD_KEY_CURRENT = "f0"
    people()
    done = killed_after_some()
    assert 0 < done < PEOPLE
    assert keys_of_people() == {"f0", "f1"}
    for person in Person.objects.all():  # in between, both keys are listed and everything opens
        assert opened(person, PersonField.ID_NUMBER)

    settings.FIELD_KEY_CURRENT = "f1"
    said = rotate()
    assert f"accounts.Person.id_number_sealed: {PEOPLE - done} sealed anew" in said
    settings.FIELD_KEYS = {"f1": settings.FIELD_KEYS["f1"]}
    found = {opened(person, PersonField.ID_NUMBER) for person in Person.objects.all()}
    assert found == {cases.resident_id(each) for each in range(1, PEOPLE + 1)}


def killed_after_some() -> int:
    """Run the command in a process of its own on this very database, and kill it at row three."""
    held = connection.settings_dict
    login = f"{held['USER']}:{quote(held['PASSWORD'])}"
    address = f"postgresql://{login}@/{held['NAME']}?host={quote(held['HOST'], safe='')}"
    command = [sys.executable, "manage.py", "rotate_keys", "--batch", "1"]
    settings_module = "onevisit.config.settings.test"
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": settings_module,
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _line in range(3):
            assert "sealed anew" in process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    counted = rotation.used()["accounts.Person.id_number_sealed"]
    return counted.get("f1", 0)


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_fails_changes_nothing_and_history_stays_guarded(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FIELD_KEY_CURRENT = "f0"
    here = cases.county()
    case = cases.case_of(cases.submitted(here), "licence")
    cases.decide(here, case, "refuse")
    settings.FIELD_KEY_CURRENT = "f1"

    def fail(*_args: object) -> None:
        raise crypto.SealBroken("was changed")

    monkeypatch.setattr(rotation, "_anew", fail)
    before = rotation.used()
    with pytest.raises(CommandError, match="was changed"):
        rotate()
    with pytest.raises(crypto.SealBroken):
        opinions = next(each for each in rotation.SEALED if each.of is Opinion)
        next(rotation.reseal(opinions))
    assert rotation.used() == before
    with pytest.raises(DatabaseError, match=r"append|change"):
        Opinion.objects.update(step="changed")


@pytest.mark.django_db(transaction=True)
def test_data_under_a_key_that_is_not_listed_stops_everything(settings: Settings) -> None:
    settings.FIELD_KEY_CURRENT = "f0"
    people(2)
    settings.FIELD_KEY_CURRENT = "f1"
    settings.FIELD_KEYS = {"f1": settings.FIELD_KEYS["f1"]}
    with pytest.raises(CommandError, match="f0"):
        rotate()
    assert keys_of_people() == {"f0"}


@pytest.mark.django_db(transaction=True)
def test_checking_changes_nothing(settings: Settings) -> None:
    settings.FIELD_KEY_CURRENT = "f0"
    people(2)
    settings.FIELD_KEY_CURRENT = "f1"
    assert "f0: 2 values, still needed" in rotate(check=True)
    assert keys_of_people() == {"f0"}
