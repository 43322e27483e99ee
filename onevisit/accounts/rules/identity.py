"""Checking a name against the resident register, and joining a login to who is known already."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Verdict(StrEnum):
    """What the register says to a name and an ID number."""

    MATCHES = "matches"
    DIFFERS = "differs"  # the number exists, under another name
    UNKNOWN = "unknown"  # no such number
    UNREACHABLE = "unreachable"  # no answer: says nothing about the person


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says they are; in clear, for the check only."""

    name: str
    id_number: str = field(repr=False)


class LinkWay(StrEnum):
    """How somebody whose name and number were right shows that the registered person is them.

    Name and number are known to many (an employer, a landlord): they open nobody's record alone.
    """

    SAME_PHONE = "same_phone"  # the window wrote down the phone that answered the code: say yes
    OTHER_PHONE = "other_phone"  # a code to the phone the window wrote down
    WINDOW = "window"  # no phone is known: show the card at a window


@dataclass(frozen=True, slots=True)
class Registered:
    """The person already registered whom a claim fits, as the claimant is shown them."""

    person_id: UUID
    masked_name: str
    masked_id_number: str
    masked_phone: str
    way: LinkWay
