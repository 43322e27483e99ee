"""By which channels somebody hears of something, and when: what they chose, within the law."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from onevisit.notifications.rules.kinds import LEGAL, TOLD_ALREADY, TOPICS, Kind, Topic


class Channel(StrEnum):
    """The ways outside; the page of messages is no choice, it is always there."""

    SMS = "sms"
    EMAIL = "email"
    WECHAT = "wechat"


class Language(StrEnum):
    """In which language somebody is told."""

    ZH = "zh"
    EN = "en"


DEFAULTS: Mapping[Topic, frozenset[Channel]] = {
    Topic.TO_DO: frozenset(Channel),
    Topic.RESULT: frozenset(Channel),
    Topic.PROGRESS: frozenset({Channel.WECHAT}),
    Topic.MONEY: frozenset(Channel),
}
"""For who chose nothing: by every way they have, but no short message that asks nothing of them."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose. No short message comes between `quiet_from` and `quiet_until` (local
    time; the same: at any hour). `copies`: helpers with an authority read along; `firms`: they hear
    of what others see to for the organisations they represent by law.
    """

    chosen: Mapping[Topic, frozenset[Channel]] = field(default_factory=lambda: dict(DEFAULTS))
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    language: Language = Language.ZH
    copies: bool = False
    firms: bool = False


def channels_for(kind: Kind, wishes: Wishes, reachable: Collection[Channel]) -> tuple[Channel, ...]:
    """The ways outside for one kind, of those at which the person can be reached.

    A notice of the law goes by one way at least, if there is any: the first that stands in
    `Channel`.
    """
    able = [each for each in Channel if each in reachable]
    if kind in TOLD_ALREADY:
        able = [each for each in able if each is not Channel.SMS]
    topic = TOPICS[kind]
    chosen = wishes.chosen.get(topic, DEFAULTS[topic])
    found = tuple(each for each in able if each in chosen)
    return found if found or kind not in LEGAL else tuple(able[:1])


def not_before(channel: Channel, wishes: Wishes, now: datetime, zone: tzinfo) -> datetime:
    """When it may be sent: now, or for a short message when the quiet hours are over."""
    if channel is not Channel.SMS:
        return now
    local = now.astimezone(zone)
    at, begin, end = local.timetz().replace(tzinfo=None), wishes.quiet_from, wishes.quiet_until
    quiet = begin <= at < end if begin <= end else at >= begin or at < end
    if not quiet:
        return now
    day = local.date() + timedelta(days=1) if at >= end else local.date()
    return datetime.combine(day, end, zone).astimezone(now.tzinfo)
