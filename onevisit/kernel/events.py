"""How a lower room wakes a higher one: typed events, handled at once in the same transaction.

The lower room declares ``class PaymentSettled(Event)`` and publishes it; the higher room
subscribes in its ``apps.py``. A handler that raises undoes the publisher's transaction.
Slow effects belong in a job that the handler enqueues.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True)
class Event:
    """Something that happened. Carries ids, never personal data."""


E = TypeVar("E", bound=Event)

_handlers: dict[type[Event], list[Callable[[Any], None]]] = {}


def subscribe(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Call ``handler`` for each published event of ``event_type`` or of its subclasses.

    Handlers run in the order of subscription. Raises ValueError if this handler is
    subscribed to this type already.
    """
    handlers = _handlers.setdefault(event_type, [])
    if handler in handlers:
        raise ValueError(f"{handler!r} already handles {event_type.__name__}")
    handlers.append(handler)


def publish(event: Event) -> None:
    """Run every handler of the event's type, then those of its base types, before returning."""
    for event_type in type(event).__mro__:
        for handler in tuple(_handlers.get(event_type, ())):
            handler(event)


@contextmanager
def isolated() -> Iterator[None]:
    """Forget every subscription inside the block and restore them after it. For tests."""
    kept = {event_type: list(handlers) for event_type, handlers in _handlers.items()}
    _handlers.clear()
    try:
        yield
    finally:
        _handlers.clear()
        _handlers.update(kept)
