"""The trail is written with the act, holds no personal data, and cannot be changed."""

import random
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from onevisit.accounts.rules import SYSTEM, Actor, GrantFact, Scope
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.audit.rules import Act, redacted
from onevisit.audit.services import record, record_access, record_many, request_context
from onevisit.kernel.errors import Invalid
from tests.factories.people import fresh_id_number

CLERK = Actor(uuid4(), "周文静", grants=(GrantFact("clerk", Scope()),))
CITIZEN = Actor(uuid4(), "陈一岚", person_id=uuid4())


def write(**more: object) -> None:
    record(action="cases.decide", target_type="cases.case", target_id=uuid4(), **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_staff_answer_by_name_and_citizens_are_masked() -> None:
    write(actor=CLERK)
    write(actor=CITIZEN)
    assert list(AuditEntry.objects.order_by("id").values_list("actor_name", flat=True)) == [
        "周文静",
        "陈*岚",
    ]


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_no_entry() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write(actor=CLERK)
        raise RuntimeError
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("value", [fresh_id_number(), "13905701234", ["电话 13905701234"]])
def test_personal_data_among_the_facts_is_refused(value: object) -> None:
    with pytest.raises(Invalid) as refused:
        write(actor=CLERK, facts={"note": value})
    assert refused.value.code == "audit.personal_data_in_facts"
    assert not AuditEntry.objects.exists()


def test_an_id_whose_digits_look_like_a_phone_is_left_whole() -> None:
    text = "/cases/0193a1f0-1111-7000-8000-a13905701234/ 13905701234"
    assert redacted(text) == "/cases/0193a1f0-1111-7000-8000-a13905701234/ 139****1234"


@pytest.mark.django_db
def test_random_ids_among_the_facts_are_never_taken_for_personal_data() -> None:
    chance = random.Random(7)
    for _ in range(5000):
        digits = "".join(chance.choice("0123456789") for _ in range(12))
        text = f"0193a1f0-1111-7000-8000-{digits}"
        assert redacted(text) == text


@pytest.mark.django_db
def test_many_acts_are_one_statement(django_assert_num_queries: object) -> None:
    acts = [Act("directory.register", "directory.region", str(n)) for n in range(300)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        record_many(acts, actor=SYSTEM)
    assert AuditEntry.objects.count() == 300


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET action = 'x'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "UPDATE audit_accessentry SET what = 'x'",
        "DELETE FROM audit_accessentry",
        "TRUNCATE audit_accessentry",
    ],
)
def test_entries_cannot_be_changed_even_by_their_owner(statement: str) -> None:
    write(actor=CLERK)
    record_access(what="person.id_number", actor=CLERK)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.count() == AccessEntry.objects.count() == 1


@pytest.mark.django_db
def test_a_look_is_logged_though_the_business_was_rolled_back() -> None:
    subjects = [uuid4(), uuid4()]
    with request_context("192.0.2.7") as context:
        with pytest.raises(RuntimeError), transaction.atomic():
            record_access(what="case.form", actor=CLERK, subjects=subjects, reason="review")
            raise RuntimeError
        assert not AccessEntry.objects.exists()
    rows = AccessEntry.objects.all()
    assert {row.subject_person_id for row in rows} == set(subjects)
    assert {row.request_id for row in rows} == {context.request_id}
    assert "192.0.2.7" not in rows[0].address_hash
    assert rows[0].address_hash


@pytest.mark.django_db
def test_a_look_is_logged_though_the_request_failed() -> None:
    with pytest.raises(RuntimeError), request_context():
        record_access(what="case.form", actor=CLERK)
        raise RuntimeError
    assert AccessEntry.objects.count() == 1


@pytest.mark.django_db
def test_outside_of_a_request_a_look_is_logged_at_once() -> None:
    record_access(what="case.form", actor=SYSTEM)
    assert AccessEntry.objects.get().request_id == ""


@pytest.mark.django_db
def test_acts_of_one_request_share_its_id() -> None:
    with request_context("192.0.2.7") as context:
        write(actor=CLERK)
        write(actor=CLERK)
    assert set(AuditEntry.objects.values_list("request_id", flat=True)) == {context.request_id}
