"""Figures are worked out for all who look, and anew beside them: adding up a month of a large
county takes seconds, which nobody who only looks should wait for.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta
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
from onevisit.oversight.rules import Period, PeriodKind, period
from onevisit.oversight.rules.comparing import Compared

_FORM = 7
"""Counts up when the rows change their form."""
_WISHED = f"oversight.{_FORM}.wished"
_SEEN = f"oversight.{_FORM}.seen"
_REMEMBERED = timedelta(days=3)
"""What somebody looked at is ready for them as long after, over a weekend too."""
_AHEAD = timedelta(minutes=10)
"""So long before nobody may be shown them any more they are worked out anew."""
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


def _counted_in(reach: Reach, of: Period) -> Any:
    return counted_rows(reach, of.now)


_KINDS: Mapping[str, _Kind] = {
    "figures": _Kind(figure_rows, timedelta(minutes=5), timedelta(hours=1)),
    "counted": _Kind(_counted_in, timedelta(hours=1), timedelta(hours=12)),
}


def kept_figures(reach: Reach, of: Period) -> tuple[Figures, datetime]:
    """The figures, and when they were worked out."""
    at, rows = _kept("figures", reach, of)
    return figures_of(rows), at


def kept_compared(reach: Reach, of: Period) -> tuple[tuple[Compared, ...], datetime]:
    """Declared, computed and counted visits, and when those that are counted were. What is
    published is read each time.
    """
    at, counts = _kept("counted", reach, of)
    return compared_with(counts, reach), at


def renew_figures() -> int:
    """Work out anew what was looked at and is no longer fresh, and what was looked at within
    `_REMEMBERED` before it is too old to be shown; how much that was. What a killed worker leaves
    undone is wished for by the next who looks.
    """
    wished: dict[str, _Looked] = cache.get(_WISHED) or {}
    cache.delete(_WISHED)
    now, before = clock.now(), cache.get(_SEEN) or {}
    seen = {key: each for key, each in (before | wished).items() if now - each.at < _REMEMBERED}
    due = [key for key, each in seen.items() if key in wished or each.due(now)]
    renewed = [replace(seen.pop(key).on(clock.today()), worked=now) for key in due]
    seen |= {each.key: each for each in renewed}
    if seen != before:  # first, so that what fails is not tried again at once
        cache.set(_SEEN, seen, _REMEMBERED.total_seconds())
    for each in renewed:
        _worked_out(each.name, each.reach, each.of)
    return len(renewed)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What somebody looked at, when they did, and when it was last worked out."""

    name: str
    reach: Reach
    of: Period
    at: datetime
    worked: datetime

    @property
    def key(self) -> str:
        """Where it is kept."""
        return _key(self.name, self.reach, self.of)

    def due(self, now: datetime) -> bool:
        """Whether it would soon be too old, or is of a day that is over."""
        late = now - self.worked >= _KINDS[self.name].shown - _AHEAD
        return late or self.on(clock.local_date(now)) != self

    def on(self, today: date) -> "_Looked":
        """The same of that day; days that somebody named stay as they are."""
        if self.of.kind is PeriodKind.CUSTOM:
            return self
        return replace(self, of=period(self.of.kind, today=today))


def _kept(name: str, reach: Reach, of: Period) -> tuple[datetime, Any]:
    kind, now, key = _KINDS[name], clock.now(), _key(name, reach, of)
    kept: Kept | None = cache.get(key)
    if kept is None or now - datetime.fromisoformat(kept[0]) >= kind.shown:
        kept = _worked_out(name, reach, of)
        _note(_SEEN, _Looked(name, reach, of, now, now))
    elif now - datetime.fromisoformat(kept[0]) >= kind.fresh:
        _note(_WISHED, _Looked(name, reach, of, now, datetime.fromisoformat(kept[0])))
    return datetime.fromisoformat(kept[0]), kept[1]


def _note(where: str, looked: _Looked) -> None:
    """Of two who note at once one may be lost: the next look notes it again."""
    noted = cache.get(where) or {}
    cache.set(where, noted | {looked.key: looked}, _REMEMBERED.total_seconds())


def _worked_out(name: str, reach: Reach, of: Period) -> Kept:
    kept = (clock.now().isoformat(), _KINDS[name].work(reach, of))
    cache.set(_key(name, reach, of), kept, _KINDS[name].shown.total_seconds())
    return kept


def _key(name: str, reach: Reach, of: Period) -> str:
    named = f"{reach.key}|{astuple(of)}"
    return f"oversight.{name}.{_FORM}.{hashlib.sha256(named.encode()).hexdigest()}"
