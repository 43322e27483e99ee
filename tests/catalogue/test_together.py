"""A bundle's versions are compared with the items they were made of, and so is what changed inside
while the bundle stood.
"""

from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.comparing import FlagKind, flags
from onevisit.kernel import clock
from tests.catalogue.conftest import COUNTY, bundle_document, item_document
from tests.catalogue.test_findings_page import browser, page
from tests.factories.publishing import OFFICER

pytestmark = pytest.mark.django_db
PAPER = {
    "key": "new_paper",
    "name": "新要的证明",
    "source": {"kind": "held"},
    "when": {"==": [{"var": "seats"}, "yes"]},
    "why_not": "不摆座位不用。",
}


def food(paper: dict[str, Any], *, promise: int) -> UUID:
    """A version of the food permit that asks for one more paper, published tomorrow."""
    source = item_document("food_permit")
    document = deepcopy(source["document"])
    document["materials"].append(paper)
    document["regime"]["promise"] = promise
    with clock.travel(clock.now() + timedelta(days=1)):
        version = services.save_item_draft(
            document,
            region=COUNTY,
            department=source["department"],
            actor=SYSTEM,
        )
        services.publish_item(version, actor=SYSTEM)
    return version


def test_what_an_item_changes_is_told_of_the_bundle_that_stands(restaurant: UUID) -> None:
    item = food(PAPER, promise=12)
    with clock.travel(clock.now() + timedelta(days=2)):
        client = browser("second", "catalogue_officer", COUNTY)
        shown = page(client, "version", restaurant)
        assert "发布以后，里面的事项变了" in shown and "从第 1 版换成第 2 版" in shown
        assert "新要的证明（" in shown and "堂食 是" in shown
        since = queries.version_view(restaurant, actor=OFFICER).since
        assert since is not None
        was, now = since.effects
        assert was.exact and was.brought and now.brought == was.brought + 1
        assert (was.promise, was.chain, now.promise, now.chain) == (10, 10, 10, 12)
        inner = queries.version_view(item, actor=OFFICER)
        assert [each.effects for each in inner.within] == [since.effects]
        assert "在一件事里" in page(client, "version", item)


def test_two_versions_are_compared_each_with_its_own_items(restaurant: UUID) -> None:
    document = bundle_document()
    document["parts"] = [each for each in document["parts"] if each["key"] != "drainage"]
    draft = services.save_bundle_draft(document, region=COUNTY, actor=SYSTEM)
    view = queries.version_view(draft, actor=OFFICER)
    assert view.together is not None and view.together.parts == ()
    was, now = view.effects or (None, None)
    assert was and now and was.brought and now.brought
    assert now.brought < was.brought and not view.flags
    assert view.other is not None
    worse = flags(view.definition, view.other, figures=(now, was))
    assert [each.kind for each in worse] == [FlagKind.MORE_TO_BRING]
    food(PAPER, promise=10)
    with clock.travel(clock.now() + timedelta(days=2)):
        services.publish_bundle(draft, actor=SYSTEM)
        after = queries.version_view(draft, actor=OFFICER)
    assert after.together is not None
    assert [each.name for each in after.together.parts] == []
