"""The same once more for another: nothing that stays the same is typed or sent again."""

import pytest
from django.urls import reverse

from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.rulings import Ruling, RulingDraft, Way
from onevisit.hall import queries as hall
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, NotFound
from onevisit.kernel.types import JsonObject
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories import parties
from tests.factories.cases import County
from tests.portal.staff import browser, page


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


def partly_refused(here: County) -> Application:
    """Of four parts the sign was refused and the drain returned by the applicant; two are done."""
    application = make.submitted(here, area=80)
    for part in ("licence", "food"):
        make.decide(here, make.case_of(application, part))
    services.withdraw(case_id=make.case_of(application, "drain").id, actor=here.citizen)
    make.decide(here, make.case_of(application, "sign"), "refuse", "招牌挡住了通道。")
    application.refresh_from_db()
    return application


def test_the_one_part_that_failed_is_applied_for_again_and_nothing_is_asked(here: County) -> None:
    first = partly_refused(here)
    assert first.state == "ended"
    sign = make.case_of(first, "sign")
    citizen = browser(here.citizen)
    there = reverse("portal:affair_again", args=[first.number, sign.id])
    assert there in page(citizen, "portal:affair", first.number)
    draft_id = Application.objects.get(id=citizen.post(there)["Location"].split("/")[-2]).id
    assert services.apply_again(case_id=sign.id, actor=here.citizen) == draft_id
    view = queries.draft_view(application_id=draft_id, actor=here.citizen)
    assert not (view.open_questions or view.missing or view.problems or view.differences)
    draft = Application.objects.get(id=draft_id)
    services.submit(
        application_id=draft_id,
        actor=here.citizen,
        signed_digest=signing_digest(draft),
        version=draft.version,
    )
    case = Case.objects.get(application=draft)
    assert (case.name, case.item_version_id) == (sign.name, sign.item_version_id)
    make.decide(here, case)
    assert case.state == "delivered"
    for application in (first, draft):
        assert hall.visits_of(application.id).count == 0
    view = queries.status_view(application_id=first.id, actor=here.citizen)
    assert {each.part: str(each.state) for each in view.cases} == {
        "licence": "delivered",
        "food": "delivered",
        "sign": "refused",
        "drain": "withdrawn",
    }
    assert_whole()


def test_what_runs_or_was_granted_or_is_anothers_is_not_applied_for_again(here: County) -> None:
    first = partly_refused(here)
    with pytest.raises(Conflict, match="nothing_failed"):
        services.apply_again(case_id=make.case_of(first, "food").id, actor=here.citizen)
    sign = make.case_of(first, "sign")
    for other in (here.other_citizen, here.officer(sign)):
        with pytest.raises(NotFound):
            services.apply_again(case_id=sign.id, actor=other)
    services.record_ruling(
        case_id=sign.id,
        ruling=RulingDraft(Way.REVIEW, Ruling.AGAIN, "县政府", "8号", clock.today(), 10),
        words="重新审查。",
        actor=here.officer(sign),
    )
    with pytest.raises(Conflict, match="nothing_failed"):
        services.apply_again(case_id=sign.id, actor=here.citizen)
