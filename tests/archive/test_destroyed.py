"""What an approved list destroys is destroyed everywhere; what was counted still counts."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.archive import services
from onevisit.archive.models import Destruction, Package
from onevisit.cases.models import Application, Case, CaseEvent, Evidence, Opinion, Result, Task
from onevisit.config import grants, wholeness
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.kernel.models import Erasure
from onevisit.vault import services as vault
from tests.archive.conftest import swept
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser

ROLES = ("archivist", "archive_head")
LATER = datetime(2057, 1, 5, 2, tzinfo=UTC)


def decided(here: County) -> Application:
    """Four parts, all decided and archived."""
    application = make.submitted(here, area=80)
    for part in ("sign", "licence", "drain", "food"):
        outcome = "refuse" if part == "sign" else "approve"
        make.decide(here, make.case_of(application, part), outcome)
    with clock.travel(make.MONDAY + timedelta(days=20)):
        assert swept() == 4
    return application


def destroy(*parts: Case) -> Destruction:
    """Proposed by one, approved by another, under the role of the server."""
    nth = Destruction.objects.count()
    archivist, head = (make.staff(f"{r}-{nth}".replace("_", "-"), r) for r in ROLES)
    with clock.travel(LATER):
        packages = Package.objects.filter(case__in=parts).values_list("id", flat=True)
        listed = services.propose(package_ids=list(packages), reason="期满", actor=archivist)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {grants.RUNTIME_ROLE}")
            services.answer(destruction_id=listed, approve=True, words="", actor=head)
            cursor.execute("RESET ROLE")
    return Destruction.objects.get(id=listed)


def opens(object_id: UUID) -> str:
    """ "" or why not."""
    try:
        vault.open_object(object_id, actor=SYSTEM, purpose="test")
    except DomainError as error:
        return error.code
    return ""


def counted() -> list[int]:
    return [each.objects.count() for each in (Application, Case, CaseEvent, Task, Evidence, Result)]


def test_what_cases_share_goes_with_the_last_of_them_and_figures_stay(here: County) -> None:
    application = decided(here)
    before = counted()
    paper = Evidence.objects.exclude(stored_object=None).filter(application=application).first()
    result = Result.objects.filter(case__application=application).first()
    assert paper and paper.stored_object_id and result and result.stored_object_id
    first, *others = application.cases.order_by("id")
    destroy(first)
    application.refresh_from_db()
    assert application.destroyed_at is None and application.form_open["shop.name"] == "吉祥小馆"
    assert not any(each.text for each in Opinion.objects.filter(case=first))
    assert any(each.text for each in Opinion.objects.filter(case__in=others))
    assert opens(paper.stored_object_id) == ""

    done = destroy(*others)
    application.refresh_from_db()
    assert application.form_open == {} and application.unsealed().values == {}
    assert not any(each.text for each in Opinion.objects.all())
    assert Result.objects.get(id=result.id).facts == {}
    assert opens(result.stored_object_id) == opens(paper.stored_object_id) == "vault.destroyed"
    assert done.files and done.words and counted() == before
    assert Erasure.objects.filter(for_order=done.id).exists()
    assert list(wholeness.findings()) == []  # every seal opens, every row is the fold of its events


def test_whoever_follows_a_link_reads_when_it_was_destroyed(here: County) -> None:
    application = decided(here)
    twin = make.submitted(here, area=80)  # the same paper of the same person, and still open
    paper = Evidence.objects.exclude(stored_object=None).filter(application=twin).get()
    result = Result.objects.filter(case__application=application).first()
    destroy(*application.cases.all())
    assert opens(paper.stored_object_id) == ""
    assert result is not None
    case = result.case
    for who, url in (
        (here.citizen, reverse("portal:affair", args=[application.number])),
        (here.officer(case), reverse("portal:desk-case", args=[case.id])),
        (here.clerk, reverse("portal:lookup-case", args=[case.id])),
    ):
        answer = browser(who).get(url)
        assert answer.status_code == 409 and "按保管期限销毁" in answer.content.decode()
    assert browser(here.citizen).get(reverse("portal:affairs")).status_code == 200
    asked = {"number": result.number, "code": result.check_code}
    verified = browser(here.citizen).get(reverse("cases:verify"), asked)
    assert "按保管期限销毁" in verified.content.decode()


def test_history_is_emptied_by_that_one_way_only(here: County) -> None:
    application = decided(here)
    row = Opinion.objects.filter(case__application=application).first()
    assert row is not None
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Opinion.objects.filter(id=row.id).update(text_sealed=b"")
    story = [[row.id], [b"x" * 200]]
    for column, blobs in (("text_sealed", story), ("author_name", [[row.id], [b""]])):
        with (
            pytest.raises(DatabaseError, match="only the words"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT onevisit_erase('cases_opinion', %s, %s, now(), %s::uuid[], %s::bytea[])",
                [column, row.id, *blobs],
            )
