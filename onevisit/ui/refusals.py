"""Who wants to know that someone was turned away: rooms above subscribe, the audit trail first."""

import logging
from collections.abc import Callable

from django.http import HttpRequest

from onevisit.kernel.errors import DomainError

logger = logging.getLogger(__name__)

Listener = Callable[[HttpRequest, DomainError], None]

_listeners: list[Listener] = []


def on_refusal(listener: Listener) -> Listener:
    """Call ``listener(request, error)`` for each Refused and NotFound a view raises.

    It runs after the view's transaction was rolled back. Usable as a decorator.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(request: HttpRequest, error: DomainError) -> None:
    """Tell all; a listener that fails is logged and stops neither the others nor the answer."""
    for listener in _listeners:
        try:
            listener(request, error)
        except Exception:
            logger.exception("a listener to refusals failed")
