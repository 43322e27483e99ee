"""What the system before archived is taken over whole, falls due, and goes by two people's word."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from onevisit.accounts.rules import Actor
from onevisit.archive import queries, services
from onevisit.archive.models import OldPiece
from onevisit.archive.rules.taking import HEAD
from onevisit.kernel.errors import Conflict, Invalid
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.old_archives import LISTED, SHEET, packed
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
        ("甲-2", "", "nobody", "2015-02-30", "五年", "", "abc", "乙.zip"),
        ("甲-3", "三件", "fire", "2099-01-01", "永久"),
        ("甲-3", "三件", "fire", "2014-01-01", "永久"),
    ]  # fmt: skip
    assert wrong(packed(lines, {"甲.zip": SHEET, "丙.pdf": b"%PDF"}), archivist) == {
        ("2", "changed"), ("3", "empty"), ("3", "office"), ("3", "day"), ("3", "term"),
        ("3", "digest"), ("4", "day"), ("4", "doubled"), ("5", "doubled"), ("", "unnamed"),
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


def test_what_was_taken_over_falls_due_and_two_people_destroy_it(
    here: County, archivist: Actor, head: Actor, vault_root: Path
) -> None:
    assert services.take_over(content=packed(LISTED), source="旧系统", actor=archivist) == 1
    more = [
        ("甲-8", "纸质的", "fire", "2014-01-01", "10年", "库房 2 架"),
        ("甲-9", "没有满的", "fire", "2016-01-01", "10年"),
        ("甲-10", "永久的", "fire", "1998-01-01", "永久"),
    ]
    services.take_over(content=packed(more), source="旧系统", actor=archivist)
    due = {each.line.number: each.line.id for each in queries.due_for_destruction(actor=archivist)}
    assert [*due] == ["甲-8", "甲-7"]
    filed = OldPiece.objects.get(number="甲-7")
    assert filed.verified and services.open_old(old_id=filed.id, actor=archivist).content == SHEET
    young = OldPiece.objects.get(number="甲-9").id
    with pytest.raises(Conflict, match="not_due"):
        services.propose(package_ids=[young], reason="期满", actor=archivist)
    listed = services.propose(package_ids=[*due.values()], reason="期满", actor=archivist)
    with pytest.raises(Conflict, match="proposed_before"):
        services.propose(package_ids=[filed.id], reason="期满", actor=archivist)
    assert not queries.due_for_destruction(actor=archivist)
    services.answer(destruction_id=listed, approve=True, words="同意", actor=head)
    with pytest.raises(Conflict, match="destroyed"):
        services.open_old(old_id=filed.id, actor=archivist)
    filed.refresh_from_db()
    assert filed.stored_object_id is None and filed.destroyed_at is not None
    shown = page(browser(head), "archive:destruction", listed)
    assert "库房 2 架" in shown and "监销" in shown and "甲-7" in shown
