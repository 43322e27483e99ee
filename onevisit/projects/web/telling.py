"""A project in words: phases as a line, time by whom, and why a day was whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.cases.queries.words import SPECIAL_PROCEDURES
from onevisit.cases.rules.lifecycle import Procedure
from onevisit.projects.queries import Life, PhaseView, ProjectView
from onevisit.projects.queries.words import NATURES
from onevisit.projects.rules.steps import Standing, Step
from onevisit.projects.rules.time import Hold, Holder, Spent, Stretch, Why
from onevisit.projects.web.wordings import (
    ENGAGEMENTS,
    HOLDERS,
    MEANT,
    STANDINGS,
    WHYS,
    Text,
)
from onevisit.ui.formatting import joined, local_date


@dataclass(frozen=True)
class Share:
    """The days of one holder, and what is counted as theirs; `percent` of all, for the bar."""

    holder: Holder
    name: Text
    meant: Text
    days: int
    working: int
    percent: int


@dataclass(frozen=True)
class StepLine:
    """A step as it is listed; `again`: the case that failed, to be applied for once more."""

    name: str
    state: Text
    tag: str
    note: str
    again: object = None
    spared: bool = False


def shares(spent: Mapping[Holder, Spent]) -> list[Share]:
    """Holder by holder, in their order."""
    total = sum(each.days for each in spent.values()) or 1
    return [
        Share(
            holder,
            HOLDERS[holder],
            MEANT[holder],
            spent[holder].days,
            spent[holder].working,
            round(spent[holder].days * 100 / total),
        )
        for holder in Holder
    ]


def finding(spent: Mapping[Holder, Spent]) -> str:
    """What the bar shows, in one sentence."""
    named = [f"{each.name} {each.days}" for each in shares(spent) if each.days]
    days = sum(each.days for each in spent.values())
    return _("一共 %(days)s 天：%(named)s") % {"days": days, "named": joined(named)}


def rail(life: Life) -> list[tuple[str, str, str]]:
    """The phases as stations of a line."""
    now = life.now
    return [(each.phase.name, _station(each, now), _clock(each)) for each in life.phases]


def _station(each: PhaseView, now: PhaseView | None) -> str:
    if each.done:
        return "done"
    return "now" if each is now or each.begun else "todo"


def _clock(each: PhaseView) -> str:
    """Days of government time against the limit, as short as the line needs it."""
    time = each.time
    if not each.begun:
        return _("限 %(limit)s 天") % {"limit": time.limit}
    return _("%(used)s / %(limit)s 天") % {"used": time.used, "limit": time.limit}


def step_lines(each: PhaseView) -> list[StepLine]:
    """The steps of a phase."""
    failed = {case.item: case.id for case in each.cases}
    return [_step(step, failed) for step in each.steps]


def _phase(each: PhaseView) -> tuple[PhaseView, list[StepLine], list[StepLine]]:
    """With its steps, and those of them that are not needed."""
    lines = step_lines(each)
    return each, lines, [line for line in lines if line.spared]


def _step(step: Step, failed: Mapping[str, object]) -> StepLine:
    state, tag = STANDINGS[step.standing]
    again = failed.get(step.part.item) if step.standing is Standing.FAILED else None
    spared = step.standing is Standing.NOT_NEEDED
    return StepLine(step.part.name, state, tag, _note(step), again, spared)


def _note(step: Step) -> str:
    if step.standing is Standing.NOT_NEEDED:
        return step.part.why_not
    if step.waits_for:
        return _("等%(names)s") % {"names": joined(step.waits_for)}
    if step.part.unsure and step.standing is Standing.READY:
        return _("要不要办，看申请时的回答")
    return ""


def stretch_lines(stretches: Sequence[Stretch]) -> list[dict[str, object]]:
    """Every day there was, newest first."""
    return [
        {
            "dates": _dates(each),
            "name": HOLDERS[each.holder],
            "days": each.days,
            "working": each.working,
            "why": joined(dict.fromkeys(_why(hold) for hold in each.because))
            or str(WHYS[Why.PREPARE]),
        }
        for each in reversed(stretches)
    ]


def _dates(each: Stretch) -> str:
    if each.first == each.last:
        return local_date(each.first)
    return _("%(first)s 至 %(last)s") % {
        "first": local_date(each.first),
        "last": local_date(each.last),
    }


def _why(hold: Hold) -> str:
    what = WHYS[hold.why]
    if hold.why is Why.PROCEDURE:
        # what was not said which is a special procedure without a name
        what = SPECIAL_PROCEDURES.get(Procedure(hold.procedure or Procedure.OTHER), what)
    if hold.why is Why.WORK:
        what = ENGAGEMENTS[hold.procedure]
    return _("%(what)s（%(name)s）") % {"what": what, "name": hold.what}


def project_page(view: ProjectView) -> dict[str, object]:
    """What both sides read of one project."""
    life = view.life
    return {
        "view": view,
        "life": life,
        "nature": NATURES[life.nature],
        "rail": rail(life),
        "phases": [_phase(each) for each in life.phases],
        "shares": shares(life.spent),
        "finding": finding(life.spent),
        "stretches": stretch_lines(life.stretches),
        "holder": HOLDERS[life.holder],
        "offers": view.offers,
        "ready": [step.part.name for step in life.ready() if not step.part.unsure],
        "engagements": [(each, ENGAGEMENTS[each.kind]) for each in view.engagements],
    }
