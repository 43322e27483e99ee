"""What the system before archived is taken over whole, falls due, and goes by two people's word."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onevisit.accounts.rules import Actor
from onevisit.archive import queries, services
from onevisit.archive.models import OldPiece, Package
from onevisit.archive.queries import Origin, Wanted, finding
from onevisit.archive.rules import verify
from onevisit.archive.rules.taking import HEAD
from onevisit.audit.models import AccessEntry
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.sheets import read_book
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.old_archives import LISTED, SHEET, packed
from tests.factories.people import make_person
from tests.portal.staff import browser, page


@pytest.fixture
def archivist(here: County) -> Actor:
    return make.staff("arch-old", "archivist")


@pytest.fixture
def head(here: County) -> Actor:
    return make.staff("arch-old-head", "archive_head")


def wrong(content: bytes, actor: Actor) -> set[tuple[str, str]]:
    """What is wrong in which line."""
    with pytest.raises(Invalid, match="old_wrong") as found:
        services.take_over(content=content, source="旧系统", actor=actor)
    return {(e.place, e.code.removeprefix("archive.old_line_")) for e in found.value.problems}


def test_a_batch_is_taken_over_whole_or_not_at_all(here: County, archivist: Actor) -> None:
    lines = [
        ("甲-1", "一件", "market", "2015-03-09", "10年", "", "0" * 64, "甲.zip"),
        ("甲-2", "", "nobody", "2015-02-30", "五年", "", "abc", "乙.zip", "某人", "12345"),
        ("甲-3", "三件", "fire", "2099-01-01", "永久"),
        ("甲-3", "三件", "fire", "2014-01-01", "永久"),
    ]  # fmt: skip
    assert wrong(packed(lines, {"甲.zip": SHEET, "丙.pdf": b"%PDF"}), archivist) == {
        ("2", "changed"), ("3", "empty"), ("3", "office"), ("3", "day"), ("3", "term"),
        ("3", "digest"), ("3", "holder"), ("4", "day"), ("4", "doubled"),
        ("5", "doubled"), ("", "unnamed"),
    }  # fmt: skip
    assert wrong(packed(lines[:1], {"甲.zip": SHEET}), archivist) == {("2", "changed")}
    assert wrong(packed([(*lines[3], "", "", "丁.zip")]), archivist) == {("2", "no_file")}
    for content, why in ((b"", "old_empty"), (",".join(HEAD).encode(), "old_empty")):
        with pytest.raises(Invalid, match=why):
            services.take_over(content=content, source="旧系统", actor=archivist)
    with pytest.raises(Invalid, match="old_head"):
        services.take_over(content="档号\n甲".encode(), source="旧系统", actor=archivist)
    assert not OldPiece.objects.exists()
    gbk = (",".join(HEAD) + "\n" + ",".join(lines[3])).encode("gb18030")
    client = browser(archivist)
    sent = {"source": "旧系统", "file": SimpleUploadedFile("清单.csv", gbk)}
    assert client.post(reverse("archive:take"), sent).status_code == 302
    assert "三件" in page(client, "archive:old")
    sent["file"] = SimpleUploadedFile("清单.csv", gbk)
    again = client.post(reverse("archive:take"), sent)
    assert again.status_code == 422 and "以前接收过了" in again.content.decode()


PERSON, COMPANY = make.resident_id(7), "91339921MA2XXXXX1K"
OLD = PERSON[:6] + PERSON[8:17]
"""The same person's number of before 1999."""


def taken(archivist: Actor) -> dict[str, Package]:
    """One with a file, and on paper three: of a person, of a company, of nobody named."""
    more = [
        ("甲-8", "秦可卿食品经营许可", "fire", "2014-01-01", "10年", "库房 2 架", "", "", "秦可卿"),
        ("甲-9", "消防验收", "fire", "2016-01-01", "10年", "", "", "", "安澜酒楼", COMPANY),
        ("甲-10", "永久的", "fire", "1998-01-01", "永久"),
        ("甲-11", f"{OLD}的宅基地", "fire", "1997-01-01", "永久", "", "", "", "秦可卿", OLD),
    ]
    more[0] = (*more[0], PERSON)
    assert services.take_over(content=packed(LISTED), source="旧系统", actor=archivist) == 1
    assert services.take_over(content=packed(more), source="旧系统", actor=archivist) == 4
    return {each.number: each for each in Package.objects.exclude(old=None)}


def numbers(wanted: Wanted, actor: Actor) -> list[str]:
    return [each.number for each in queries.search(wanted=wanted, actor=actor).lines]


def test_what_was_taken_over_is_found_like_a_case_and_whose_it_is_stays_masked(
    here: County, archivist: Actor
) -> None:
    pieces = taken(archivist)
    for wanted, found in (
        (Wanted(text="甲-8"), ["甲-8"]),
        (Wanted(text="食品经营"), ["甲-8"]),
        (Wanted(holder="秦可卿"), ["甲-11", "甲-8"]),
        (Wanted(holder=PERSON), ["甲-11", "甲-8"]),
        (Wanted(holder=OLD), ["甲-11", "甲-8"]),
        (Wanted(holder="安澜酒楼"), ["甲-9"]),
        (Wanted(holder=COMPANY), ["甲-9"]),
        (Wanted(origin=Origin.TAKEN, year=1998), ["甲-10"]),
        (Wanted(text="秦可卿"), []),
        (Wanted(origin=Origin.OURS), []),
    ):
        assert numbers(wanted, archivist) == found, wanted
    assert (pieces["甲-8"].title, pieces["甲-9"].title) == (
        "秦*卿食品经营许可", "安澜酒楼：消防验收"
    )  # fmt: skip
    assert pieces["甲-11"].title == f"秦*卿：{OLD[:4]}********{OLD[12:]}的宅基地"
    with pytest.raises(Invalid, match="resident_id_birth"):
        numbers(Wanted(holder=f"{OLD[:8]}99{OLD[10:]}"), archivist)
    assert "秦可卿" not in str([*OldPiece.objects.values()])
    person = make_person("秦可卿", id_number=PERSON).id
    client = browser(archivist)
    shown = page(client, "archive:package", pieces["甲-8"].id)
    assert "秦*卿" in shown and "秦可卿" not in shown and "库房 2 架" in shown
    seen = AccessEntry.objects.get(subject_person_id=person, what="archive.look")
    assert seen.target_id == str(pieces["甲-8"].id)
    place = [path for path, *_ in pieces["甲-7"].manifest].index("file/甲.zip")
    file = client.get(reverse("archive:file", args=[pieces["甲-7"].id, place]))
    assert file.content == SHEET and file["Content-Disposition"].startswith("attachment")


def test_words_are_found_page_by_page_the_newest_year_first(
    here: County, archivist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = (2014, 1998, 2016, 2014, 1998, 2020)
    listed = [(f"乙-{n}", "食品许可", "fire", f"{y}-01-01", "永久") for n, y in enumerate(years)]
    listed.append(("乙-9", "消防验收", "fire", "2021-01-01", "永久"))
    services.take_over(content=packed(listed), source="旧系统", actor=archivist)
    pieces = Package.objects.filter(title__contains="许可").order_by("-year", "-id")
    monkeypatch.setattr(finding, "MOST", 2)
    word = Wanted(text="食品 许可")
    for nearest in (1, 1_000):  # by the index of pairs; among the newest
        monkeypatch.setattr(finding, "_NEAREST", nearest)
        read, after, pages = [], "", 0
        while pages == 0 or after:
            with CaptureQueriesContext(connection) as asked:
                found = queries.search(wanted=word, actor=archivist, after=after)
            assert len(asked) <= 5  # however many years and packages there are
            read += [each.id for each in found.lines]
            after, pages = found.after, pages + 1
        assert (read, pages) == ([each.id for each in pieces], 3)


def test_what_was_taken_over_is_handed_over_and_a_flipped_byte_is_found(
    here: County, archivist: Actor
) -> None:
    pieces = taken(archivist)
    made = services.make_transfer(to_office="安澜县档案馆", actor=archivist)
    whole = b"".join(services.export(transfer_id=made, actor=archivist)[1])
    batch = zipfile.ZipFile(io.BytesIO(whole))
    inner = sorted(name for name in batch.namelist() if name.startswith("packages/"))
    assert len(inner) == 5 and list(verify.problems(verify.Packed(io.BytesIO(whole)))) == []
    assert "库房 2 架" in str([row.cells for row in read_book(batch.read("list.xlsx"))[0].rows])
    packages = {each: zipfile.ZipFile(io.BytesIO(batch.read(each))) for each in inner}
    (filed,) = [each for each in packages.values() if "file/甲.zip" in each.namelist()]
    described = [each.read("metadata.xml").decode() for each in packages.values()]
    assert any(all(said in each for said in ("秦可卿", OLD, PERSON)) for each in described)
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w") as again:
        for name in filed.namelist():
            flipped = bytearray(filed.read(name))
            flipped[len(flipped) // 2] ^= name.startswith("file/")
            again.writestr(name, bytes(flipped))
    (problem,) = verify.problems(verify.Packed(spoilt))
    assert problem.startswith("file/甲.zip: was changed")
    assert all(
        queries.package_view(package_id=e.id, actor=archivist).transfer for e in pieces.values()
    )


def test_what_was_taken_over_falls_due_is_held_and_two_people_destroy_it(
    here: County, archivist: Actor, head: Actor, vault_root: Path
) -> None:
    pieces = taken(archivist)
    due = {
        each.line.number: each.line.id
        for each in queries.due_for_destruction(actor=archivist).lines
    }
    assert [*due] == ["甲-8", "甲-7"]
    with pytest.raises(Conflict, match="not_due"):
        services.propose(package_ids=[pieces["甲-9"].id], reason="期满", actor=archivist)
    listed = services.propose(package_ids=[*due.values()], reason="期满", actor=archivist)
    with pytest.raises(Conflict, match="proposed_before"):
        services.propose(package_ids=[due["甲-7"]], reason="期满", actor=archivist)
    assert not queries.due_for_destruction(actor=archivist).lines
    services.hold(package_id=due["甲-7"], reason="审计", actor=archivist)
    assert numbers(Wanted(held=True), archivist) == ["甲-7"]
    yes = {"destruction_id": listed, "approve": True, "words": "同意", "actor": head}
    with pytest.raises(Conflict, match="held_back"):
        services.answer(**yes)
    lifted = {"do": "lift", "reason": "审计结束"}
    act = reverse("archive:act", args=[due["甲-7"]])
    assert browser(archivist).post(act, lifted).status_code == 409
    assert browser(head).post(act, lifted).status_code == 302
    services.answer(**yes)
    with pytest.raises(Conflict, match="destroyed"):
        services.download(package_id=due["甲-7"], actor=archivist)
    assert numbers(Wanted(holder="秦可卿"), archivist) == ["甲-11"]
    shown = page(browser(head), "archive:destruction", listed)
    assert "库房 2 架" in shown and "监销" in shown and "甲-7" in shown
