"""Keeping files: once per owner, encrypted, whole or not at all."""

import io
import os
import resource
import threading
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import close_old_connections, connection
from pytest_django import Settings

from onevisit.accounts.rules import Actor
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.vault import queries, services
from onevisit.vault.models import StoredObject
from onevisit.vault.rules import MAX_BYTES, MediaType, Owner, OwnerKind, StoredRef, safe_name
from tests.factories import files

pytestmark = pytest.mark.django_db
ME = Owner(OwnerKind.PERSON, uuid4())
ACTOR = Actor(uuid4(), "陈一岚", person_id=ME.id)


def put(content: bytes, *, owner: Owner = ME, name: str = "张三的身份证.pdf") -> StoredRef:
    return services.put(owner=owner, upload=io.BytesIO(content), name=name, actor=ACTOR)


def blobs(settings: Settings) -> list[Path]:
    return [path for path in Path(settings.VAULT_ROOT).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def own_vault(settings: Settings, tmp_path: Path) -> None:
    settings.VAULT_ROOT = tmp_path / "vault"


def test_what_is_kept_comes_back_whole_and_on_record() -> None:
    content = files.pdf(3)
    ref = put(content)
    assert (ref.pages, ref.size, ref.created) == (3, len(content), True)
    opened = services.open_object(ref.id, actor=ACTOR, purpose="cases.review")
    assert opened.content == content
    assert opened.safe_name == "张三的身份证.pdf"
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.subject_person_id, entry.reason) == ("file", ME.id, "cases.review")


def test_the_same_content_of_the_same_owner_is_one_object(settings: Settings) -> None:
    first, again = put(files.jpeg(), name="a.jpg"), put(files.jpeg(), name="b.jpg")
    assert again.id == first.id
    assert not again.created
    assert len(blobs(settings)) == 1
    assert AuditEntry.objects.filter(action="vault.put").count() == 1


def test_equal_files_of_two_owners_look_different(settings: Settings) -> None:
    other = Owner(OwnerKind.ORGANISATION, uuid4())
    first, second = put(files.png()), put(files.png(), owner=other)
    assert first.id != second.id
    keys = StoredObject.objects.values_list("content_key", flat=True)
    assert len(set(keys)) == 2
    assert len({path.read_bytes() for path in blobs(settings)}) == 2


def test_neither_disk_nor_database_shows_content_or_name(settings: Settings) -> None:
    content = files.pdf(1, title="13905701234")
    put(content)
    for path in blobs(settings):
        blob = path.read_bytes()
        assert b"%PDF" not in blob
        assert b"13905701234" not in blob
        assert path.stat().st_mode & 0o077 == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM vault_storedobject t")
        (row,) = cursor.fetchone()
    assert "张三" not in row
    assert "张三".encode().hex() not in row


def test_a_file_at_the_limit_is_read_and_one_beyond_is_refused() -> None:
    padding = b"\n% " + b"x" * 100
    with pytest.raises(Invalid) as refused:
        put(files.pdf() + padding * (MAX_BYTES // len(padding) + 1))
    assert refused.value.code == "vault.too_large"


def test_an_endless_upload_is_read_no_further_than_the_limit() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size >= 0
            self.taken += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(Invalid):
        services.put(owner=ME, upload=endless, name="x", actor=ACTOR)  # type: ignore[arg-type]
    assert endless.taken <= MAX_BYTES + 1


def test_a_refused_file_leaves_nothing(settings: Settings) -> None:
    with pytest.raises(Invalid):
        put(files.scripted_pdf())
    assert not blobs(settings)
    assert not StoredObject.objects.exists()


def test_a_blob_that_was_changed_is_not_given_out(settings: Settings) -> None:
    ref = put(files.pdf())
    (path,) = blobs(settings)
    blob = bytearray(path.read_bytes())
    blob[-1] ^= 1
    path.write_bytes(bytes(blob))
    with pytest.raises(Conflict) as refused:
        services.open_object(ref.id, actor=ACTOR, purpose="x")
    assert refused.value.code == "vault.damaged"


def test_a_blob_put_in_the_place_of_another_does_not_open(settings: Settings) -> None:
    one, other = put(files.pdf(1)), put(files.pdf(2))
    rows = {row.id: row.storage_path for row in StoredObject.objects.all()}
    root = Path(settings.VAULT_ROOT)
    (root / rows[one.id]).write_bytes((root / rows[other.id]).read_bytes())
    with pytest.raises(Conflict):
        services.open_object(one.id, actor=ACTOR, purpose="x")


def test_a_lost_blob_is_healed_when_its_owner_uploads_again(settings: Settings) -> None:
    content = files.pdf()
    ref = put(content)
    blobs(settings)[0].unlink()
    with pytest.raises(Conflict):
        services.open_object(ref.id, actor=ACTOR, purpose="x")
    assert put(content).id == ref.id
    assert services.open_object(ref.id, actor=ACTOR, purpose="x").content == content


def test_on_a_full_disk_nothing_is_kept_and_later_it_is(settings: Settings) -> None:
    content = files.jpeg(300, 300)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(content) // 2, hard))  # as the system says it
    try:
        with pytest.raises(Conflict, match="no_room"):
            put(content)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not blobs(settings)
    assert not StoredObject.objects.exists()
    assert services.open_object(put(content).id, actor=ACTOR, purpose="x").content == content


@pytest.mark.django_db(transaction=True)
def test_parallel_uploads_of_one_file_keep_one_object(settings: Settings) -> None:
    content, start = files.jpeg(300, 300), threading.Barrier(6)
    found: list[UUID] = []
    failures: list[BaseException] = []

    def upload() -> None:
        try:
            start.wait(10)
            found.append(put(content).id)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=upload) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    close_old_connections()
    assert not failures
    assert len(found) == 6
    assert len(set(found)) == 1
    assert len(blobs(settings)) == 1
    assert services.open_object(found[0], actor=ACTOR, purpose="x").content == content


@pytest.mark.django_db(transaction=True)
def test_forgetting_removes_row_and_blob(settings: Settings) -> None:
    ref = put(files.pdf())
    services.forget(ref.id, actor=ACTOR)
    services.forget(ref.id, actor=ACTOR)
    assert not blobs(settings)
    with pytest.raises(NotFound):
        queries.ref(ref.id)
    with pytest.raises(NotFound):
        services.open_object(ref.id, actor=ACTOR, purpose="x")


def test_the_sweep_removes_what_nothing_refers_to_and_spares_the_young(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    ref = put(files.pdf())
    kept = blobs(settings)
    folder = kept[0].parent
    for name, age in (("orphan", 90_000), ("half.part", 90_000), ("young", 60)):
        (folder / name).write_bytes(b"x")
        past = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (past, past))
    old = kept[0].stat().st_mtime - 90_000
    os.utime(kept[0], (old, old))
    call_command("vault_sweep")
    assert "2" in capsys.readouterr().out
    assert {path.name for path in blobs(settings)} == {kept[0].name, "young"}
    assert services.open_object(ref.id, actor=ACTOR, purpose="x").content


def test_what_is_kept_is_found_by_its_keys() -> None:
    one, other = put(files.pdf(1)), put(files.png())
    assert set(queries.refs([one.id, other.id])) == {one.id, other.id}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("身份证.pdf", "身份证.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\我的文档\\证.PDF", "证.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a_Set-Cookie_ x.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given, MediaType.PDF) == kept


def test_a_file_is_answered_so_that_it_cannot_act() -> None:
    ref = put(files.pdf(), name="张三 证.pdf")
    headers = services.open_object(ref.id, actor=ACTOR, purpose="x").headers()
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%BC%A0")
    assert headers["Content-Disposition"].isascii()
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in headers["Cache-Control"]
