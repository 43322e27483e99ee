"""How much somebody asks: counted in the database, for all processes together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from onevisit.accounts.models import ApiUse
from onevisit.kernel import clock

SPAN = timedelta(minutes=1)

_COUNT = """
INSERT INTO accounts_apiuse AS held (key, began_at, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN held.began_at = excluded.began_at THEN held.count + 1 ELSE 1 END,
    began_at = excluded.began_at
RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of a span's requests, and when the next span begins."""

    limit: int
    used: int
    until: datetime

    @property
    def left(self) -> int:
        """How many requests are left."""
        return max(0, self.limit - self.used)

    @property
    def spent(self) -> bool:
        """Whether this request was one too many."""
        return self.used > self.limit

    def seconds(self, now: datetime) -> int:
        """Seconds until the next span, rounded up."""
        return max(1, -int(-(self.until - now).total_seconds() // 1))


def count_use(key: str, *, limit: int) -> Budget:
    """Count one request of `key` in the present span; one statement."""
    now = clock.now()
    began = datetime.fromtimestamp(
        now.timestamp() // SPAN.total_seconds() * SPAN.total_seconds(), tz=now.tzinfo
    )
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, began])
        (used,) = cursor.fetchone() or (0,)
    return Budget(limit, int(used), began + SPAN)


def forget_uses() -> int:
    """Delete the counts of spans long gone; returns how many there were."""
    deleted, _ = ApiUse.objects.filter(began_at__lt=clock.now() - timedelta(hours=1)).delete()
    return deleted
