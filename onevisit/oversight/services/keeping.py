"""The director's figures, and the visits that were counted, kept for all who look."""

from collections.abc import Callable
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any

from onevisit.kernel.keeping import Keeper, Kind
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

_Wanted = tuple[Reach, Period]


def _counted_in(reach: Reach, of: Period) -> Any:
    return counted_rows(reach, of.now)


def _key(wanted: _Wanted) -> str:
    reach, of = wanted
    return f"{reach.key}|{astuple(of)}"


def _on(wanted: _Wanted, today: date) -> _Wanted:
    """The same of that day; days that somebody named stay as they are."""
    reach, of = wanted
    return wanted if of.kind is PeriodKind.CUSTOM else (reach, period(of.kind, today=today))


def _kind(work: Callable[[Reach, Period], Any], fresh: timedelta, shown: timedelta) -> Kind:
    return Kind(lambda wanted: work(*wanted), _key, fresh, shown, _on)


_KEEPER = Keeper(
    "oversight",
    8,
    {
        "figures": _kind(figure_rows, timedelta(minutes=5), timedelta(hours=1)),
        "counted": _kind(_counted_in, timedelta(hours=1), timedelta(hours=12)),
    },
)


def kept_figures(reach: Reach, of: Period) -> tuple[Figures, datetime]:
    """The figures, and when they were worked out."""
    at, rows = _KEEPER.kept("figures", (reach, of))
    return figures_of(rows), at


def kept_compared(reach: Reach, of: Period) -> tuple[tuple[Compared, ...], datetime]:
    """Declared, computed and counted visits, and when those that are counted were. What is
    published is read each time.
    """
    at, counts = _KEEPER.kept("counted", (reach, of))
    return compared_with(counts, reach), at


def renew_figures() -> int:
    """What was looked at is worked out anew; how much that was (`Keeper.renew`)."""
    return _KEEPER.renew()
