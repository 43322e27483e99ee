"""What comes late, what is handed over, what is destroyed and what is held back."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from onevisit.accounts.rules import ANONYMOUS, Actor
from onevisit.archive import queries, services
from onevisit.archive.models import Destruction, Due, Kept, Package, TransferPiece
from onevisit.archive.queries import Wanted
from onevisit.archive.rules import verify
from onevisit.audit.models import AccessEntry
from onevisit.cases.models import Case
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError, NotFound, Refused
from onevisit.kernel.sheets import read_book
from onevisit.ratings import queries as ratings
from onevisit.ratings import services as rating
from onevisit.vault.models import StoredObject
from tests.archive.conftest import swept
from tests.archive.test_packages import content, granted
from tests.cases import committed
from tests.factories import cases as make
from tests.factories.cases import County


@contextmanager
def days_on(days: int) -> Iterator[None]:
    with clock.travel(make.MONDAY + timedelta(days=days)):
        yield


@contextmanager
def far_away() -> Iterator[None]:
    """The new year after thirty years."""
    with clock.travel(datetime(2057, 1, 5, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def archivist(here: County) -> Actor:
    return make.staff("arch-1", "archivist")


@pytest.fixture
def head(here: County) -> Actor:
    return make.staff("arch-head", "archive_head")


def code_of(deed: object) -> str:
    with pytest.raises(DomainError) as raised:
        deed()  # type: ignore[operator]
    return raised.value.code


def blobs(root: Path) -> int:
    return sum(each.is_file() for each in root.rglob("*"))


def test_a_revocation_and_a_late_rating_make_supplements_and_rewrite_nothing(here: County) -> None:
    row = committed.granted(here)
    with days_on(16):
        assert swept() == 1
    first = Package.objects.get()
    before = content(first)
    committed.revoke(here, row)
    assert Due.objects.get().case_id == row.case_id
    with days_on(40):
        assert swept() == 1
        second = Package.objects.get(supplement=1)
        names = zipfile.ZipFile(io.BytesIO(content(second))).namelist()
        assert second.before == first.root and second.number == f"{first.number}-B01"
        assert any("撤销" in each and each.endswith(".pdf") for each in names)
        assert "commitments.json" in names and "form.json" not in names
        assert list(verify.problems(verify.Packed(io.BytesIO(content(second))))) == []
        assert content(first) == before
    rated(row.case)
    with days_on(60):
        assert swept() == 1
    third = Package.objects.get(supplement=2)
    assert {path for path, *_ in third.manifest} >= {"ratings.json", "metadata.xml"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Package.objects.filter(id=first.id).update(title="x")


def rated(case: Case) -> None:
    """Whoever holds the link of an application says how it was."""
    from onevisit.cases.rules.events import ContactHappened, ContactKind
    from onevisit.directory.models import ServicePoint
    from onevisit.kernel import events

    point = ServicePoint.objects.get().id
    events.publish(
        ContactHappened(
            case.application_id,
            case.application.applicant_id,
            point,
            "A03",
            clock.now(),
            ContactKind.HAND_OUT,
            None,
        )
    )
    token = ratings.occasions_of(case.application_id)[0].token
    rating.rate(token=token, level="2", actor=ANONYMOUS)


def test_what_is_written_again_without_anything_new_makes_no_package(here: County) -> None:
    package = granted(here)
    services.enlist_case(package.case_id)
    with days_on(60):
        assert swept() == 0
    assert not Due.objects.exists() and Package.objects.count() == 1


def test_a_transfer_verifies_as_a_whole_is_listed_in_order_and_goes_once(
    here: County, archivist: Actor, tmp_path: Path
) -> None:
    application = make.submitted(here, area=80)
    for part, outcome in (("sign", "refuse"), ("licence", "approve"), ("drain", "approve")):
        make.decide(here, make.case_of(application, part), outcome)
    with days_on(20):
        assert swept() == 3
        made = services.make_transfer(to_office="安澜县档案馆", actor=archivist)
        _name, pieces = services.export(transfer_id=made, actor=archivist)
        whole = b"".join(pieces)
        again = b"".join(services.export(transfer_id=made, actor=archivist)[1])
        assert whole == again
        assert (
            code_of(lambda: services.make_transfer(to_office="安澜县档案馆", actor=archivist))
            == "archive.nothing_to_transfer"
        )
        services.returned(transfer_id=made, reason="光盘坏了", actor=archivist)
        services.receive(transfer_id=made, receipt="县档〔2026〕3 号", actor=archivist)
        late = lambda: services.receive(transfer_id=made, receipt="再收", actor=archivist)  # noqa: E731
        assert code_of(late) == "archive.already_received"
        view = queries.transfer_view(transfer_id=made, actor=archivist)
    assert [each.mark for each in view.events] == [
        *("made", "exported", "exported", "returned", "received")
    ]
    target = tmp_path / "out"
    zipfile.ZipFile(io.BytesIO(whole)).extractall(target)
    (sheet,) = read_book((target / "list.xlsx").read_bytes())
    numbers = [row.cells[1] for row in sheet.rows[1:]]
    assert numbers == [line.number for line in view.lines] and len(numbers) == 3
    keys = [(line.department, line.year, line.retention) for line in view.lines]
    assert keys == sorted(keys)
    done = subprocess.run(
        [sys.executable, "-I", str(target / "verify.py")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "3 packages" in done.stdout, done.stdout + done.stderr
    spoilt = next((target / "packages").iterdir())
    spoilt.write_bytes(spoilt.read_bytes().replace("同意".encode(), "不同".encode(), 1)[::-1])
    (target / "list.xlsx").unlink()
    found = list(verify.problems(verify.place_at(target)))
    assert any(each.startswith("list.xlsx: is missing") for each in found)
    assert any(each.startswith(f"packages/{spoilt.name}: was changed") for each in found)
    assert TransferPiece.objects.count() == 3


def test_destruction_takes_two_people_a_term_that_is_over_and_no_hold(
    here: County, archivist: Actor, head: Actor, vault_root: Path
) -> None:
    package = granted(here)
    asked = {"package_ids": [package.id], "reason": "期满", "actor": archivist}
    assert code_of(lambda: services.propose(**asked)) == "archive.not_due"
    with far_away():
        assert [e.line.number for e in queries.due_for_destruction(actor=archivist).lines] == [
            package.number
        ]
        services.hold(package_id=package.id, reason="行政诉讼", actor=archivist)
        assert code_of(lambda: services.propose(**asked)) == "archive.held_back"
        over = {"package_id": package.id, "reason": "判决已生效"}
        assert code_of(lambda: services.lift(**over, actor=archivist)) == "archive.lift_by_another"
        services.lift(**over, actor=head)
        listed = services.propose(**asked)
        assert code_of(lambda: services.propose(**asked)) == "archive.proposed_before"
        with pytest.raises(Refused):
            services.answer(destruction_id=listed, approve=True, words="", actor=archivist)
        services.hold(package_id=package.id, reason="行政诉讼", actor=archivist)
        yes = {"destruction_id": listed, "approve": True, "words": "", "actor": head}
        assert code_of(lambda: services.answer(**yes)) == "archive.held_back"
        services.lift(**over, actor=head)
        assert code_of(lambda: services.lift(**over, actor=head)) == "archive.not_held"
        assert Destruction.objects.get().state == "proposed"


@pytest.mark.django_db(transaction=True)
def test_what_is_destroyed_is_gone_and_its_list_and_digest_stay(
    monday: None, transactional_db: None, vault_root: Path
) -> None:
    here = make.county()
    archivist, head = make.staff("arch-1", "archivist"), make.staff("arch-head", "archive_head")
    package = granted(here)
    before, place = blobs(vault_root), Kept.objects.get().stored_object
    with far_away():
        listed = services.propose(package_ids=[package.id], reason="期满", actor=archivist)
        services.answer(destruction_id=listed, approve=True, words="同意", actor=head)
        gone = Destruction.objects.get().files
        assert gone and blobs(vault_root) == before - 1 - gone  # the package, and papers with it
        assert not StoredObject.objects.filter(id=place.id).exists()
        assert (
            code_of(lambda: services.download(package_id=package.id, actor=archivist))
            == "archive.destroyed"
        )
        view = queries.destruction_view(destruction_id=listed, actor=archivist)
        assert [(line.root, line.kept) for line in view.lines] == [(package.root, False)]
        assert (
            code_of(
                lambda: services.answer(destruction_id=listed, approve=True, words="", actor=head)
            )
            == "archive.answered"
        )
    assert Case.objects.filter(id=package.case_id).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Package.objects.filter(id=package.id).delete()


def test_archivists_find_by_everything_and_every_look_is_on_record(
    here: County, archivist: Actor
) -> None:
    package = granted(here)
    department = package.department_id
    for wanted in (
        Wanted(text=package.number),
        Wanted(text=package.case_number),
        Wanted(text=package.application_number),
        Wanted(holder="陈小岚"),
        Wanted(holder=make.resident_id(1)),
        Wanted(department_id=department, year=2026, retention="D30", item=package.item_code),
    ):
        assert [e.id for e in queries.search(wanted=wanted, actor=archivist).lines] == [package.id]
    for wanted in (Wanted(holder="王大山"), Wanted(year=2025), Wanted(retention="Y")):
        assert queries.search(wanted=wanted, actor=archivist).lines == ()
    assert "陈小岚" not in package.title
    queries.package_view(package_id=package.id, actor=archivist)
    place = [path for path, *_ in package.manifest].index("form.json")
    opened = services.open_file(package_id=package.id, place=place, actor=archivist)
    assert "吉祥小馆" in opened.content.decode()
    services.download(package_id=package.id, actor=archivist)
    seen = AccessEntry.objects.filter(actor_user_id=archivist.user_id, what__startswith="archive")
    assert seen.filter(what="archive.search").count() == 9
    for what in ("archive.look", "archive.file", "archive.download"):
        assert seen.filter(what=what, subject_person_id=here.citizen.person_id).count() == 1


def test_nobody_else_and_no_other_region_sees_an_archived_case(here: County) -> None:
    package = granted(here)
    with pytest.raises(Refused):
        queries.search(wanted=Wanted(), actor=here.supervisor)
    elsewhere = make.staff("arch-9", "archivist")
    grants = tuple(
        type(g)(g.role, type(g.scope)(None, "330100000000"), g.only) for g in elsewhere.grants
    )
    stranger = type(elsewhere)(elsewhere.user_id, elsewhere.name, grants=grants)
    assert queries.search(wanted=Wanted(), actor=stranger).lines == ()
    with pytest.raises(NotFound):
        services.download(package_id=package.id, actor=stranger)
