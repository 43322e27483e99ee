"""Persons and organisations: registered once, sealed at rest, shown masked."""

from uuid import uuid4

import pytest
from django.db import connection

from onevisit.accounts import queries, services
from onevisit.accounts.models import Person
from onevisit.accounts.rules import (
    ANONYMOUS,
    SYSTEM,
    IdKind,
    OrganisationDraft,
    PersonDraft,
    PersonField,
    RepresentationRole,
    UnmaskReason,
)
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.audit.services import request_context
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from tests.factories.people import (
    citizen_actor,
    fresh_id_number,
    fresh_uscc,
    make_organisation,
    make_person,
    staff_actor,
)

pytestmark = pytest.mark.django_db
PHONE = "13905701234"


def codes(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def test_the_same_number_is_the_same_person() -> None:
    number = fresh_id_number()
    first = make_person("陈一岚", id_number=number)
    again = services.register_person(PersonDraft("陈一岚", f" {number.lower()} "), actor=SYSTEM)
    assert again == first.id
    assert AuditEntry.objects.filter(action="accounts.register_person").count() == 1


def test_another_name_for_a_registered_number_is_a_conflict_that_tells_no_name() -> None:
    number = fresh_id_number()
    make_person("陈一岚", id_number=number)
    with pytest.raises(Conflict) as refused:
        make_person("李二", id_number=number)
    assert codes(refused) == "accounts.name_differs"
    assert not refused.value.facts


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("33992119900314001", "codes.resident_id_length"),
        ("33992119901314001X", "codes.resident_id_birth"),
        ("339921199003140019", "codes.resident_id_checksum"),
    ],
)
def test_a_wrong_number_is_refused_at_its_field(number: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.register_person(PersonDraft("陈一岚", number), actor=SYSTEM)
    assert codes(refused) == code
    assert refused.value.field == "id_number"


def test_a_passport_is_kept_apart_from_resident_ids() -> None:
    draft = PersonDraft("Anna Li", "e1234567", IdKind.PASSPORT)
    person_id = services.register_person(draft, actor=SYSTEM)
    summary = queries.person_summaries([person_id])[person_id]
    assert summary.masked_id_number == "********"
    assert summary.birth_year is None
    with pytest.raises(Invalid):
        services.register_person(PersonDraft("A", "№1", IdKind.PASSPORT), actor=SYSTEM)


def test_lists_show_people_masked() -> None:
    summary = make_person("陈一岚", phone=PHONE)
    assert summary.masked_name == "陈*岚"
    assert summary.masked_phone == "139****1234"
    assert summary.masked_id_number.startswith("3399**********")


def test_a_missing_phone_is_filled_in_and_a_known_one_kept() -> None:
    number = fresh_id_number()
    first = make_person("陈一岚", id_number=number)
    assert first.masked_phone == ""
    assert make_person("陈一岚", id_number=number, phone=PHONE).masked_phone == "139****1234"
    assert make_person("陈一岚", id_number=number, phone="13800001111").masked_phone.endswith(
        "1234"
    )


def test_the_same_person_twice_in_one_batch_is_registered_once() -> None:
    number = fresh_id_number()
    drafts = [PersonDraft("陈一岚", number), PersonDraft("陈一岚", number)]
    first, second = services.register_persons(drafts, actor=SYSTEM)
    assert first == second


def test_twenty_persons_cost_a_handful_of_queries(django_assert_max_num_queries: object) -> None:
    drafts = [PersonDraft(f"人{n}", fresh_id_number(), phone=PHONE) for n in range(20)]
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        services.register_persons(drafts, actor=SYSTEM)


def test_no_number_lies_in_clear_in_any_column_of_any_table() -> None:
    number = fresh_id_number()
    person = make_person("陈一岚", id_number=number, phone=PHONE)
    clerk = staff_actor("clerk")
    with request_context("192.0.2.1"):
        services.find_person_by_id_number(number, actor=clerk)
        for field in PersonField:
            services.unmask(
                person_id=person.id, field=field, reason=UnmaskReason.CONTACT, actor=clerk
            )
    assert AccessEntry.objects.count() == 3
    for place, text in everything_stored():
        assert number not in text, place
        assert PHONE not in text, place
        assert number.encode().hex() not in text, place
        assert PHONE.encode().hex() not in text, place


def everything_stored() -> list[tuple[str, str]]:
    """All rows of all tables as text: (table, row)."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [(table, row) for (row,) in cursor.fetchall()]
    return found


def test_sealed_fields_do_not_open_in_another_row() -> None:
    one, other = make_person("甲"), make_person("乙")
    row = Person.objects.get(id=one.id)
    Person.objects.filter(id=other.id).update(id_number_sealed=row.id_number_sealed)
    with pytest.raises(Exception, match="not sealed for this place"):
        queries.person_summaries([other.id])


def test_a_look_up_is_for_those_who_register_people_and_is_logged() -> None:
    number = fresh_id_number()
    person = make_person("陈一岚", id_number=number)
    found = services.find_person_by_id_number(number, actor=staff_actor("clerk"))
    assert found is not None
    assert found.id == person.id
    assert AccessEntry.objects.get().subject_person_id == person.id
    assert services.find_person_by_id_number(fresh_id_number(), actor=staff_actor("clerk")) is None
    for outsider in (citizen_actor(), staff_actor("approver"), ANONYMOUS):
        with pytest.raises(Refused):
            services.find_person_by_id_number(number, actor=outsider)


def test_a_number_is_unmasked_on_record_for_who_may() -> None:
    number = fresh_id_number()
    person = make_person("陈一岚", id_number=number, phone=PHONE)
    reason = UnmaskReason.VERIFY_IDENTITY

    def unmask(actor: object) -> str:
        return services.unmask(
            person_id=person.id,
            field=PersonField.ID_NUMBER,
            reason=reason,
            actor=actor,  # type: ignore[arg-type]
        )

    assert unmask(staff_actor("clerk")) == number
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.what, entry.reason) == ("unmask", "person.id_number", reason.value)
    assert entry.subject_person_id == person.id
    for outsider in (citizen_actor("李二"), staff_actor("supervisor"), ANONYMOUS):
        with pytest.raises(NotFound):
            unmask(outsider)
    assert AccessEntry.objects.count() == 1


def test_persons_see_their_own_number_and_change_their_own_phone() -> None:
    actor = citizen_actor()
    assert actor.person_id is not None
    own = queries.own_person(actor.person_id)
    assert own.id_number not in repr(own)
    services.change_phone(person_id=actor.person_id, phone=PHONE, actor=actor)
    assert queries.own_person(actor.person_id).phone == PHONE
    services.change_phone(person_id=actor.person_id, phone="", actor=actor)
    assert queries.own_person(actor.person_id).phone == ""
    with pytest.raises(NotFound):
        services.change_phone(person_id=make_person("甲").id, phone=PHONE, actor=actor)


def test_an_organisation_whose_code_fails_its_check_needs_an_override() -> None:
    wrong = fresh_uscc()
    wrong = wrong[:-1] + ("A" if wrong[-1] != "A" else "B")
    with pytest.raises(Invalid) as refused:
        make_organisation(uscc=wrong)
    assert codes(refused) == "accounts.uscc_check_failed"
    draft = OrganisationDraft("某店", wrong, override=True)
    organisation_id = services.register_organisation(draft, actor=SYSTEM)
    assert not queries.organisation_by_id(organisation_id).uscc_checked


def test_an_organisation_is_registered_once_and_keeps_its_name() -> None:
    uscc = fresh_uscc()
    first = make_organisation("甲公司", uscc=uscc)
    assert make_organisation("甲公司", uscc=uscc.lower()).id == first.id
    with pytest.raises(Conflict):
        make_organisation("乙公司", uscc=uscc)
    assert queries.organisation_by_id(first.id).name == "甲公司"


def test_the_right_to_act_begins_and_ends() -> None:
    person, organisation = make_person("甲"), make_organisation()
    appointment = {
        "person_id": person.id,
        "organisation_id": organisation.id,
        "role": RepresentationRole.AGENT,
        "actor": SYSTEM,
    }
    services.appoint(**appointment)  # type: ignore[arg-type]
    services.appoint(**appointment)  # type: ignore[arg-type]
    assert AuditEntry.objects.filter(action="accounts.appoint").count() == 1
    assert queries.represents(person.id, organisation.id)
    assert [r.organisation.id for r in queries.organisations_of(person.id)] == [organisation.id]
    assert queries.representatives_of(organisation.id) == {person.id: RepresentationRole.AGENT}
    services.end_representation(**appointment)  # type: ignore[arg-type]
    assert not queries.represents(person.id, organisation.id)
    with pytest.raises(NotFound):
        services.end_representation(**appointment)  # type: ignore[arg-type]


def test_registering_needs_the_permission() -> None:
    with pytest.raises(Refused):
        services.register_person(PersonDraft("甲", fresh_id_number()), actor=citizen_actor())
    with pytest.raises(Refused):
        services.appoint(
            person_id=uuid4(),
            organisation_id=uuid4(),
            role=RepresentationRole.AGENT,
            actor=staff_actor("approver"),
        )
