"""What goes on in the county: calls, parcels, ratings of every kind, a queue at the centre."""

import pytest

from demo.schedule import CLOSES, OPENS
from onevisit.accounts import queries as accounts
from onevisit.delivery.models import Parcel
from onevisit.hall import queries as hall
from onevisit.kernel.clock import SHANGHAI
from onevisit.ratings.models import Occasion, Rating, Rectification
from onevisit.ratings.rules import OccasionKind

_NOT_EVERYWHERE = {"correction", "project"}
"""Kinds that a small county may lack."""


@pytest.mark.usefixtures("county")
def test_people_called_the_hotline_and_said_how_it_was_by_every_way_there_is() -> None:
    kinds = set(Occasion.objects.values_list("kind", flat=True))
    assert kinds >= {str(each) for each in OccasionKind} - _NOT_EVERYWHERE
    calls = Occasion.objects.filter(kind=OccasionKind.CALL)
    assert calls.count() > 40
    assert all(OPENS <= each.at.astimezone(SHANGHAI).time() <= CLOSES for each in calls)
    rated = Rating.objects.all()
    assert {1, 2, 3, 4, 5} == set(rated.values_list("level", flat=True))
    assert rated.filter(occasion__kind=OccasionKind.CALL).exists()
    assert len({each.words for each in rated if each.words}) > 8
    assert len(set(Rectification.objects.values_list("state", flat=True))) > 1


@pytest.mark.usefixtures("county")
def test_parcels_are_where_their_stories_say() -> None:
    states = set(Parcel.objects.values_list("state", flat=True))
    assert {"delivered", "returned"} <= states
    numbers = [each for each in Parcel.objects.values_list("tracking_number", flat=True) if each]
    assert len(numbers) == len(set(numbers)) > 8


@pytest.mark.usefixtures("county")
def test_a_handful_waits_at_the_centre() -> None:
    clerk = accounts.actor_by_username("clerk1")
    board = hall.board(actor=clerk)
    assert "".join(line.number for line in board.waiting) == "A005A008A003A004A006A007"
    assert (board.figures.served, board.current) == (1, None)
    assert board.figures.expected
