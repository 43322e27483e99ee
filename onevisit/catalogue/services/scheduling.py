"""What is planned for a day happens on it, by itself and once (docs/adr/0008)."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue.models import BundleVersion, ItemVersion, Retirement
from onevisit.catalogue.rules.versions import VersionMove, VersionState
from onevisit.catalogue.services.holding import hold, move, put_on_trail
from onevisit.catalogue.services.publishing import make_current
from onevisit.catalogue.services.retiring import confirmed_plan, retire_now
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError


def apply_plans() -> int:
    """Publish what was approved for today or before, end what was to end; how many were done.

    What cannot be published any more goes back to review with what keeps it, and waits for people.
    """
    return sum(_publish(each) for each in _due_versions()) + sum(
        _retire(each) for each in _due_retirements()
    )


def _due_versions() -> Iterator[UUID]:
    """Items before the bundles that are made of them."""
    for model in (ItemVersion, BundleVersion):
        rows = model.objects.filter(state=VersionState.APPROVED, effective_on__lte=clock.today())
        yield from list(rows.order_by("effective_on", "id").values_list("id", flat=True))


def _due_retirements() -> list[UUID]:
    rows = Retirement.objects.filter(
        confirmed_at__isnull=False, done_at=None, ended_at=None, on__lte=clock.today()
    )
    return list(rows.order_by("on", "id").values_list("id", flat=True))


@transaction.atomic
def _publish(version_id: UUID) -> bool:
    held = hold(version_id)
    version = held.version
    if version.state != VersionState.APPROVED or version.effective_on is None:
        return False  # another worker was quicker, or somebody took it back
    if version.effective_on > clock.today():
        return False
    try:
        with transaction.atomic():
            make_current(held, actor=SYSTEM)
    except DomainError as error:
        again = hold(version_id)
        move(again, VersionMove.HOLD, actor=SYSTEM, facts={"code": error.code})
        again.version.approved_by = again.version.effective_on = None
        again.version.save(update_fields=["state", "approved_by", "effective_on"])
        put_on_trail(again, "catalogue.hold", SYSTEM, reason=error.code)
        return False
    return True


@transaction.atomic
def _retire(retirement_id: UUID) -> bool:
    found = confirmed_plan(retirement_id)
    if found is None:
        return False
    plan, held = found
    retire_now(plan, held, SYSTEM)
    return True
