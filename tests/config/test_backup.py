"""A backup made while people work comes back whole; a spoilt one is found out before it is used."""

import json
import threading
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from onevisit.accounts.models import Person
from onevisit.accounts.rules import SYSTEM
from onevisit.cases.models import Application, Case, CaseEvent
from onevisit.config import backups
from onevisit.vault import services as vault
from onevisit.vault.models import StoredObject
from tests.config.elsewhere import Elsewhere, empty_place
from tests.factories import cases
from tests.factories.cases import County

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> County:
    settings.VAULT_ROOT = tmp_path / "old" / "vault"
    made = cases.county()
    application = cases.submitted(made)
    cases.decide(made, cases.case_of(application, "licence"))
    return made


@pytest.fixture
def elsewhere(here: County, tmp_path: Path) -> Iterator[Elsewhere]:
    with empty_place(tmp_path / "new") as place:
        yield place


def backup(folder: Path) -> str:
    said = StringIO()
    call_command("backup", folder, stdout=said)
    return said.getvalue()


def write_on(here: County, stop: threading.Event, written: threading.Event) -> None:
    """What goes on meanwhile: applications with files come in."""
    while not stop.is_set():
        cases.submitted(here)
        written.set()
    connection.close()


def test_what_was_kept_while_people_worked_comes_back_whole_and_goes_on_working(
    here: County, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    stop, written = threading.Event(), threading.Event()
    busy = threading.Thread(target=write_on, args=(here, stop, written))
    busy.start()
    assert written.wait(60)
    try:
        assert "Every part is as it was written." in backup(tmp_path / "kept")
    finally:
        stop.set()
        busy.join()

    done = elsewhere.manage("restore", str(tmp_path / "kept"))
    assert done.returncode == 0, done.stderr
    assert "Everything is whole." in done.stdout
    manifest = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    kept = {table["name"]: table["rows"] for table in manifest["tables"]}
    for table in ("cases_case", "cases_caseevent", "audit_auditentry", "accounts_person"):
        assert elsewhere.ask(f"SELECT count(*) FROM {table}") == [(kept[table],)]
    assert 2 <= kept["cases_application"] <= Application.objects.count()
    assert kept["cases_caseevent"] <= CaseEvent.objects.count()
    assert len(manifest["files"]) == kept["vault_storedobject"] > 0
    work_on(here, elsewhere)


def work_on(here: County, elsewhere: Elsewhere) -> None:
    """An officer accepts there; history stays closed; everything is whole still."""
    case = Case.objects.filter(part="fire", state="submitted").order_by("id")[0]
    officer = here.officer(case).user_id
    accept = (
        "import django; django.setup(); from uuid import UUID;"
        "from onevisit.accounts.queries import actor_for, user_by_id;"
        "from onevisit.cases.services import accept;"
        f"accept(case_id=UUID('{case.id}'), actor=actor_for(user_by_id(UUID('{officer}'))));"
        "from django.core.management import call_command; call_command('verify')"
    )
    done = elsewhere.run("-c", accept)
    assert done.returncode == 0, done.stderr
    assert "Everything is whole." in done.stdout
    with pytest.raises(Exception, match="append-only"):
        elsewhere.ask("DELETE FROM cases_caseevent RETURNING id")


def test_a_spoilt_part_is_found_before_anything_is_changed(
    here: County, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    backup(tmp_path / "kept")
    spoilt = next((tmp_path / "kept" / "vault").rglob("*/*"))
    *most, last = spoilt.read_bytes()
    spoilt.write_bytes(bytes([*most, last ^ 1]))
    with pytest.raises(CommandError, match="1 parts"):
        call_command("backup", tmp_path / "kept", verify=True, stderr=StringIO())
    done = elsewhere.manage("restore", str(tmp_path / "kept"))
    assert done.returncode != 0
    assert "was changed" in done.stderr
    assert elsewhere.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_nothing_is_restored_over_what_is_there(here: County, tmp_path: Path) -> None:
    backup(tmp_path / "kept")
    people = Person.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", tmp_path / "kept")
    assert Person.objects.count() == people
    with pytest.raises(CommandError, match="there already"):
        backup(tmp_path / "kept")


def test_a_backup_of_a_newer_version_or_without_its_keys_is_refused(
    here: County, tmp_path: Path, settings: Settings
) -> None:
    backup(tmp_path / "kept")
    path = tmp_path / "kept" / "manifest.json"
    manifest = json.loads(path.read_text())
    settings.FIELD_KEYS = {"f9": settings.FIELD_KEYS["f1"]}
    with pytest.raises(CommandError, match="f1"):
        call_command("restore", tmp_path / "kept")
    path.write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(CommandError, match="format 99"):
        call_command("restore", tmp_path / "kept")


def test_a_broken_off_backup_is_none(here: County, tmp_path: Path) -> None:
    lost = StoredObject.objects.first()
    assert lost is not None
    vault.storage().remove(lost.storage_path)
    with pytest.raises(CommandError, match=str(lost.id)):
        backup(tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_a_file_forgotten_since_the_snapshot_is_no_loss(
    here: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lone = vault.put(owner=owner(), upload=cases.upload(77), name="x.pdf", actor=SYSTEM)
    ordinary = backups._copy_files

    def forget_first(target: Path, paths: list[list[str]]) -> object:
        vault.forget(lone.id, actor=SYSTEM)
        return ordinary(target, paths)

    monkeypatch.setattr(backups, "_copy_files", forget_first)
    assert "Every part" in backup(tmp_path / "kept")
    files = backups.read_manifest(tmp_path / "kept")["files"]
    assert str(lone.id) not in {each["id"] for each in files}


def owner() -> vault.Owner:
    person = Person.objects.first()
    assert person is not None
    return vault.Owner(vault.OwnerKind.PERSON, person.id)


def test_the_house_says_what_is_not_whole(here: County) -> None:
    case = Case.objects.exclude(state="submitted").first()
    stored = StoredObject.objects.first()
    assert case is not None and stored is not None
    Case.objects.filter(pk=case.pk).update(last_seq=99)
    vault.storage().remove(stored.storage_path)
    Person.objects.update(id_number_sealed=b"\x01\x02f1" + b"0" * 40)
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("verify", stderr=said)
    told = said.getvalue()
    assert f"case {case.number}: last_seq differ" in told
    assert f"file {stored.id}: lost" in told
    assert "accounts.Person.id_number_sealed" in told
