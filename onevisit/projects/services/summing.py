"""The projects of a year summed up, kept for all who look: folding hundreds takes seconds."""

from datetime import datetime, timedelta

from onevisit.accounts.rules import Actor
from onevisit.kernel.keeping import Keeper, Kind
from onevisit.projects.access import Sight, sight_of
from onevisit.projects.queries import PhaseSum, TripSum, year_sums

_Wanted = tuple[Sight, int]


def _summed(wanted: _Wanted) -> tuple[tuple[PhaseSum, ...], TripSum]:
    return year_sums(*wanted)


_KEEPER = Keeper(
    "projects",
    1,
    {"sums": Kind(_summed, repr, fresh=timedelta(minutes=5), shown=timedelta(hours=1))},
)


def kept_sums(actor: Actor, year: int) -> tuple[tuple[PhaseSum, ...], TripSum, datetime]:
    """Phase by phase and the trips, over the projects registered in that year which the officer may
    see, and when they were summed up.
    """
    at, (phases, trips) = _KEEPER.kept("sums", (sight_of(actor), year))
    return phases, trips, at


def renew_sums() -> int:
    """What was looked at is summed up anew; how much that was (`Keeper.renew`)."""
    return _KEEPER.renew()
