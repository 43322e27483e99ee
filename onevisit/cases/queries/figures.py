"""What the public may know of all applications together: nobody in particular is named."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count

from onevisit.cases.models import Application


def ended_between(begin: datetime, end: datetime) -> tuple[UUID, ...]:
    """The applications whose last case ended in [begin, end), however it ended; one query."""
    rows = Application.objects.filter(ended_at__gte=begin, ended_at__lt=end)
    return tuple(rows.values_list("id", flat=True))


def most_applied(*, since: datetime, limit: int = 20) -> tuple[str, ...]:
    """The codes of the offers most often applied for since then, most first; one query."""
    rows = Application.objects.filter(submitted_at__gte=since).values_list("offer_code")
    counted = rows.annotate(n=Count("id")).order_by("-n", "offer_code")
    return tuple(code for code, _n in counted[:limit])
