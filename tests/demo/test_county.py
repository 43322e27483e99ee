"""The county as it was built: honest events, working days only, nothing personal in clear."""

import base64
from collections import Counter
from datetime import time

import pytest
from django.db import connection
from django.test import Client

from demo import builder, cast, content
from demo.schedule import CLOSES, OPENS
from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import SYSTEM, Permission
from onevisit.audit.models import AuditEntry
from onevisit.cases import access, services
from onevisit.cases.models import Application, Case, CaseEvent, Evidence, RedCard, Task
from onevisit.cases.rules.fold import COLUMNS, fold, limits_from
from onevisit.cases.services.holding import histories, pinned
from onevisit.hall import queries as hall
from onevisit.kernel.clock import SHANGHAI, local_date, today
from onevisit.kernel.errors import NotFound
from onevisit.kernel.queries import load_calendar
from tests.demo.conftest import Built
from tests.demo.pages import CASE_PARAMETERS, pages_naming


@pytest.mark.usefixtures("county")
def test_the_events_of_every_case_fold_to_its_row() -> None:
    calendar = load_calendar()
    told = histories(CaseEvent.objects.order_by("case_id", "seq"))
    cases = list(Case.objects.select_related("application"))
    assert cases
    for case in cases:
        regime = pinned(case.application).offer.part(case.part).item.regime
        folded = fold(told[case.id], limits_from(regime, case.promise_days), calendar)
        assert {name: getattr(case, name) for name in COLUMNS} == {
            name: getattr(folded, name) for name in COLUMNS
        }


@pytest.mark.usefixtures("county")
def test_officers_act_on_working_days_in_opening_hours_only() -> None:
    calendar = load_calendar()
    staff = {each.id for each in accounts.logins() if each.roles}
    events = CaseEvent.objects.filter(actor_id__in=staff)
    assert events.count() > 100
    for event in events:
        assert calendar.is_working(local_date(event.effective_at)), event
        assert _open(event.effective_at.astimezone(SHANGHAI).time()), event
    decisions = CaseEvent.objects.filter(action__in=["approve", "refuse"])
    assert all(calendar.is_working(local_date(each.effective_at)) for each in decisions)
    for task in Task.objects.filter(state="done"):
        assert task.done_at is not None
        assert calendar.is_working(local_date(task.done_at))


def _open(moment: time) -> bool:
    return OPENS <= moment <= CLOSES


@pytest.mark.usefixtures("county")
def test_about_sixty_applications_stand_in_every_state() -> None:
    assert 58 <= Application.objects.count() <= 70
    states = set(Case.objects.values_list("state", flat=True))
    assert states >= {
        "submitted", "accepted", "in_review", "suspended", "issued", "delivered", "refused",
        "not_accepted", "withdrawn", "correction_requested",
    }  # fmt: skip
    assert {"draft", "submitted", "ended"} <= set(
        Application.objects.values_list("state", flat=True)
    )
    assert set(Application.objects.values_list("channel", flat=True)) == {"online", "window"}
    assert Application.objects.filter(organisation__isnull=False).exists()


@pytest.mark.usefixtures("county")
def test_some_are_late_some_nearly_and_some_reach_into_an_unpublished_year() -> None:
    running = Case.objects.filter(ended_at__isnull=True, decided_at__isnull=True)
    late = running.filter(promised_due__lt=today())
    assert 1 <= late.count() <= 6
    assert running.filter(provisional=True).exists()
    calendar = load_calendar()
    left = [
        calendar.working_days_between(today(), case.promised_due)
        for case in running.filter(promised_due__gte=today())
        if case.promised_due is not None
    ]
    assert min(left) <= 1


@pytest.mark.usefixtures("county")
def test_one_was_corrected_and_one_was_accepted_by_silence() -> None:
    done = set(CaseEvent.objects.values_list("action", flat=True))
    assert {"request_correction", "correct", "deem_accepted"} <= done
    card = RedCard.objects.get()
    assert card.case.accepted_at == card.case.submitted_at


@pytest.mark.usefixtures("county")
def test_one_refused_part_leaves_the_others() -> None:
    refused = Case.objects.filter(state="refused", application__bundle_version__isnull=False)
    mixed = [
        case
        for case in refused
        if {"issued", "delivered"}
        & set(Case.objects.filter(application=case.application).values_list("state", flat=True))
    ]
    assert mixed


@pytest.mark.usefixtures("county")
def test_counted_visits_are_none_one_or_now_and_then_two() -> None:
    ids = list(Application.objects.exclude(state="draft").values_list("id", flat=True))
    counted = Counter(each.count for each in hall.visits_of_many(ids).values())
    assert set(counted) <= {0, 1, 2}
    assert counted[0] > 10
    assert counted[1] > 10
    assert 1 <= counted[2] < counted[1]


@pytest.mark.usefixtures("county")
def test_everything_was_written_in_the_order_of_time() -> None:
    instants = list(AuditEntry.objects.order_by("id").values_list("at", flat=True))[:-1]
    assert instants == sorted(instants)
    numbers = Application.objects.exclude(number=None).order_by("submitted_at")
    assert [each.number for each in numbers] == sorted(str(each.number) for each in numbers)


@pytest.mark.usefixtures("county")
def test_a_second_build_keeps_what_there_is() -> None:
    before = Application.objects.count()
    assert builder.build() is False
    assert Application.objects.count() == before


def test_the_same_seed_tells_the_same_stories() -> None:
    assert list(cast.ordinary()) == list(cast.ordinary())


def test_nothing_personal_stands_in_clear_in_any_column_or_file(county: Built) -> None:
    numbers = {
        *(each.id_number for each in content.citizens()),
        *(each.phone for each in content.citizens()),
        *(each.id_number for each in content.relatives().values()),
    }
    needles = [number.encode() for number in numbers]
    forms = {
        form: number
        for number in needles
        for form in (number, number.hex().encode(), base64.b64encode(number).rstrip(b"="))
    }
    dumped = dict(_dump())
    assert b"chenxiaolan" in dumped["accounts_user"]
    for table, content_of in dumped.items():
        found = [number for form, number in forms.items() if form in content_of]
        assert not found, f"{table} holds {len(found)} numbers in clear"
    kept = [path for path in county.vault.rglob("*") if path.is_file()]
    assert len(kept) > 20
    for path in kept:
        raw = path.read_bytes()
        assert not any(number in raw for number in needles), path
        assert not raw.startswith((b"%PDF", b"\x89PNG")), path
    log = "\n".join(county.log).encode()
    assert not any(number in log for number in needles)


def _dump() -> list[tuple[str, bytes]]:
    """Every table as COPY writes it: text as it is, bytea in hex, inside this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        dumped = []
        for table in tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                dumped.append((table, b"".join(bytes(block) for block in copy)))
    return dumped


@pytest.mark.usefixtures("county")
def test_no_department_sees_the_case_of_another() -> None:
    officers = [
        accounts.actor_by_username(each.username)
        for each in content.officers()
        if each.role == "approver"
    ]
    for case in Case.objects.select_related("department"):
        for officer in officers:
            own = case.department_id in officer.departments(Permission.CASES_REVIEW)
            if own:
                assert access.get_case_for(officer, case.id).id == case.id
            else:
                with pytest.raises(NotFound):
                    access.get_case_for(officer, case.number)


@pytest.mark.usefixtures("county")
def test_nobody_sees_the_draft_or_case_of_a_stranger() -> None:
    stranger = accounts.actor_by_username("xujinfeng")
    for case in access.visible_to(SYSTEM).select_related("application"):
        if case.application.applicant_id != stranger.person_id:
            with pytest.raises(NotFound):
                access.get_application_for(stranger, case.application_id)


@pytest.mark.usefixtures("county")
def test_no_department_opens_the_paper_or_result_of_another() -> None:
    officers = {
        accounts.actor_by_username(name) for name in ("fire1", "housing1", "civil1", "police1")
    }
    results = Case.objects.filter(result__isnull=False, department__code="market")
    assert results.exists()
    for case in results:
        for officer in officers:
            with pytest.raises(NotFound):
                services.result_document(case_id=case.id, actor=officer)
    elder = Evidence.objects.filter(
        stored_object__isnull=False, application__offer_name="居民身份证换领"
    )
    assert elder.exists()
    for paper in elder:
        for officer in officers - {accounts.actor_by_username("police1")}:
            with pytest.raises(NotFound):
                services.evidence_content(evidence_id=paper.id, actor=officer)


@pytest.mark.usefixtures("county")
def test_a_session_of_one_department_gets_404_for_the_case_of_another() -> None:
    case = Case.objects.select_related("application").filter(part="fire_general")[0]
    stranger, owner = Client(), Client()
    stranger.force_login(accounts.user_by_username("market1"))
    owner.force_login(accounts.user_by_username("fire1"))
    opened = 0
    for page in pages_naming(CASE_PARAMETERS):
        address = page.of(case)
        own = owner.get(address).status_code
        opened += own == 200
        if own == 405:
            own = owner.post(address, {}).status_code
        refused = {404, 405, 403} if own == 403 else {404, 405}  # a page for no approver at all
        assert stranger.get(address).status_code in refused, address
        assert stranger.post(address, _CLAIM).status_code in refused, address
    assert opened
    assert Case.objects.get(id=case.id).claimed_by_id == case.claimed_by_id


_CLAIM = {"action": "claim", "field": "id_number", "reason": "verify_identity"}
