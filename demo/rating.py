"""How people rated what was done for them, and what the supervisor did about the bad ones.

Everybody looks at their own list some evenings and rates what is there, but not what happened that
very day; who came in vain is not pleased. The draw is fixed, so that two builds on one day are the
same.
"""

import random

from demo import content
from demo.drawing import odds
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import Actor
from onevisit.kernel import clock
from onevisit.kernel.clock import local_date
from onevisit.ratings import queries, services
from onevisit.ratings.queries import OccasionView, RectificationLine
from onevisit.ratings.rules import Level, NoteKind, RectificationState

_SEED = 20261122
_EVENING = 505
_EVERY = 3
"""Working days between two looks."""

_SELDOM = 5
_RATES, _RESIDENT_RATES = 0.7, 0.14
_TICKS, _PRAISES, _COMPLAINS = 0.8, 0.25, 0.9
_ANSWERED = 0.8  # of the calls back


def rating(county: County, days: Days, founded: int) -> Telling:
    """From the founding to yesterday, every few evenings."""
    draw = random.Random(_SEED)
    for back in range(founded - 1, 0, -1):
        if back % _EVERY == 1:
            yield at(days.back(back), _EVENING)
            for citizen in content.citizens():
                _rate(county.actors.get(citizen.key), draw, _RATES)
        if back % _SELDOM == 2:
            yield at(days.back(back), _EVENING + 2)
            _others(county, draw)
        yield at(days.back(back), _EVENING + 5)
        _call_back(county.actors["supervisor"], days, back, draw)
    yield at(days.today, 1)
    _others(county, draw)


def _others(county: County, draw: random.Random) -> None:
    """Most of the county has other things to do than to rate."""
    for resident in content.residents():
        _rate(county.actors.get(resident.key), draw, _RESIDENT_RATES)


def _rate(actor: Actor | None, draw: random.Random, share: float) -> None:
    if actor is None:
        return
    for view in queries.own_occasions(actor).rows:
        slept_on = local_date(view.at) < clock.today()
        if slept_on and view.level is None and draw.random() < share:
            level, reasons, words = _opinion(view, draw)
            services.rate(
                token=view.token, level=str(level), reasons=reasons, words=words, actor=actor
            )


def _opinion(view: OccasionView, draw: random.Random) -> tuple[int, tuple[str, ...], str]:
    """Level, reasons and words as they are usual for such a contact; most write nothing."""
    known, kind = odds()["ratings"], str(view.kind)
    weights = known["levels"].get(kind, known["levels"][""])
    level = draw.choices(range(1, 6), weights)[0]
    complaining = level >= Level.BAD
    reasons = known["complaints"].get(kind, known["complaints"][""])
    among = known["words"].get(kind, known["words"][""])
    if not complaining:
        reasons = known["praise"]
        among = known["words"]["good" if level < Level.FAIR else "fair"]
    ticked = tuple(draw.choice(reasons)) if draw.random() < _TICKS else ()
    words = draw.choice(among) if draw.random() < (_COMPLAINS if complaining else _PRAISES) else ""
    return level, ticked, words


def _call_back(supervisor: Actor, days: Days, back: int, draw: random.Random) -> None:
    """Called from the evening after, put right some days later; the newest still wait."""
    for line in queries.rectifications(actor=supervisor):
        age = (days.back(back) - line.opened_at.date()).days
        if line.state is RectificationState.OPEN and age >= 1:
            answered = draw.random() < _ANSWERED
            kind = NoteKind.CALLED if answered else NoteKind.NO_ANSWER
            words = draw.choice(odds()["ratings"]["called"]) if answered else ""
            _note(line, kind, words, supervisor)
        elif line.state is RectificationState.CALLED and age >= 9:
            _note(line, NoteKind.RECTIFIED, draw.choice(odds()["ratings"]["rectified"]), supervisor)


def _note(line: RectificationLine, kind: NoteKind, words: str, supervisor: Actor) -> None:
    services.note(rectification_id=line.id, kind=kind, words=words, actor=supervisor)
