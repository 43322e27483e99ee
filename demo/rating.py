"""How people rated what was done for them, and what the supervisor did about the bad ones.

Everybody looks at their own list some evenings and rates what is there, but not what happened that
very day; who came in vain is not pleased. The draw is fixed, so that two builds on one day are the
same.
"""

import random

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import Actor
from onevisit.kernel import clock
from onevisit.kernel.clock import local_date
from onevisit.ratings import queries, services
from onevisit.ratings.queries import OccasionView
from onevisit.ratings.rules import NoteKind, OccasionKind, RectificationState

_SEED = 20261122
_EVENING = 505
_EVERY = 3
"""Working days between two looks."""

_LEVELS, _WEIGHTS = (1, 2, 3, 4), (60, 28, 9, 3)
_RATES = 0.7
_IN_VAIN = "跑了一趟才说少一份材料，网上清单里没看到，请把清单写清楚。"


def rating(county: County, days: Days, founded: int) -> Telling:
    """From the founding to yesterday, every few evenings."""
    draw = random.Random(_SEED)
    for back in range(founded - 1, 0, -1):
        if back % _EVERY == 1:
            yield at(days.back(back), _EVENING)
            for citizen in content.citizens():
                _rate(county.actors.get(citizen.key), draw)
        yield at(days.back(back), _EVENING + 5)
        _call_back(county.actors["supervisor"], days, back)


def _rate(actor: Actor | None, draw: random.Random) -> None:
    if actor is None:
        return
    for view in queries.own_occasions(actor):
        slept_on = local_date(view.at) < clock.today()
        if slept_on and view.level is None and draw.random() < _RATES:
            level, reasons, words = _opinion(view, draw)
            services.rate(
                token=view.token, level=str(level), reasons=reasons, words=words, actor=actor
            )


def _opinion(view: OccasionView, draw: random.Random) -> tuple[int, tuple[str, ...], str]:
    if view.kind is OccasionKind.SENT_HOME:
        return 5, ("again", "unclear"), _IN_VAIN
    level = draw.choices(_LEVELS, _WEIGHTS)[0]
    if level >= 4:
        return level, ("slow",), ""
    return level, (("fast", "easy") if level == 1 else ("clear",)), ""


def _call_back(supervisor: Actor, days: Days, back: int) -> None:
    """Called the evening after, put right some days later; the newest still wait."""
    for line in queries.rectifications(actor=supervisor):
        age = (days.back(back) - line.opened_at.date()).days
        if line.state is RectificationState.OPEN and age >= 1:
            services.note(
                rectification_id=line.id,
                kind=NoteKind.CALLED,
                words="已电话致歉，问清了情况，答复三天内改清单。",
                actor=supervisor,
            )
        elif line.state is RectificationState.CALLED and age >= 9:
            services.note(
                rectification_id=line.id,
                kind=NoteKind.RECTIFIED,
                words="一次告知清单已改，窗口做了培训，已再次告知当事人。",
                actor=supervisor,
            )
