"""Registering is idempotent by code, in bulk, and on record."""

import pytest
from django.test import Client

from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.audit.models import AuditEntry
from onevisit.directory import queries, services
from onevisit.directory.rules import DepartmentDraft, PlaceKind, RegionDraft, ServicePointDraft
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid, NotFound, Refused
from tests.directory.test_rules import at
from tests.factories.places import COUNTY, make_department, make_region, make_service_point

pytestmark = pytest.mark.django_db

REGIONS = [
    RegionDraft("339921101000", "清溪镇"),
    RegionDraft("339921000000", "安澜县"),
    RegionDraft("330000000000", "浙江省"),
]


def test_a_region_hangs_under_the_nearest_one_known() -> None:
    services.register_regions(REGIONS, actor=SYSTEM)
    parents = {region.code: region.parent for region in queries.regions()}
    assert parents == {
        "330000000000": None,
        "339921000000": "330000000000",
        "339921101000": "339921000000",
    }
    assert [r.name for r in queries.regions(within="339921000000")] == ["清溪镇"]


def test_registering_again_changes_and_records_only_what_differs() -> None:
    services.register_regions(REGIONS, actor=SYSTEM)
    services.register_regions(REGIONS, actor=SYSTEM)
    assert AuditEntry.objects.count() == 3
    services.register_regions([RegionDraft("339921101000", "清溪街道")], actor=SYSTEM)
    assert AuditEntry.objects.filter(action="directory.change").count() == 1


def test_a_department_is_changed_in_place_and_keeps_its_id() -> None:
    before = make_department("market", "市场监督管理局", aliases=("工商局",), in_centre=True)
    after = make_department("market", "市场监督管理局", aliases=("工商局", "食药局"))
    assert after.id == before.id
    assert after.aliases == ("工商局", "食药局")
    assert not after.in_centre


def test_a_department_of_an_unknown_region_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        services.register_department(DepartmentDraft("x", "某局", "某局", COUNTY), actor=SYSTEM)
    assert refused.value.code == "directory.unknown_region"


def test_only_the_system_keeps_the_directory() -> None:
    with pytest.raises(Refused):
        services.register_regions(REGIONS, actor=Actor(None, "someone"))


def test_bad_hours_keep_a_service_point_out() -> None:
    make_region()
    draft = ServicePointDraft("p", "点", PlaceKind.BANK, COUNTY, "某处", hours=({"days": [9]},))
    with pytest.raises(Invalid):
        services.register_service_point(draft, actor=SYSTEM)


def test_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.department_by_code("nobody")
    with pytest.raises(NotFound):
        queries.service_point_by_code("nowhere")


def test_a_list_of_300_departments_is_a_handful_of_queries(
    django_assert_max_num_queries: object,
) -> None:
    make_region()
    drafts = [DepartmentDraft(f"d{n}", f"{n}局", f"{n}局", COUNTY) for n in range(300)]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(services.register_departments(drafts, actor=SYSTEM)) == 300


@pytest.mark.parametrize(
    ("day", "words"), [(16, "正在开放"), (21, "现在不开放")], ids=["Monday", "Saturday"]
)
def test_the_public_list_says_what_is_open_now(client: Client, day: int, words: str) -> None:
    make_service_point("centre", "安澜县政务服务中心")
    with clock.travel(at(day, "10:00")):
        page = client.get("/places/").content.decode()
    assert "安澜县政务服务中心" in page
    assert "周一至周五 09:00–17:30" in page
    assert words in page
