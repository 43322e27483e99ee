"""Where a parcel is and what may happen to it; addresses, tracking numbers, terms. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from onevisit.delivery import errors
from onevisit.kernel.codes import MobileNumber
from onevisit.kernel.errors import Invalid
from onevisit.kernel.masks import mask_name, mask_phone

LONGEST_NAME, LONGEST_ADDRESS, SHORTEST_ADDRESS = 40, 120, 6


class ParcelState(StrEnum):
    """Where a parcel is."""

    PACKED = "packed"  # 已打包, at the window
    HANDED_OVER = "handed_over"  # 已交寄, with the courier under a tracking number
    IN_TRANSIT = "in_transit"  # 运输中
    DELIVERED = "delivered"  # 已签收
    RETURNED = "returned"  # 已退回, at the window again
    COLLECTED = "collected"  # 当面领走 instead
    UNPACKED = "unpacked"  # 已拆包 before it left; the papers wait to be packed again


class Mark(StrEnum):
    """What happens to a parcel."""

    PACK = "pack"
    HAND_OVER = "hand_over"
    MOVE = "move"
    DELIVER = "deliver"
    RETURN = "return"
    COLLECT = "collect"
    UNPACK = "unpack"


_S, _M = ParcelState, Mark
MOVES: dict[tuple[ParcelState | None, Mark], ParcelState] = {
    (None, _M.PACK): _S.PACKED,
    (_S.PACKED, _M.HAND_OVER): _S.HANDED_OVER,
    (_S.PACKED, _M.UNPACK): _S.UNPACKED,
    (_S.PACKED, _M.COLLECT): _S.COLLECTED,
    (_S.HANDED_OVER, _M.MOVE): _S.IN_TRANSIT,
    (_S.HANDED_OVER, _M.DELIVER): _S.DELIVERED,
    (_S.HANDED_OVER, _M.RETURN): _S.RETURNED,
    (_S.IN_TRANSIT, _M.DELIVER): _S.DELIVERED,
    (_S.IN_TRANSIT, _M.RETURN): _S.RETURNED,
    (_S.RETURNED, _M.COLLECT): _S.COLLECTED,
}

TRAVELLING: frozenset[ParcelState] = frozenset({_S.HANDED_OVER, _S.IN_TRANSIT})
"""With the courier: nobody at the window can give out what is in it."""

LIVE: frozenset[ParcelState] = TRAVELLING | {_S.PACKED}
"""What is in it is on its way, or about to be."""


class Carrier(StrEnum):
    """Who carries."""

    EMS = "ems"  # 邮政特快专递
    POST = "post"  # 邮政挂号
    SF = "sf"  # 顺丰


class Payer(StrEnum):
    """Who pays the courier."""

    CENTRE = "centre"  # the service centre
    RECEIVER = "receiver"  # 到付


class SignedBy(StrEnum):
    """Who signed for it, as the courier says."""

    SELF = "self"
    HOUSEHOLD = "household"  # 同住成年家属
    MAILROOM = "mailroom"  # the organisation's mail room


class ReturnReason(StrEnum):
    """Why it came back, as the courier says."""

    ABSENT = "absent"  # nobody there, nobody answered
    ADDRESS = "address"  # no such address
    NOT_TAKEN = "not_taken"
    DAMAGED = "damaged"


NOTES: dict[Mark, tuple[str, frozenset[str]]] = {
    Mark.DELIVER: ("signed_by", frozenset(SignedBy)),
    Mark.RETURN: ("reason", frozenset(ReturnReason)),
}
"""Marks that must say more: the form field, and what it may say."""


def moved(state: ParcelState | None, mark: Mark) -> ParcelState:
    """Where the parcel is after `mark`. Raises Conflict `delivery.not_possible_now`."""
    after = MOVES.get((state, mark))
    if after is None:
        raise errors.not_possible_now(str(state or ""))
    return after


def checked_note(mark: Mark, note: str) -> str:
    """The note of a mark, "" where it takes none. Raises Invalid `delivery.unknown_note`."""
    wanted = NOTES.get(mark)
    if wanted is None:
        return ""
    if note not in wanted[1]:
        raise errors.unknown_note(wanted[0])
    return note


@dataclass(frozen=True, slots=True)
class Address:
    """Where a parcel goes, in clear: never logged, never in a URL."""

    recipient: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)


def checked_address(given: Address) -> Address:
    """The address in its one form.

    Raises Invalid `delivery.recipient_needed`, `delivery.phone_needed`, `codes.mobile_number`,
    `delivery.address_too_short`, `delivery.address_too_long`.
    """
    recipient, address = " ".join(given.recipient.split()), " ".join(given.address.split())
    if not recipient or len(recipient) > LONGEST_NAME:
        raise errors.recipient_needed()
    if not given.phone.strip():
        raise errors.phone_needed()
    try:
        phone = MobileNumber.parse(given.phone).number
    except Invalid as error:
        raise Invalid(error.code, field="phone", **error.facts) from None
    if len(address) < SHORTEST_ADDRESS:
        raise errors.address_too_short()
    if len(address) > LONGEST_ADDRESS:
        raise errors.address_too_long(LONGEST_ADDRESS)
    return Address(recipient, phone, address)


_UP_TO_COUNTY = re.compile(r"^.{2,16}?[县区旗](?=.)|^.{2,12}?市(?=.)")


def masked(address: Address) -> Address:
    """As pages show it: the county stays, what leads to the door does not."""
    found = _UP_TO_COUNTY.match(address.address)
    head = found[0] if found else address.address[:2]
    return Address(mask_name(address.recipient), mask_phone(address.phone), f"{head}****")


_INTERNATIONAL = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_POSTAL_LIKE = re.compile(r"[A-Z]{2}\d{6,11}[A-Z]{1,2}")
_PLAIN = re.compile(r"(?=(?:.*\d){8})[A-Z0-9]{8,30}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def tracking_number(text: str) -> str:
    """The one form of a tracking number: no spaces or hyphens, capitals.

    What begins and ends with letters like UPU S10 (two letters, nine digits, two letters) must be
    one, with the right check digit. Raises Invalid `delivery.bad_tracking_number`.
    """
    number = re.sub(r"[\s-]", "", text).upper()
    if not (number.isascii() and _PLAIN.fullmatch(number)):
        raise errors.bad_tracking_number()
    if _POSTAL_LIKE.fullmatch(number):
        postal = _INTERNATIONAL.fullmatch(number)
        if postal is None or s10_check(postal[1]) != int(postal[2]):
            raise errors.bad_tracking_number()
    return number


def s10_check(digits: str) -> int:
    """The check digit of eight digits (UPU S10)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return {0: 5, 1: 0}.get(total % 11, 11 - total % 11)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds from the day `since`: who pays, and how many days after the end an address is
    kept.
    """

    since: date
    payer: Payer
    keep_days: int


def terms_on(terms: Iterable[Terms], day: date) -> Terms:
    """The terms of that day; the earliest ones before any began."""
    known = sorted(terms, key=lambda each: each.since)
    held = [each for each in known if each.since <= day]
    return held[-1] if held else known[0]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One mark: what happened when. `at` is when it happened, as the courier says."""

    mark: Mark
    at: datetime
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class ParcelInfo:
    """A parcel as other rooms know it; the address is masked, None when it has been forgotten."""

    id: UUID
    number: str
    state: ParcelState
    carrier: str
    tracking_number: str
    sender: str
    sender_address: str
    region: str
    pieces: int
    payer: Payer
    opened_at: datetime
    ended_at: datetime | None
    destination_id: UUID
    to: Address | None
    marks: tuple[MarkLine, ...]

    @property
    def last(self) -> MarkLine:
        """What happened last."""
        return self.marks[-1]
