"""Sums are worked out for all who look, and anew beside them: adding up a month or a year of a
large county takes seconds, which nobody who only looks should wait for.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache

from onevisit.kernel import clock

_REMEMBERED = timedelta(days=3)
"""What somebody looked at is ready for them as long after, over a weekend too."""
_AHEAD = timedelta(minutes=10)
"""So long before nobody may be shown them any more they are worked out anew."""
Kept = tuple[str, Any]
"""When it was worked out, and what came of it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Who looks when they are older than `fresh` is shown them, and they are worked out anew by the
    worker; nobody is shown what is older than `shown`. `work` answers what was wanted with what a
    cache can hold, `key` names it, `on` gives the same of another day.
    """

    work: Callable[[Any], Any]
    key: Callable[[Any], str]
    fresh: timedelta
    shown: timedelta
    on: Callable[[Any, date], Any] = lambda wanted, today: wanted


@dataclass(frozen=True, slots=True)
class _Looked:
    """What somebody looked at, when they did, and when it was last worked out."""

    name: str
    wanted: Any
    at: datetime
    worked: datetime


class Keeper:
    """The sums of one room by kind. `form` counts up when what is kept changes its form."""

    def __init__(self, room: str, form: int, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self._prefix = f"{room}.{form}"
        self._wished, self._seen = f"{self._prefix}.wished", f"{self._prefix}.seen"

    def kept(self, name: str, wanted: Any) -> tuple[datetime, Any]:
        """When it was worked out, and what came of it."""
        kind, now = self._kinds[name], clock.now()
        kept: Kept | None = cache.get(self._key(name, wanted))
        if kept is None or now - datetime.fromisoformat(kept[0]) >= kind.shown:
            kept = self._worked_out(name, wanted)
            self._note(self._seen, _Looked(name, wanted, now, now))
        elif now - datetime.fromisoformat(kept[0]) >= kind.fresh:
            worked = datetime.fromisoformat(kept[0])
            self._note(self._wished, _Looked(name, wanted, now, worked))
        return datetime.fromisoformat(kept[0]), kept[1]

    def renew(self) -> int:
        """Work out anew what was looked at and is no longer fresh, and what was looked at within
        `_REMEMBERED` before it is too old to be shown; how much that was. What a killed worker
        leaves undone is wished for by the next who looks.
        """
        wished: dict[str, _Looked] = cache.get(self._wished) or {}
        cache.delete(self._wished)
        now, before = clock.now(), cache.get(self._seen) or {}
        seen = {key: each for key, each in (before | wished).items() if now - each.at < _REMEMBERED}
        due = [key for key, each in seen.items() if key in wished or self._due(each, now)]
        renewed = [replace(self._on(seen.pop(key), now), worked=now) for key in due]
        seen |= {self._key(each.name, each.wanted): each for each in renewed}
        if seen != before:  # first, so that what fails is not tried again at once
            cache.set(self._seen, seen, _REMEMBERED.total_seconds())
        for each in renewed:
            self._worked_out(each.name, each.wanted)
        return len(renewed)

    def _due(self, looked: _Looked, now: datetime) -> bool:
        """Whether it would soon be too old, or is of a day that is over."""
        late = now - looked.worked >= self._kinds[looked.name].shown - _AHEAD
        return late or self._on(looked, now) != looked

    def _on(self, looked: _Looked, now: datetime) -> _Looked:
        """The same of the day it is now."""
        wanted = self._kinds[looked.name].on(looked.wanted, clock.local_date(now))
        return replace(looked, wanted=wanted)

    def _note(self, where: str, looked: _Looked) -> None:
        """Of two who note at once one may be lost: the next look notes it again."""
        noted = cache.get(where) or {}
        noted |= {self._key(looked.name, looked.wanted): looked}
        cache.set(where, noted, _REMEMBERED.total_seconds())

    def _worked_out(self, name: str, wanted: Any) -> Kept:
        kind = self._kinds[name]
        kept = (clock.now().isoformat(), kind.work(wanted))
        cache.set(self._key(name, wanted), kept, kind.shown.total_seconds())
        return kept

    def _key(self, name: str, wanted: Any) -> str:
        named = hashlib.sha256(self._kinds[name].key(wanted).encode()).hexdigest()
        return f"{self._prefix}.{name}.{named}"
