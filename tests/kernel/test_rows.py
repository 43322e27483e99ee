"""Written-out statements do what the ORM would: same rows, same values, same refusals."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from onevisit.accounts.models import Representation
from onevisit.cases.models import Application, Case, CaseEvent, CaseMaterial
from onevisit.kernel import rows
from tests.factories import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    here = cases.county()
    return cases.submitted(here)


def plain(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_what_is_inserted_is_what_the_orm_reads(application: Application) -> None:
    case = Case.objects.filter(application=application).earliest("id")
    made = [
        CaseMaterial(case=case, material=f"m{n}", name="证明", how="bring") for n in range(1200)
    ]
    with CaptureQueriesContext(connection) as sent:
        rows.insert(made)
    assert len(sent) == 3
    assert not any(each._state.adding for each in made)
    kept = CaseMaterial.objects.in_bulk([each.pk for each in made])
    assert [plain(kept[each.pk]) for each in made] == [plain(each) for each in made]


def test_nothing_to_insert_is_no_statement() -> None:
    with CaptureQueriesContext(connection) as sent:
        rows.insert([])
    assert len(sent) == 0


def test_documents_and_sealed_values_come_back_as_they_were(application: Application) -> None:
    statement = f"SELECT {rows.columns(Application)} FROM cases_application WHERE id = %s"
    (read,) = rows.fetch(Application, statement, [application.pk])
    assert plain(read) == plain(Application.objects.get(pk=application.pk))
    assert read.unsealed() == application.unsealed()
    assert isinstance(read.pins, dict)


def test_only_the_named_fields_are_written(application: Application) -> None:
    changed = Application.objects.get(pk=application.pk)
    changed.answers, changed.offer_name = {"一": ["二", None]}, "不写"
    rows.update(changed, ["answers"])
    read = Application.objects.get(pk=application.pk)
    assert read.answers == {"一": ["二", None]}
    assert read.offer_name == application.offer_name
    rows.write(changed)
    assert Application.objects.get(pk=application.pk).offer_name == "不写"


def test_a_row_that_is_gone_is_not_written_silently() -> None:
    with pytest.raises(Application.DoesNotExist):
        rows.update(Application(pk=uuid4()), ["version"])


def test_what_the_database_refuses_is_refused(application: Application) -> None:
    first = CaseEvent.objects.filter(case__application=application).earliest("id")
    again = CaseEvent(
        case_id=first.case_id,
        seq=first.seq,
        action=first.action,
        after=first.after,
        effective_at=first.effective_at,
        recorded_at=first.recorded_at,
        calendar_revision=first.calendar_revision,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([again])


def test_joined_rows_are_those_of_select_related(application: Application) -> None:
    paths = ("application__applicant", "application__organisation", "department", "claimed_by")
    joined = rows.Joined(Case, *paths)
    with CaptureQueriesContext(connection) as sent:
        found = joined.fetch("t0.application_id = %s ORDER BY t0.id", [application.pk])
        told = [(each.department.name, each.application.applicant.name) for each in found]
        assert all(each.claimed_by is None for each in found)
    assert len(sent) == 1
    ordinary = Case.objects.select_related(*paths).filter(application=application).order_by("id")
    assert [plain(each) for each in found] == [plain(each) for each in ordinary]
    assert told == [(each.department.name, each.application.applicant.name) for each in ordinary]
    assert found[0].application.organisation == ordinary[0].application.organisation
    assert joined.fetch("t0.application_id = %s", [uuid4()]) == []


def test_what_a_row_points_to_is_read_once(application: Application) -> None:
    fresh = Application.objects.get(pk=application.pk)
    with CaptureQueriesContext(connection) as sent:
        assert rows.related(fresh, "applicant").pk == fresh.applicant_id
        assert rows.related(fresh, "applicant") is fresh.applicant
        assert rows.related(Application(organisation=None), "organisation") is None
    assert len(sent) == 1


def test_columns_are_named_so_that_a_statement_outlives_a_new_column() -> None:
    assert "*" not in rows.columns(Representation)
    assert '"valid_until"' in rows.columns(Representation)


def test_a_kept_query_finds_what_it_would_find_composed_anew(application: Application) -> None:
    query = (
        Case.objects.filter(application_id=application.pk)
        .order_by("id")
        .values("id", "state", "application__pins", who=F("application__applicant__name"))
    )
    kept = rows.Spelled(query)
    assert kept.fetch() == list(query)
    assert isinstance(kept.fetch()[0]["application__pins"], dict)
    Case.objects.filter(application_id=application.pk).update(name="改过")
    assert kept.fetch() == list(query)


def test_a_kept_query_that_can_find_nothing_is_no_statement() -> None:
    kept = rows.Spelled(Case.objects.filter(pk__in=[]).values("id"))
    with CaptureQueriesContext(connection) as sent:
        assert kept.fetch() == []
    assert len(sent) == 0
