"""Telling a department's system: when again, when no more, and where to."""

import ipaddress
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from onevisit.kernel.errors import Conflict

AGAIN_AFTER = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""After so many tries the next one waits so long; after the last there is none."""

REST_AFTER = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
)
"""After so many calls in a row that failed a system is left alone so long, whatever waits."""

HELD = timedelta(minutes=2)
"""Who took a call to make it has so long; then another may, under the same key."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class CallState(StrEnum):
    """Where a call stands. Waiting and dead ones keep later events of the same case waiting."""

    WAITING = "waiting"
    TOLD = "told"
    DEAD = "dead"  # tried to the end: staff look at it
    PASSED = "passed"  # let go by hand, or its system is told nothing any more


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a call is made again after `tries` that failed; None: never by itself."""
    return now + AGAIN_AFTER[tries - 1] if tries <= len(AGAIN_AFTER) else None


def rest_until(failures: int, now: datetime) -> datetime:
    """How long a system is left alone after so many failures in a row."""
    return now + REST_AFTER[min(failures, len(REST_AFTER)) - 1]


def require_dead(state: CallState) -> None:
    """Only what is dead is let go or made again by hand. Raises Conflict `reporting.not_dead`."""
    if state is not CallState.DEAD:
        raise Conflict("reporting.not_dead")


def networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Networks as settings write them. Raises ValueError."""
    return tuple(ipaddress.ip_network(each) for each in written)


def may_be_called(resolved: Sequence[str], allowed: Sequence[Network]) -> bool:
    """Whether every address a name stands for is public, or in a network that was allowed: no
    stranger makes this house speak to its own machines.
    """
    found = [_meant(each) for each in resolved]
    return bool(found) and all(_is_public(ip) or _is_in(ip, allowed) for ip in found)


def all_in(resolved: Sequence[str], allowed: Sequence[Network]) -> bool:
    """Whether all of them are in networks that were allowed: there calls may go without TLS."""
    return bool(resolved) and all(_is_in(_meant(each), allowed) for each in resolved)


def _meant(text: str) -> Address:
    """The address that is reached in the end: one inside an IPv6 address that only carries it."""
    ip = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if carried is None and ip in _NAT64:
        carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return carried or ip


def _is_public(ip: Address) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _is_in(ip: Address, allowed: Sequence[Network]) -> bool:
    return any(ip.version == each.version and ip in each for each in allowed)
