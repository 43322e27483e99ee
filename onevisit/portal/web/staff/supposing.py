"""What if: what is typed on the page of a clock, and what the clock would then be."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from onevisit.accounts.queries import actor_of
from onevisit.cases import queries as cases
from onevisit.cases.queries import ClockView
from onevisit.cases.rules.supposing import Supposed
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.ui.wordings import text_for

_LONGEST = 366
_SPAN = 40
NAMES = (
    "paused_from",
    "paused_until",
    "asked_on",
    "answered_on",
    "extended",
    "off_from",
    "off_until",
    "worked",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was typed, and the clock it gives, or why it gives none."""

    typed: dict[str, str]
    view: ClockView | None = None
    problem: str = ""

    @property
    def asked(self) -> bool:
        """Whether anything was typed."""
        return any(self.typed.values())


def tried(request: HttpRequest, case_id: UUID, kind: str) -> Trial:
    """The trial an address asks for; one that asks for nothing has neither view nor problem."""
    typed = {name: request.GET.get(name, "").strip()[:200] for name in NAMES}
    if not any(typed.values()):
        return Trial(typed)
    try:
        supposed = _supposed(typed)
        actor = actor_of(request)
        view = cases.clock_what_if(case_id=case_id, kind=kind, supposed=supposed, actor=actor)
    except (Conflict, Invalid, NotFound) as error:
        return Trial(typed, problem=text_for(error) or error.code)
    return Trial(typed, view)


def _supposed(typed: dict[str, str]) -> Supposed:
    off_from, off_until = _day(typed["off_from"]), _day(typed["off_until"])
    worked = tuple(day for text in typed["worked"].split() if (day := _day(text)))
    return Supposed(
        paused_from=_day(typed["paused_from"]),
        paused_until=_day(typed["paused_until"]),
        asked_on=_day(typed["asked_on"]),
        answered_on=_day(typed["answered_on"]),
        extended=_number(typed["extended"]),
        off=_span(off_from, off_until or off_from),
        worked=worked,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    found = clock.parse_day(text)
    if found is None:
        raise Invalid("portal.bad_day")
    return found


def _number(text: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or int(text) > _LONGEST:
        raise Invalid("portal.bad_number", most=_LONGEST)
    return int(text)


def _span(since: date | None, until: date | None) -> tuple[date, ...]:
    if since is None or until is None:
        return ()
    if not 0 <= (until - since).days < _SPAN:
        raise Invalid("cases.supposed_backwards")
    return tuple(date.fromordinal(n) for n in range(since.toordinal(), until.toordinal() + 1))
