"""How regions stand to the standards, counted once a day."""

from django.db import transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue import queries
from onevisit.catalogue.models import DeviationCount, DeviationDay
from onevisit.catalogue.services.unifying import compare_everything
from onevisit.kernel import clock


def count_deviations() -> int:
    """Compare what changed since the last time and keep what stands today by region; how many
    items were compared. The last count of a day is the one that stays.
    """
    compared = compare_everything(actor=SYSTEM, only_new=True)
    with transaction.atomic():
        day, _ = DeviationDay.objects.select_for_update().update_or_create(
            on=clock.today(), defaults={"at": clock.now()}
        )
        day.counts.all().delete()
        by_region, _by_department = queries.grouped()
        DeviationCount.objects.bulk_create(
            DeviationCount(
                day=day,
                region_id=each.key,
                items=each.items,
                with_standard=each.with_standard,
                deviating=each.deviating,
                forbidden=each.forbidden,
                allowed=each.allowed,
            )
            for each in by_region
        )
    return compared
