"""A version holds when two people have had their eyes on it, and is frozen from the first to the
second."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from onevisit.accounts.rules import SYSTEM, Actor, GrantFact, Scope
from onevisit.catalogue import services
from onevisit.catalogue.models import Item, ItemVersion, VersionEvent
from onevisit.catalogue.rules.comparing import FlagKind, flags
from onevisit.catalogue.rules.versions import TRANSITIONS, VersionMove, VersionState, moved
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from tests.catalogue import publishable
from tests.catalogue.conftest import COUNTY

pytestmark = pytest.mark.django_db
KEEPER = (GrantFact("catalogue_officer", Scope()),)
WRITER = Actor(user_id=uuid4(), name="温静怡", grants=KEEPER)
SECOND = Actor(user_id=uuid4(), name="陆一鸣", grants=KEEPER)
WORSE = (("/regime/promise", 5), ("/declared_visits", 1), ("/presence_reason", "要按指纹"))
ON_SITE = (*WORSE, ("/online_depth", "3"))


def written(*changes: tuple[str, Any], actor: Actor = WRITER) -> UUID:
    return services.save_item_draft(
        publishable.changed(publishable.ITEM, changes),
        region=COUNTY,
        department="market",
        actor=actor,
    )


def in_review(*changes: tuple[str, Any]) -> UUID:
    version = written(*changes)
    services.submit_for_review(version, note="改名称", actor=WRITER)
    return version


def standing() -> UUID:
    """The item as it holds, from a file."""
    version = written(actor=SYSTEM)
    services.publish_item(version, actor=SECOND)
    return version


def state(version: UUID) -> str:
    return ItemVersion.objects.get(id=version).state


def test_two_people_make_a_version_hold(offices: dict[str, UUID]) -> None:
    first = standing()
    version = in_review(("/name", "摊贩登记"))
    services.approve(version, note="核对过依据", actor=SECOND)
    assert (state(first), state(version)) == ("retired", "published")
    told = VersionEvent.objects.filter(number=2).values_list("move", "by_name", "reason")
    assert list(told.order_by("id")) == [
        ("submit", "温静怡", "改名称"),
        ("publish", "陆一鸣", "核对过依据"),
    ]
    assert Item.objects.get().current_id == version


@pytest.mark.parametrize("hand", ["wrote", "changed", "submitted"])
def test_nobody_approves_what_they_had_a_hand_in(offices: dict[str, UUID], hand: str) -> None:
    version = written(actor=SECOND if hand == "wrote" else WRITER)
    if hand == "changed":
        written(("/name", "甲"), actor=SECOND)
    written(("/name", "摊贩登记"))
    services.submit_for_review(version, actor=SECOND if hand == "submitted" else WRITER)
    with pytest.raises(Refused, match=r"catalogue\.own_draft"):
        services.approve(version, actor=SECOND)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        ItemVersion.objects.filter(id=version).update(
            state="published", published_at=clock.now(), published_by=SECOND.user_id
        )
    services.approve(version, actor=replace(SECOND, user_id=uuid4()))
    assert state(version) == "published"


def test_what_a_person_wrote_is_not_published_past_the_review(offices: dict[str, UUID]) -> None:
    version = written()
    for actor in (WRITER, SECOND, SYSTEM):
        with pytest.raises(Refused, match=r"catalogue\.review_needed"):
            services.publish_item(version, actor=actor)
    services.submit_for_review(version, actor=WRITER)
    with pytest.raises(Conflict, match=r"catalogue\.version_not_draft"):
        services.publish_item(version, actor=SECOND)
    with pytest.raises(Refused, match=r"catalogue\.approval_needs_name"):
        services.approve(version, actor=SYSTEM)


def test_in_review_the_document_is_frozen(offices: dict[str, UUID]) -> None:
    version = in_review()
    with pytest.raises(Conflict, match=r"catalogue\.version_in_review"):
        written(("/name", "甲"))
    for change in ("digest = 'x'", "document = '{}'", "hands = '[]'"):
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            _sql(f"UPDATE catalogue_itemversion SET {change} WHERE id = '{version}'")
    with pytest.raises(IntegrityError, match="cannot be deleted"), transaction.atomic():
        _sql(f"DELETE FROM catalogue_itemversion WHERE id = '{version}'")


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("back", "by"), [(services.send_back, SECOND), (services.take_back, WRITER)]
)
def test_a_draft_comes_back_with_a_reason(
    offices: dict[str, UUID], back: Callable[..., None], by: Actor
) -> None:
    version = in_review()
    with pytest.raises(Invalid, match=r"catalogue\.review_reason"):
        back(version, reason=" ", actor=by)
    back(version, reason="依据写错了", actor=by)
    with pytest.raises(Conflict, match=r"catalogue\.version_elsewhere"):
        services.approve(version, actor=SECOND)
    assert written(("/name", "甲")) == version
    assert VersionEvent.objects.order_by("-id")[0].reason == "依据写错了"


def test_each_flagged_change_takes_a_reason_that_stays(offices: dict[str, UUID]) -> None:
    standing()
    version = in_review(*ON_SITE)
    reasons = {"visits_raised": "指纹只能当面采", "promise_raised": " "}
    with pytest.raises(Invalid) as refusal:
        services.approve(version, reasons=reasons, actor=SECOND)
    assert (refusal.value.code, refusal.value.facts["kinds"]) == (
        "catalogue.flags_unanswered",
        "promise_raised",
    )
    services.approve(version, reasons={**reasons, "promise_raised": "要会商"}, actor=SECOND)
    told = VersionEvent.objects.get(number=2, move="publish").facts["flags"]
    assert told == [
        {"kind": "visits_raised", "was": "0", "now": "1", "reason": "指纹只能当面采"},
        {"kind": "promise_raised", "was": "3", "now": "5", "reason": "要会商"},
    ]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ([("/level", "3")], FlagKind.LEVEL_RAISED),
        ([("/national/area", "4")], FlagKind.AREA_NARROWED),
        ([("/delegation", {"accept": False, "decide": True})], FlagKind.ACCEPT_WITHDRAWN),
        ([("/delegation", {"accept": True, "decide": False})], FlagKind.DECIDE_WITHDRAWN),
        ([("/regime/legal", 30)], FlagKind.LEGAL_RAISED),
        (
            [("/regime/unit", "自然日"), ("/regime/promise", 5), ("/regime/legal", 28)],
            FlagKind.PROMISE_RAISED,
        ),
        ([("/declared_visits", None)], FlagKind.VISITS_RAISED),
    ],
)
def test_what_is_worse_is_flagged_and_its_way_back_is_not(
    changes: list[tuple[str, Any]], kind: FlagKind
) -> None:
    wide = (("/delegation", {"accept": True, "decide": True}), ("/national", {"area": "3"}))
    before, after = publishable.item(*wide), publishable.item(*wide, *changes)
    assert [each.kind for each in flags(before, after)] == [kind]
    assert flags(after, before) == []
    assert flags(None, after) == []


def test_a_plan_ahead_waits_and_can_be_taken_back(offices: dict[str, UUID]) -> None:
    version = in_review()
    today = clock.today()
    for wrong in (today - timedelta(days=1), today + timedelta(days=400)):
        with pytest.raises(Invalid, match=r"catalogue\.effective_past"):
            services.approve(version, effective_on=wrong, actor=SECOND)
    services.approve(version, effective_on=today + timedelta(days=9), actor=SECOND)
    assert state(version) == "approved"
    with pytest.raises(Conflict):
        written(("/name", "甲"))
    services.send_back(version, reason="日子没定", actor=WRITER)
    kept = ItemVersion.objects.get(id=version)
    assert (kept.state, kept.effective_on, kept.approved_by) == ("draft", None, None)


def test_only_who_may_submits_and_approves(offices: dict[str, UUID]) -> None:
    version = written()
    elsewhere = replace(
        SECOND, grants=(GrantFact("catalogue_officer", Scope(None, "440000000000")),)
    )
    for actor in (replace(WRITER, grants=()), elsewhere):
        for verb in (services.submit_for_review, services.approve):
            with pytest.raises(Refused, match=r"accounts\.not_permitted"):
                verb(version, actor=actor)
        with pytest.raises(Refused, match=r"accounts\.not_permitted"):
            services.send_back(version, reason="x", actor=actor)


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(offices: dict[str, UUID]) -> None:
    version = in_review()

    def answer(verb: Callable[[], None]) -> str:
        try:
            verb()
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    third = replace(SECOND, user_id=uuid4(), name="第三人")
    verbs = [
        lambda: services.approve(version, actor=SECOND),
        lambda: services.send_back(version, reason="再看看", actor=third),
    ]
    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(answer, verbs))
    assert found == ["catalogue.version_elsewhere", "done"]


def test_the_table_of_moves_ends_in_retirement() -> None:
    """From every state there is a way to the end, and none out of it."""
    reached = {VersionState.RETIRED}
    for _ in TRANSITIONS:
        reached |= {before for (before, _), after in TRANSITIONS.items() if after in reached}
    assert reached == set(VersionState)
    for move in VersionMove:
        with pytest.raises(Conflict):
            moved(VersionState.RETIRED, move)
