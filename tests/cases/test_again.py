"""The same once more for another: nothing that stays the same is typed or sent again."""

import pytest

from onevisit.cases import queries, services
from onevisit.cases.models import Application
from onevisit.cases.queries.signing import signing_digest
from onevisit.kernel.errors import Conflict, NotFound
from onevisit.kernel.types import JsonObject
from tests.factories import cases as make
from tests.factories import parties
from tests.factories.cases import County


def _document() -> JsonObject:
    """A second child: its name is another, everything else is the same."""
    return {
        **make.item_document("licence", 32),
        "name": "出生登记",
        "questions": [
            {"key": "count", "label": "生了几个？", "kind": "choice",
             "options": [{"value": "one", "label": "一个"}, {"value": "more", "label": "双胞胎"}]},
        ],
        "form": [
            {"key": "shop.name", "label": "孩子的名字"},
            {"key": "shop.note", "label": "家在哪里"},
        ],
        "again": {
            "label": "给下一个孩子再办一份",
            "when": {"==": [{"var": "count"}, "more"]},
            "other": ["shop.name"],
        },
    }  # fmt: skip


def handed_in(here: County, count: str) -> Application:
    """The first child."""
    code = parties.publish(here.departments["market"], _document())
    draft = services.start_application(
        offer_code=code, actor=here.citizen, answers={"count": count}
    )
    services.save_form(
        application_id=draft,
        values={"shop.name": "大宝", "shop.note": "溪滨路"},
        actor=here.citizen,
    )
    services.attach_file(
        application_id=draft, material="plan", upload=make.upload(), name="图.png",
        actor=here.citizen,
    )  # fmt: skip
    row = Application.objects.get(id=draft)
    services.submit(
        application_id=draft,
        actor=here.citizen,
        signed_digest=signing_digest(row),
        version=row.version,
    )
    return row


def test_for_the_second_twin_only_what_is_another_is_asked_again(here: County) -> None:
    first = handed_in(here, "more")
    receipt = queries.receipt_view(application_id=first.id, actor=here.citizen)
    assert receipt.again == "给下一个孩子再办一份"
    second = services.start_again(application_id=first.id, actor=here.citizen)
    assert services.start_again(application_id=first.id, actor=here.citizen) == second
    view = queries.draft_view(application_id=second, actor=here.citizen)
    assert second != first.id and not view.open_questions and not view.missing
    assert [problem.place for problem in view.problems] == ["shop.name"]
    files = Application.objects.get(id=second).evidence
    assert files.get().stored_object_id == first.evidence.get(material="plan").stored_object_id


def test_of_an_only_child_there_is_no_second_and_nobody_else_begins_one(here: County) -> None:
    first = handed_in(here, "one")
    with pytest.raises(Conflict, match="nothing_again"):
        services.start_again(application_id=first.id, actor=here.citizen)
    for other in (here.other_citizen, here.clerk):
        with pytest.raises(NotFound):
            services.start_again(application_id=first.id, actor=other)
