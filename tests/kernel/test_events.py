"""Events wake handlers at once, in order, each once."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from onevisit.kernel import events


@dataclass(frozen=True)
class Settled(events.Event):
    payment: str


@dataclass(frozen=True)
class SettledLate(Settled):
    days: int


@pytest.fixture(autouse=True)
def empty_registry() -> Iterator[None]:
    with events.isolated():
        yield


def test_handlers_run_at_once_in_the_order_of_subscription() -> None:
    heard: list[str] = []
    events.subscribe(Settled, lambda event: heard.append(f"first {event.payment}"))
    events.subscribe(Settled, lambda event: heard.append(f"second {event.payment}"))
    events.publish(Settled("p1"))
    assert heard == ["first p1", "second p1"]


def test_a_handler_of_a_base_type_hears_the_derived_one_but_not_the_reverse() -> None:
    heard: list[str] = []
    events.subscribe(events.Event, lambda event: heard.append("any"))
    events.subscribe(Settled, lambda event: heard.append("settled"))
    events.subscribe(SettledLate, lambda event: heard.append("late"))
    events.publish(SettledLate("p1", 3))
    assert heard == ["late", "settled", "any"]
    heard.clear()
    events.publish(Settled("p2"))
    assert heard == ["settled", "any"]


def test_subscribing_a_handler_twice_is_refused() -> None:
    def handler(event: Settled) -> None:
        """Hear nothing."""

    events.subscribe(Settled, handler)
    with pytest.raises(ValueError, match="already handles Settled"):
        events.subscribe(Settled, handler)


def test_a_handler_that_fails_stops_the_publisher() -> None:
    def fail(event: Settled) -> None:
        raise RuntimeError("no")

    events.subscribe(Settled, fail)
    with pytest.raises(RuntimeError, match="no"):
        events.publish(Settled("p1"))


def test_an_event_nobody_wants_passes_in_silence() -> None:
    events.publish(Settled("p1"))


def test_isolation_forgets_and_restores() -> None:
    heard: list[str] = []
    events.subscribe(Settled, lambda event: heard.append(event.payment))
    with events.isolated():
        events.publish(Settled("inside"))
    events.publish(Settled("after"))
    assert heard == ["after"]
