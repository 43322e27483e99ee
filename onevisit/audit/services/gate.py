"""What this room must ask of a higher one: who a request is, and whether they may read the
trail.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from onevisit.audit.rules import Doer


@dataclass(frozen=True, slots=True)
class Nobody:
    """The doer of a request nobody could be named for."""

    user_id: None = None
    person_id: None = None
    name: str = ""
    is_staff: bool = False
    is_system: bool = False
    named: bool = False
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """`identify` names who asks (never raises); `admit` lets a reader of the trail pass or
    raises.
    """

    identify: Callable[[HttpRequest], Doer]
    admit: Callable[[HttpRequest], Doer]


_gates: list[Gate] = []


def set_gate(gate: Gate) -> None:
    """Said once by the room that knows people, when it starts."""
    _gates[:] = [gate]


def identify(request: HttpRequest) -> Doer:
    """Who asks, as far as it is known."""
    return _gates[0].identify(request) if _gates else Nobody()


def admit(request: HttpRequest) -> Doer:
    """Let a reader of the trail pass, or raise what the gate raises; without a gate nobody
    passes.
    """
    return _gates[0].admit(request)
