"""Figures are worked out for all who look, and anew beside them: adding up a month of a large
county takes seconds, which nobody who only looks should wait for.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from onevisit.kernel import clock
from onevisit.oversight.access import Reach
from onevisit.oversight.queries import (
    Figures,
    compared_with,
    counted_rows,
    figure_rows,
    figures_of,
)
from onevisit.oversight.rules import Days, Period
from onevisit.oversight.rules.comparing import Compared

_FORM = 6
"""Counts up when the rows change their form."""
_WISHED = f"oversight.{_FORM}.wished"
Kept = tuple[str, Any]
"""When it was worked out, and the rows."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Who looks when they are older than `fresh` is shown them, and they are worked out anew by the
    worker; nobody is shown what is older than `shown`.
    """

    work: Callable[[Reach, Any], Any]
    fresh: timedelta
    shown: timedelta


_KINDS: Mapping[str, _Kind] = {
    "figures": _Kind(figure_rows, timedelta(minutes=5), timedelta(hours=1)),
    "counted": _Kind(counted_rows, timedelta(hours=1), timedelta(hours=12)),
}


def kept_figures(reach: Reach, of: Period) -> tuple[Figures, datetime]:
    """The figures, and when they were worked out."""
    at, rows = _kept("figures", reach, of)
    return figures_of(rows), at


def kept_compared(reach: Reach, days: Days) -> tuple[tuple[Compared, ...], datetime]:
    """Declared, computed and counted visits, and when those that are counted were. What is
    published is read each time.
    """
    at, counts = _kept("counted", reach, days)
    return compared_with(counts, reach), at


def renew_figures() -> int:
    """Work out anew what was looked at and is no longer fresh; how much that was. What a killed
    worker leaves undone is wished for by the next who looks.
    """
    wished: dict[str, tuple[str, Reach, Any]] = cache.get(_WISHED) or {}
    cache.delete(_WISHED)
    for name, reach, of in wished.values():
        _worked_out(name, reach, of)
    return len(wished)


def _kept(name: str, reach: Reach, of: Period | Days) -> tuple[datetime, Any]:
    kind, now = _KINDS[name], clock.now()
    kept: Kept | None = cache.get(_key(name, reach, of))
    if kept is None or now - datetime.fromisoformat(kept[0]) >= kind.shown:
        kept = _worked_out(name, reach, of)
    elif now - datetime.fromisoformat(kept[0]) >= kind.fresh:
        wished = cache.get(_WISHED) or {}
        cache.set(_WISHED, wished | {_key(name, reach, of): (name, reach, of)})
    return datetime.fromisoformat(kept[0]), kept[1]


def _worked_out(name: str, reach: Reach, of: Period | Days) -> Kept:
    kept = (clock.now().isoformat(), _KINDS[name].work(reach, of))
    cache.set(_key(name, reach, of), kept, _KINDS[name].shown.total_seconds())
    return kept


def _key(name: str, reach: Reach, of: Period | Days) -> str:
    named = f"{reach.key}|{astuple(of)}"
    return f"oversight.{name}.{_FORM}.{hashlib.sha256(named.encode()).hexdigest()}"
