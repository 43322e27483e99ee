"""What is planned for a day happens on it, once; what is ended is ended by two and comes back."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from django.db import IntegrityError, transaction

from onevisit.catalogue import queries, services
from onevisit.catalogue.models import Item, ItemVersion, Retirement, VersionEvent
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.publishing import Finding, item_findings
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.catalogue import publishable
from tests.catalogue.test_review import SECOND, WRITER, in_review, standing, state

pytestmark = pytest.mark.django_db
CODE = publishable.ITEM["code"]


def later(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def slower(item: ItemDefinition) -> ItemDefinition:
    return msgspec.structs.replace(item, regime=msgspec.structs.replace(item.regime, promise=5))


def propose(days: int = 0) -> UUID:
    return services.propose_retirement(
        code=CODE, on=clock.today() + timedelta(days=days), reason="法规已废止", actor=WRITER
    )


def test_an_approved_version_holds_from_its_day_and_is_published_once(
    offices: dict[str, UUID],
) -> None:
    first = standing()
    version = in_review(("/name", "摊贩登记"))
    services.approve(version, effective_on=clock.today() + timedelta(days=9), actor=SECOND)
    with clock.travel(later(8)):
        assert services.apply_plans() == 0
    with clock.travel(later(9)):
        assert (services.apply_plans(), services.apply_plans()) == (1, 0)
    assert (state(first), state(version)) == ("retired", "published")
    assert ItemVersion.objects.get(id=version).published_by == SECOND.user_id


def test_what_cannot_be_published_on_its_day_goes_back_to_people(offices: dict[str, UUID]) -> None:
    standing()
    version = in_review(("/name", "摊贩登记"))
    services.approve(version, effective_on=clock.today() + timedelta(days=9), actor=SECOND)
    with pytest.MonkeyPatch.context() as patch, clock.travel(later(9)):
        patch.setattr("onevisit.catalogue.queries.all_findings", _blocked)
        assert services.apply_plans() == 0
    assert state(version) == "in_review"
    held = VersionEvent.objects.order_by("-id")[0]
    assert (held.move, held.facts) == ("hold", {"code": "catalogue.publish_refused"})


def _blocked(_version: object) -> tuple[Finding, ...]:
    """A rule that was not there when it was approved."""
    return item_findings(publishable.item(("/texts/complaint_phone", "0580-5550111")))


def test_two_people_end_an_item_on_its_day(offices: dict[str, UUID]) -> None:
    version = standing()
    plan = propose(3)
    with pytest.raises(Conflict, match=r"catalogue\.already_retiring"):
        propose(4)
    with pytest.raises(Refused, match=r"catalogue\.own_retirement"):
        services.confirm_retirement(plan, actor=WRITER)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        Retirement.objects.update(confirmed_by=WRITER.user_id, confirmed_at=clock.now())
    with clock.travel(later(5)):
        assert services.apply_plans() == 0  # nobody has confirmed it
    services.confirm_retirement(plan, actor=SECOND)
    assert queries.pinned_offer(CODE).item_version_id == version
    with clock.travel(later(3)):
        assert (services.apply_plans(), services.apply_plans()) == (1, 0)
    assert state(version) == "retired"
    with pytest.raises(NotFound, match=r"catalogue\.no_such_offer"):
        queries.pinned_offer(CODE)


def test_a_plan_can_be_called_off_with_a_reason(offices: dict[str, UUID]) -> None:
    standing()
    plan = propose(3)
    services.confirm_retirement(plan, actor=SECOND)
    with pytest.raises(Invalid, match=r"catalogue\.review_reason"):
        services.cancel_retirement(plan, reason="", actor=SECOND)
    services.cancel_retirement(plan, reason="改了主意", actor=SECOND)
    with clock.travel(later(3)):
        assert services.apply_plans() == 0
    with pytest.raises(NotFound, match=r"catalogue\.no_such_retirement"):
        services.confirm_retirement(plan, actor=SECOND)


def test_what_was_ended_comes_back_through_the_review_with_a_flag(
    offices: dict[str, UUID],
) -> None:
    standing()
    with pytest.raises(Conflict, match=r"catalogue\.not_retired"):
        services.revive(code=CODE, reason="恢复", actor=WRITER)
    services.confirm_retirement(propose(), actor=SECOND)
    version = services.revive(code=CODE, reason="省里又下放了", actor=WRITER)
    services.change_draft(
        code=CODE,
        section="limits",
        seen=queries.draft_view(CODE, actor=WRITER).digest("limits"),
        change=slower,
        actor=WRITER,
    )
    services.submit_for_review(version, actor=WRITER)
    with pytest.raises(Invalid) as refusal:
        services.approve(version, actor=SECOND)
    assert refusal.value.facts["kinds"] == "revived, promise_raised"
    reasons = {"revived": "省里又下放了", "promise_raised": "要会商"}
    services.approve(version, reasons=reasons, actor=SECOND)
    assert Item.objects.get().current_id == version
    assert Retirement.objects.get().ended_at is not None


def test_an_item_that_a_bundle_is_made_of_is_not_ended(restaurant: UUID) -> None:
    code = queries.pinned_offer("YJS-339921-001").pins["food"].code
    with pytest.raises(Refused, match=r"catalogue\.bundle_needs_item"):
        services.propose_retirement(code=code, on=clock.today(), reason="x", actor=WRITER)
