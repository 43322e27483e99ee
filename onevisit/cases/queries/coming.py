"""For which applications somebody must have stood before somebody: what the ledger must show."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from onevisit.accounts.rules import Met
from onevisit.cases.models import Application, Channel, HandOut

MET = (Met.HOME.value, Met.PLACE.value)


def who_must_have_come(application_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of these: handed in at a window, result handed over at one, or a helper says that they met.
    What is still a draft counts nowhere. One query.
    """
    given = HandOut.objects.filter(case__application_id=OuterRef("id"))
    rows = Application.objects.filter(id__in=application_ids, submitted_at__isnull=False).filter(
        Q(channel=Channel.WINDOW) | Q(helped__in=MET) | Exists(given)
    )
    return frozenset(rows.values_list("id", flat=True))
