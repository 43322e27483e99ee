"""Calls to 12345 about applications that are on their way: answered, noted, rated like the rest."""

import random

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import SYSTEM
from onevisit.cases import access
from onevisit.ratings import services

_SEED = 12345
_ANSWERS = "hotline"
_DAYS = 22
_OPENS, _CLOSES = 20, 480  # minutes after nine


def calls(county: County, days: Days) -> Telling:
    """Some every working day of the month, about what has not ended."""
    draw = random.Random(_SEED)
    for back in range(_DAYS, 0, -1):
        day = days.back(back)
        for minute in sorted(draw.sample(range(_OPENS, _CLOSES), draw.randint(2, 7))):
            yield at(day, minute)
            asked = draw.random()
            running = access.visible_to(SYSTEM).filter(ended_at__isnull=True).order_by("number")
            known = list(running.values_list("application_id", flat=True))
            if known:
                services.note_call(
                    application_id=known[int(asked * len(known))], actor=county.actors[_ANSWERS]
                )
