"""Two officers of the catalogue at the same instant: what one of them wrote is never lost."""

from dataclasses import replace
from functools import partial
from uuid import UUID, uuid4

import msgspec
import pytest

from onevisit.accounts.rules import Actor, GrantFact, Scope
from onevisit.catalogue import queries, services
from onevisit.catalogue.models import ItemVersion
from onevisit.kernel.errors import Conflict
from tests.catalogue.conftest import COUNTY, item_document
from tests.factories.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MAKER = Actor(
    user_id=uuid4(), name="温静怡", grants=(GrantFact("catalogue_officer", Scope(region=COUNTY)),)
)
OTHER = replace(MAKER, user_id=uuid4(), name="卢晓峰")


@pytest.fixture
def drafted(offices: dict[str, UUID]) -> str:
    source = item_document("small_food")
    services.save_item_draft(
        source["document"], region=COUNTY, department=source["department"], actor=MAKER
    )
    return str(source["document"]["code"])


def rename(code: str, name: str, actor: Actor = MAKER) -> object:
    """As the page sends it: the section as it was seen, and one field of it changed."""
    return services.change_draft(
        code=code,
        section="basics",
        seen=queries.draft_view(code, actor=actor).digest("basics"),
        change=lambda item: msgspec.structs.replace(item, short_name=name),
        actor=actor,
    )


def test_what_is_written_while_the_draft_is_handed_in_is_in_it_or_refused(drafted: str) -> None:
    version = queries.draft_view(drafted, actor=MAKER).version_id
    kept, handed_in = at_once(
        partial(rename, drafted, "小餐饮"),
        partial(services.submit_for_review, version, actor=MAKER),
    )
    assert handed_in is None
    row = ItemVersion.objects.get(id=version)
    if isinstance(kept, Exception):
        assert isinstance(kept, Conflict)
        assert row.document.get("short_name") != "小餐饮"
    else:
        assert row.document["short_name"] == "小餐饮"


def test_a_draft_begun_while_a_version_is_published_begins_from_that_one(drafted: str) -> None:
    rename(drafted, "小餐饮")
    version = queries.draft_view(drafted, actor=MAKER).version_id
    services.submit_for_review(version, actor=MAKER)
    published, begun = at_once(
        partial(services.approve, version, actor=OTHER),
        partial(services.begin_draft, code=drafted, actor=MAKER),
    )
    assert published is None
    if isinstance(begun, Exception):
        assert isinstance(begun, Conflict)
        begun = services.begin_draft(code=drafted, actor=MAKER)
    assert isinstance(begun, UUID)
    assert ItemVersion.objects.get(id=begun).document["short_name"] == "小餐饮"


def test_of_two_who_change_one_section_at_one_instant_the_second_is_told(drafted: str) -> None:
    seen = queries.draft_view(drafted, actor=MAKER).digest("basics")

    def change(name: str, actor: Actor) -> object:
        return services.change_draft(
            code=drafted,
            section="basics",
            seen=seen,
            change=lambda item: msgspec.structs.replace(item, short_name=name),
            actor=actor,
        )

    results = at_once(partial(change, "甲", MAKER), partial(change, "乙", OTHER))
    (told,) = (each for each in results if isinstance(each, Exception))
    assert isinstance(told, Conflict)
    assert told.code == "catalogue.section_changed"
    won = "乙" if results[0] is told else "甲"
    assert queries.draft_view(drafted, actor=MAKER).definition.short_name == won
