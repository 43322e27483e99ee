"""撤销 before anybody collected the result: the case ends, and nothing is handed out or sent."""

import importlib
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, Obligation, Result
from onevisit.cases.queries.revoked import revoked_results
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.delivery.models import Parcel
from onevisit.delivery.rules import Mark
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict
from tests.cases import posting
from tests.cases.committed import granted, granted_at_window, revoke
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County

LATER = make.MONDAY + timedelta(days=22)

pytestmark = pytest.mark.django_db


def test_what_waits_at_the_window_ends_with_its_result(here: County) -> None:
    case = granted_at_window(here).case
    for other in case.application.cases.exclude(id=case.id):
        services.withdraw(case_id=other.id, actor=here.citizen)
    row = revoke(here, Obligation.objects.get(case=case))
    case.refresh_from_db()
    assert (case.state, case.ended_at) == (CaseState.REVOKED, row.ended_at)
    assert case.decided_at is not None
    application = Application.objects.get(id=case.application_id)
    assert (application.state, application.ended_at) == ("ended", case.ended_at)
    assert AuditEntry.objects.filter(action="cases.revoke", target_id=str(case.id)).count() == 1
    assert_whole()
    with clock.travel(LATER):
        with pytest.raises(Conflict) as gone:
            services.hand_out(
                case_ids=[case.id],
                receiver_id=application.applicant_id,
                identified_by="id_card",
                actor=here.clerk,
            )
        assert gone.value.code == "cases.result_revoked"
        view = queries.status_view(application_id=application.id, actor=here.citizen)
        (shown,) = [each for each in view.cases if each.id == case.id]
        assert (shown.state, shown.next_step) == (CaseState.REVOKED, "")


def test_the_window_tells_who_comes_for_it(here: County) -> None:
    case = granted_at_window(here).case
    revoke(here, Obligation.objects.get(case=case))
    with clock.travel(LATER):
        (line,) = revoked_results(actor=here.clerk, person_id=here.citizen.person_id)
        assert line.result == case.result.number
        assert revoked_results(actor=here.clerk, number=case.number) == (line,)
        assert revoked_results(actor=here.citizen, number=case.number) == ()
        assert revoked_results(actor=here.officer(case), number=case.number) == ()
        assert revoked_results(actor=here.clerk, person_id=here.boss.person_id) == ()


def test_who_has_it_already_keeps_a_delivered_case(here: County) -> None:
    case = granted(here).case
    case.refresh_from_db()
    ended = case.ended_at
    revoke(here, Obligation.objects.get(case=case))
    case.refresh_from_db()
    assert (case.state, case.ended_at) == (CaseState.DELIVERED, ended)


def packed(here: County) -> tuple[Case, UUID]:
    """A result on a commitment, in a parcel that has not left."""
    application = posting.by_courier(here, promising="report", area=80)
    posting.granted(here, application)
    case = make.case_of(application, "drain")
    return case, services.pack(application_id=application.id, actor=here.clerk)


def mark(here: County, parcel: UUID, what: Mark, **more: object) -> None:
    services.mark_parcel(parcel_id=parcel, mark=what, actor=here.clerk, **more)  # type: ignore[arg-type]


def test_it_is_taken_out_of_a_parcel_that_has_not_left(here: County) -> None:
    case, parcel = packed(here)
    revoke(here, Obligation.objects.get(case=case))
    case.refresh_from_db()
    assert case.state == CaseState.REVOKED
    assert Parcel.objects.get(id=parcel).state == "unpacked"
    (rest,) = queries.to_send(actor=here.clerk).rows
    assert case.name not in rest.names
    assert_whole()


def test_what_travels_ends_when_it_comes_or_comes_back(here: County) -> None:
    case, parcel = packed(here)
    services.hand_to_courier(
        parcel_id=parcel, carrier="ems", tracking_number=posting.NUMBER, actor=here.clerk
    )
    revoke(here, Obligation.objects.get(case=case))
    case.refresh_from_db()
    assert case.state == CaseState.ISSUED
    with clock.travel(LATER):
        mark(here, parcel, Mark.RETURN, on=clock.today(), note="absent")
        case.refresh_from_db()
        assert case.state == CaseState.REVOKED
        others = case.application.cases.exclude(id=case.id).values_list("state", flat=True)
        assert set(others) == {CaseState.ISSUED}
        assert_whole()


def test_an_upgrade_ends_what_was_revoked_before(here: County) -> None:
    case = granted_at_window(here).case
    for other in case.application.cases.exclude(id=case.id):
        services.withdraw(case_id=other.id, actor=here.citizen)
    Result.objects.filter(case=case).update(revoked_at=make.MONDAY + timedelta(days=20))
    migration = importlib.import_module("onevisit.cases.migrations.0014_revoked_cases")
    with connection.cursor() as cursor:
        cursor.execute(migration.END)
    case.refresh_from_db()
    assert (case.state, case.ended_at) == (CaseState.REVOKED, make.MONDAY + timedelta(days=20))
    assert Application.objects.get(id=case.application_id).state == "ended"
    assert_whole()
