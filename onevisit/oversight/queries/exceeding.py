"""What takes more visits than it declares: the finding for who keeps it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache as once

from django.core.cache import cache
from django.utils.translation import gettext as _

from onevisit.catalogue.rules.publishing import Asked, Check, Hit
from onevisit.kernel import clock
from onevisit.oversight.queries.figures import asked as rows_of
from onevisit.oversight.queries.figures import instants, rule_params
from onevisit.oversight.queries.statements import VISITS, composed
from onevisit.oversight.rules import FEW, Days

RULE = "visits_exceeded"
KEPT = "oversight.counted_visits"
LATELY = 90
_COUNTED = composed(
    """
WITH closed AS MATERIALIZED (
    SELECT a.id, a.offer_code, a.channel, a.helped FROM cases_application AS a
    WHERE a.ended_at >= %(begin)s AND a.ended_at < %(end)s
), {visits}
SELECT f.offer_code, f.visits::int, count(*) FROM facts AS f
WHERE f.visits IS NOT NULL GROUP BY f.offer_code, f.visits""",
    visits=VISITS,
)

Counts = dict[str, dict[int, int]]
"""By the code of what was applied for: how many ended applications took so many visits."""


def counted_lately() -> Counts:
    """Of what ended in the last 90 days. One statement."""
    today = clock.today()
    begin, end = instants(Days(today - timedelta(days=LATELY - 1), today))
    found: Counts = {}
    for code, visits, number in rows_of(_COUNTED, rule_params() | {"begin": begin, "end": end}):
        found.setdefault(code, {})[visits] = number
    return found


def kept_counts() -> Counts:
    """As they were counted last; nothing before they first were."""
    found: Counts = cache.get(KEPT) or {}
    return found


def begin_check() -> Check:
    """The publish rule that people come as often as is declared, from `FEW` applications on."""
    counts = once(kept_counts)

    def check(asked: Asked) -> Iterator[tuple[str, Hit]]:
        declared = asked.offer.declared_visits
        if declared is not None:
            yield from _exceeded(declared, counts().get(asked.offer.code, {}))

    return check


def _exceeded(declared: int, seen: Mapping[int, int]) -> Iterator[tuple[str, Hit]]:
    over = sum(number for visits, number in seen.items() if visits > declared)
    if over >= FEW:
        told = _("声明 %(declared)s 次，近 %(days)s 天的 %(all)s 件里有 %(over)s 件跑得更多") % {
            "declared": declared,
            "days": LATELY,
            "all": sum(seen.values()),
            "over": over,
        }
        yield RULE, Hit("/declared_visits", told)
