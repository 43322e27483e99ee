"""Tokens for programs: what they look like, what they may at most, how long they live. Pure.

A token is ``ovt_<prefix>_<secret>``. The prefix is shown in lists and logs and says which token it
is; of the whole only a SHA-256 digest is kept, which is enough because 256 random bits cannot be
guessed. A token never gives more than its owner has at that moment: its scopes only take away.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from onevisit.accounts.errors import bad_token_life, scope_beyond_owner, unknown_scope
from onevisit.accounts.rules.rights import Actor, Permission

LONGEST_LIFE = timedelta(days=366)
_FORM = re.compile(r"ovt_([0-9a-z]{8})_[A-Za-z0-9_-]{43}", re.ASCII)


class ApiScope(StrEnum):
    """What a token may be used for. The verbs of staff carry the names of their permissions."""

    OWN_READ = "own.read"  # read one's own applications, as a citizen
    OWN_WRITE = "own.write"  # begin, fill in and discard them
    OWN_SIGN = "own.sign"  # sign, hand in, correct and withdraw them
    CASES_INTAKE = "cases.intake"
    CASES_ACCEPT = "cases.accept"
    CASES_REVIEW = "cases.review"
    CASES_DECIDE = "cases.decide"
    CASES_COSIGN = "cases.cosign"
    CASES_EXTEND = "cases.extend"
    CASES_EXTEND_JOINT = "cases.extend_joint"
    CASES_HAND_OUT = "cases.hand_out"
    CASES_LOOK_UP = "cases.look_up"
    PEOPLE_REGISTER = "people.register"
    ARCHIVE_READ = "archive.read"
    ARCHIVE_KEEP = "archive.keep"
    ARCHIVE_DESTROY = "archive.destroy"


OWN = frozenset({ApiScope.OWN_READ, ApiScope.OWN_WRITE, ApiScope.OWN_SIGN})
"""The scopes of citizens; all others belong to staff and to machines."""


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """A token to be made: for which login, under what name, with which scopes, for how long."""

    user_id: UUID
    name: str
    scopes: frozenset[ApiScope]
    life: timedelta


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made; `text` is shown this once and never again."""

    id: UUID
    prefix: str
    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A token as lists show it."""

    prefix: str
    name: str
    username: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def state_at(self, now: datetime) -> str:
        """ "revoked", "expired" or "valid"."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= now else "valid"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called with which token, and as whom: the actor is narrowed to the scopes already."""

    token_id: UUID
    prefix: str
    scopes: frozenset[str]
    expires_at: datetime
    actor: Actor

    def may(self, *wanted: str) -> bool:
        """Whether the token has one of these scopes."""
        return any(each in self.scopes for each in wanted)


def new_text() -> tuple[str, str]:
    """A fresh token and its prefix."""
    prefix = "".join(secrets.choice("0123456789abcdefghijkmnpqrstuvwxyz") for _ in range(8))
    return f"ovt_{prefix}_{secrets.token_urlsafe(32)}", prefix


def prefix_of(text: str) -> str | None:
    """The prefix of what looks like a token, None for anything else."""
    found = _FORM.fullmatch(text)
    return found.group(1) if found else None


def digest_of(text: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(text.encode()).hexdigest()


def scopes_named(names: Iterable[str]) -> frozenset[ApiScope]:
    """The scopes of these names. Raises Invalid `accounts.unknown_scope`."""
    found = set()
    for name in names:
        try:
            found.add(ApiScope(name))
        except ValueError:
            raise unknown_scope(name) from None
    return frozenset(found)


def require_held(owner: Actor, scopes: frozenset[ApiScope]) -> None:
    """Raise Refused `accounts.scope_beyond_owner` for a scope the owner could not use, Invalid
    `accounts.unknown_scope` for no scope at all.
    """
    if not scopes:
        raise unknown_scope("")
    beyond = [each for each in sorted(scopes) if not _held(owner, each)]
    if beyond:
        raise scope_beyond_owner(beyond[0])


def holdable(owner: Actor) -> tuple[ApiScope, ...]:
    """The scopes that a token of this login can have now."""
    return tuple(each for each in ApiScope if _held(owner, each))


def _held(owner: Actor, scope: ApiScope) -> bool:
    if scope in OWN:
        return owner.person_id is not None and owner.acting is None
    return owner.may(Permission(scope.value))


def require_life(life: timedelta) -> None:
    """Raise Invalid `accounts.bad_token_life` unless it is between an hour and a year."""
    if not timedelta(hours=1) <= life <= LONGEST_LIFE:
        raise bad_token_life()


def narrowed(owner: Actor, scopes: Iterable[str]) -> Actor:
    """The owner with only those rights that the scopes leave."""
    kept = frozenset(Permission(each) for each in scopes if each not in OWN)
    return replace(owner, grants=tuple(replace(each, only=kept) for each in owner.grants))
