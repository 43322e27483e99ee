"""What an entry says, as pure data: who acts, what was done, what was looked at."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeAlias, TypeVar
from uuid import UUID

from onevisit.kernel import masks

Facts: TypeAlias = Mapping[str, object]
Row = TypeVar("Row")


class Doer(Protocol):
    """Who acts, as much of it as the trail keeps; `accounts.rules.Actor` is one.

    `named`: answers by name; `authority`: the number of the authority under which somebody acts in
    the name of the person, "" for none.
    """

    @property
    def user_id(self) -> UUID | None: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def is_staff(self) -> bool: ...
    @property
    def is_system(self) -> bool: ...
    @property
    def named(self) -> bool: ...
    @property
    def authority(self) -> str: ...


class AccessKind(StrEnum):
    """What an entry of the access log is about."""

    READ = "read"  # personal data shown, masked or by its own purpose
    UNMASK = "unmask"  # an ID number or a phone shown in full
    FILE = "file"  # a file of an applicant opened
    REFUSED = "refused"  # somebody was refused, or told that a thing does not exist
    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOGOUT = "logout"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done, to be written to the trail: `action` is room.verb, the target its type and
    id.

    `department_id` says whose act it was where a department answers for it. `facts` hold no
    personal data.
    """

    action: str
    target_type: str
    target_id: str | UUID
    facts: Facts = field(default_factory=dict)
    department_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What the audit page is asked for; `who` matches a user id, a pseudonymous id or part of a
    name.
    """

    who: str = ""
    action: str = ""
    target: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a keyset-paged list, newest first; `before` asks for the next, None at the
    end.
    """

    rows: Sequence[Row]
    before: int | None


_OPAQUE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])",
    re.IGNORECASE,
)


def redacted(text: str) -> str:
    """The text with ID numbers and phones masked; UUIDs and SHA-256 digests stay whole,
    since digits in one may look like a phone.
    """
    parts = _OPAQUE.split(text)
    kept = [*_OPAQUE.findall(text), ""]
    return "".join(masks.redact(part) + whole for part, whole in zip(parts, kept, strict=True))
