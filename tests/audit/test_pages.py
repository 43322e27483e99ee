"""The audit page: for those who may, without personal data, page by page."""

from uuid import uuid4

import pytest
from django.test import Client

from onevisit.accounts import services
from onevisit.accounts.rules import SYSTEM, PersonField, UnmaskReason
from onevisit.audit.models import AccessEntry
from onevisit.audit.rules import Act
from onevisit.audit.services import record_many
from tests.factories.people import fresh_id_number, make_person, make_staff, make_user, staff_actor

pytestmark = pytest.mark.django_db
PAGES = ("/audit/", "/audit/access/")


@pytest.mark.parametrize("path", PAGES)
def test_who_may_read_the_trail(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    for role, status in (("supervisor", 200), ("admin", 200), ("clerk", 403), ("approver", 403)):
        client.force_login(make_staff(role))
        assert client.get(path).status_code == status
    client.force_login(make_user())
    assert client.get(path).status_code == 404


def test_a_refusal_is_logged_with_its_path_but_without_its_query(client: Client) -> None:
    clerk = make_staff("clerk")
    client.force_login(clerk)
    client.get("/audit/", {"who": "13905701234"})
    entry = AccessEntry.objects.get(kind="refused")
    assert (entry.what, entry.target_id) == ("accounts.not_permitted", "/audit/")
    assert entry.actor_user_id == clerk.id


def test_the_pages_show_no_personal_data(client: Client) -> None:
    number = fresh_id_number()
    person = make_person("陈一岚", id_number=number, phone="13905701234")
    services.unmask(
        person_id=person.id,
        field=PersonField.ID_NUMBER,
        reason=UnmaskReason.CONTACT,
        actor=staff_actor("clerk"),
    )
    make_user("陈一岚", person_id=person.id)
    client.force_login(make_staff("supervisor"))
    for path in PAGES:
        page = client.get(path).content.decode()
        assert "登记人员" in page or "看完整号码" in page
        assert number not in page
        assert "13905701234" not in page
        assert "陈一岚" not in page


def test_every_entry_is_reached_by_paging(client: Client) -> None:
    acts = [Act("directory.register", "directory.thing", f"thing-{n:03}") for n in range(120)]
    record_many(acts, actor=SYSTEM)
    client.force_login(make_staff("supervisor"))
    url: str | None = "/audit/?action=directory.register"
    seen: list[str] = []
    pages = 0
    while url:
        answer = client.get(url)
        rows = answer.context["rows"]
        seen += [row.target_id for row in rows if row.target_name == "directory.thing"]
        url, pages = answer.context["next_url"], pages + 1
    assert sorted(seen) == [act.target_id for act in acts]
    assert pages == 3


def test_filters_narrow_by_who_what_when_and_target(client: Client) -> None:
    target = uuid4()
    record_many(
        [Act("vault.put", "vault.object", target)], actor=staff_actor("clerk", name="郑小满")
    )
    client.force_login(make_staff("supervisor"))

    def found(query: str) -> set[str]:
        return {row.target_id for row in client.get(f"/audit/?{query}").context["rows"]}

    assert found("who=郑小") == {str(target)}
    assert found("action=vault.put") == {str(target)}
    assert found(f"target={target}") == {str(target)}
    assert str(target) in found("since=2020-01-01")
    assert found("until=2020-01-01") == set()


@pytest.mark.parametrize("query", ["since=yesterday", "until=0001-01-01", "before=x", "before=-1"])
def test_an_unreadable_filter_is_said_so(client: Client, query: str) -> None:
    client.force_login(make_staff("supervisor"))
    assert client.get(f"/audit/?{query}").status_code == 400


def test_a_page_costs_the_same_however_long_it_is(
    client: Client, django_assert_max_num_queries: object
) -> None:
    record_many([Act("vault.put", "vault.object", uuid4()) for _ in range(200)], actor=SYSTEM)
    client.force_login(make_staff("supervisor"))
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get("/audit/")


def test_each_answer_carries_the_id_of_its_request(client: Client) -> None:
    client.force_login(make_staff("clerk"))
    answer = client.get("/audit/")
    assert AccessEntry.objects.get(kind="refused").request_id == answer["X-Request-ID"]
