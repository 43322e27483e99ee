"""The county's catalogue keeps the publish rules, and its keeper has something to see."""

import pytest

from demo import content
from onevisit.accounts.queries import actor_by_username
from onevisit.catalogue import queries
from onevisit.catalogue.models import Bundle, Item
from onevisit.catalogue.rules.publishing import RULES, Severity


@pytest.mark.usefixtures("county")
def test_nothing_of_the_county_blocks_and_its_keeper_has_let_one_finding_go() -> None:
    rows = [*Item.objects.all(), *Bundle.objects.all()]
    found = {rule for row in rows for rule in row.findings or ()}
    assert found
    assert {rule for rule in found if RULES[rule].severity is Severity.BLOCK} == set()
    keeper = actor_by_username("catalogue")
    days = queries.findings_by_department(keeper).days
    assert len(days) == 6
    assert (days[0].tally.waived, days[-1].tally.waived) == (1, 0)
    assert days[0].tally.warn == days[-1].tally.warn - 1
    view = queries.findings_of_thing(content.offer_codes()["sign"], actor=keeper)
    assert [line.rule for line in view.waivers] == ["material_deferred_too_long"]
