"""Who came to the county's centre shortly before now: two were served, a handful still wait."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling
from onevisit.catalogue import queries as catalogue
from onevisit.hall import services
from onevisit.hall.rules import Priority
from onevisit.hall.services.tickets import Wanted
from onevisit.kernel.clock import SHANGHAI

_GREETER = "greeter"


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who took a number `ago` minutes before now."""

    ago: int
    called_as: str
    offer: str = ""
    priority: str = ""
    prepared: bool = False


SERVED = (
    (Comer(46, "汪女士", "social_card"), 42, 35, "zhaomin", "clerk1"),
    (Comer(41, "郑先生", "id_card_renewal"), 38, 29, "zhengyutong", "clerk2"),
)
"""Who came, when they were called and done (minutes ago), who they were, and at whose window."""

WAITING = (
    Comer(18, "李女士，红外套", "restaurant", prepared=True),
    Comer(15, "赵先生", "social_card"),
    Comer(12, "宋大爷", "elder_allowance", priority=Priority.ELDER),
    Comer(9, "戴眼镜的先生", "id_card_renewal"),
    Comer(5, "唐女士"),
    Comer(2, "抱孩子的女士", "social_card", priority=Priority.PREGNANT),
)


def tell(county: County, days: Days) -> Telling:
    """Steps in the order of time, all of the day on which the county is built; see `Schedule`."""
    greeter = county.actors[_GREETER]
    steps: list[tuple[int, Comer | None, str, str]] = [(c.ago, c, "", "") for c in WAITING]
    for came, called, done, person, clerk in SERVED:
        steps += [
            (came.ago, came, "", ""),
            (called, None, person, clerk),
            (done, None, "", clerk),
        ]
    for ago, comer, person, clerk in sorted(steps, key=lambda step: -step[0]):
        yield _instant(days.now, ago)
        if comer is not None:
            services.take_ticket(
                actor=greeter,
                called_as=comer.called_as,
                wants=_wanted(comer.offer),
                priority=comer.priority,
                prepared=comer.prepared,
            )
        elif person:
            services.call_next(actor=county.actors[clerk], having=None)
            services.serve(person_id=county.people[person], actor=county.actors[clerk])
        else:
            services.finish_current(actor=county.actors[clerk])


def _instant(now: datetime, minutes: int) -> datetime:
    """So many minutes ago, but not yesterday."""
    midnight = datetime.combine(now.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    return max(now - timedelta(minutes=minutes), midnight)


def _wanted(offer: str) -> Wanted:
    if not offer:
        return Wanted()
    code = content.offer_codes()[offer]
    return Wanted(code, catalogue.pinned_offer(code).offer.name)
