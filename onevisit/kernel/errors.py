"""The four ways a wish can fail. They know neither HTTP nor wording.

``code`` names what went wrong (``"cases.already_decided"``); ``facts`` are what its wording may
mention. Facts must hold no personal data in clear: they may reach logs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place of a document.

    ``place`` is a JSON-pointer-like path (``"/materials/3/when"``), ``code`` is worded like an
    error's, ``facts`` are what the wording may mention.
    """

    place: str
    code: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


class DomainError(Exception):
    """Something the domain does not allow; base of the four kinds below."""

    code: str
    facts: dict[str, object]

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


class NotFound(DomainError):
    """It does not exist, or not for whoever asks."""


class Refused(DomainError):
    """Whoever asks may not do this."""


class Conflict(DomainError):
    """It was possible once, but the state has moved on."""


class Invalid(DomainError):
    """What was given is wrong; ``field`` names the form field where that is known.

    A document with several faults carries them all as ``problems=[Problem, ...]``.
    """

    field: str | None

    def __init__(self, code: str, /, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code, **facts)
        self.field = field

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The faults listed in the facts, or none."""
        listed = self.facts.get("problems")
        if not isinstance(listed, (list, tuple)):
            return ()
        return tuple(each for each in listed if isinstance(each, Problem))
