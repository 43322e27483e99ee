"""What becomes of results that are fetched from lockers: one at the centre, one in Shiqiao."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from demo.founding import County
from demo.schedule import Days, at
from demo.stories import Fate, Lodge, Story
from onevisit.accounts.rules import SYSTEM
from onevisit.cases import access, services
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.delivery.queries.lockers import lockers, stay_by_id
from onevisit.kernel import clock
from onevisit.kernel.signing import sign

_CLERKS = {"centre": "clerk3", "shiqiao": "clerk-shiqiao"}
_RENTED = {"trader_kind": "one", "shop_premises": "rent"}
_SOON = Fate(accept=1, work=1)


def _story(person: str, back: int, shop: str, lodge: Lodge, pickup: str, minute: int) -> Story:
    return Story("sole_trader", person, back, _RENTED, shop=shop, minute=minute, fate=_SOON,
                 lodge=lodge, packed=4, pickup=pickup)  # fmt: skip


def stories() -> tuple[Story, ...]:
    """One of each: to be laid in, waiting for its code, fetched, not fetched in time."""
    return (
        _story("heqiusheng", 5, "秋生修车铺", Lodge.WAITING, "centre", 40),
        _story("zhengyutong", 6, "雨桐花艺", Lodge.LAID, "centre", 65),
        _story("gaoyuan", 13, "高原书屋", Lodge.FETCHED, "centre", 85),
        _story("zhulin", 14, "竹林茶馆", Lodge.OVER, "centre", 105),
        _story("wuguoqiang", 6, "国强五金", Lodge.LAID, "shiqiao", 130),
        _story("lihuifang", 12, "慧芳裁缝铺", Lodge.FETCHED, "shiqiao", 155),
    )


@dataclass(frozen=True, slots=True)
class Lodging:
    """The stay of one story's result in a locker."""

    county: County
    days: Days
    story: Story
    application: UUID

    def tell(self, day: date) -> Iterator[datetime]:
        """From the free door to the end it has."""
        lodge, minute = self.story.lodge, 60 + self.story.minute % 180
        if lodge is Lodge.WAITING:
            return
        yield at(day, minute)
        ready = access.visible_to(SYSTEM).filter(application_id=self.application)
        if not ready.filter(state=CaseState.ISSUED).exists():
            return
        clerk = self.county.actors[_CLERKS[self.story.pickup]]
        (locker,) = lockers([self.county.points[self.story.pickup]])
        stay = services.reserve_door(
            application_id=self.application,
            locker_id=locker.id,
            door=locker.free[0].number,
            actor=clerk,
        )
        yield at(day, minute + 3)
        services.lay_in(stay_id=stay, actor=clerk)
        if lodge is Lodge.FETCHED:
            yield at(self.days.after(day, 1), 660)  # in the evening, when the hall is closed
            self._fetch(stay)
        elif lodge is Lodge.OVER:
            yield at(self.days.after(day, 6), 5)
            services.sweep_lockers()

    def _fetch(self, stay_id: UUID) -> None:
        """The right code, and the door closed again."""
        stay = stay_by_id(stay_id)
        said = {"device": stay.locker.device, "door": stay.door, "number": stay.number}
        for news in ({"news": "code", "code": stay.code}, {"news": "opened"}):
            body = json.dumps({**said, **news}).encode()
            headers = sign(body, settings.LOCKER_SECRET, at=clock.now(), prefix="X-Locker")
            services.hear_locker(body=body, headers=headers)
