"""What was reported long ago names nobody here any more: the case itself is the record."""

from django.db import transaction

from onevisit.kernel import clock
from onevisit.reporting.models import Batch
from onevisit.reporting.rules.changes import KEPT

AT_ONCE = 50


def forget() -> int:
    """Clear away what batches say of people, some time after their last answer; which rows went and
    what was answered stays. Returns how many batches. Safe at any time.
    """
    now = clock.now()
    old = Batch.objects.filter(answered_at__lte=now - KEPT, forgotten_at=None)
    ids = list(old.order_by("number").values_list("id", flat=True)[:AT_ONCE])
    for batch_id in ids:
        with transaction.atomic():
            batch = Batch.objects.select_for_update().get(id=batch_id)
            batch.entries.update(cells_sealed=None)
            batch.forgotten_at = now
            batch.save(update_fields=["forgotten_at"])
    return len(ids)
