"""The county's public lists for programs: whole, by pages, and only what is asked for."""

import pytest

from onevisit.catalogue import queries
from onevisit.catalogue.queries import Derived
from tests.api.programs import Program, told
from tests.factories import standards
from tests.factories.cases import County


@pytest.mark.parametrize("which", ["notice", "zero"])
def test_a_list_is_paged_through_without_loss(here: County, which: str) -> None:
    guest, found, cursor = Program(""), list[str](), ""
    while cursor is not None:
        page = told(guest.get(f"/catalogue/lists/{which}?limit=2&cursor={cursor}"))
        found += [row["code"] for row in page["items"]]
        cursor = page["next"]
    assert found == [each.code for each in queries.derived_list(Derived(which), limit=100)]
    assert len(found) > 2 or which == "zero"


def test_powers_come_with_their_duties_and_by_department(here: County) -> None:
    standards.power("330131001000")
    guest = Program("")
    (row,) = told(guest.get("/catalogue/registers/powers?q=市场&department=market"))["items"]
    assert (row["code"], row["values"]["kind"]) == ("330131001000", "07")
    assert [each["name"] for each in row["duties"]] == ["审查"]
    assert told(guest.get("/catalogue/registers/powers?q=无"))["items"] == []
    assert guest.get("/catalogue/registers/powers?department=nobody").status_code == 404
    other = told(guest.get("/catalogue/lists/notice?limit=1"))["next"]
    assert guest.get(f"/catalogue/lists/zero?cursor={other}").status_code == 422
