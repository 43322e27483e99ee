"""The process of a thing as a drawing, and the same as a list to be read aloud."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.catalogue.rules.vocabulary import PartyRole
from onevisit.guidance.rules import flow
from onevisit.guidance.rules.flow import FlowStep, Presence
from onevisit.guidance.web.things import Thing, days
from onevisit.ui.flowchart import BROAD, Flowchart, Node, draw_flow, draw_stack
from onevisit.ui.formatting import joined
from onevisit.ui.sheets import Picture

_TEMPLATE = "ui/partials/flowchart.html"
SLIM = 310
"""A drawing no wider fits a phone."""
ABREAST = 3
"""Boxes in a row where the drawing would be wider than the page."""

_FEW = 3
"""After more steps than this a box does not name them."""


@dataclass(frozen=True)
class Said:
    """One step in words."""

    name: str
    text: str


@dataclass(frozen=True)
class FlowPage:
    """The drawing, what it shows in one sentence, and its steps in words."""

    chart: Flowchart
    slim: Flowchart
    finding: str
    steps: list[Said]
    dashed: bool
    strong: bool

    @property
    def drawings(self) -> list[SafeString]:
        """For the page: wide, and for a phone where that would not fit."""
        if self.slim is self.chart:
            return [self._drawn(self.chart, "flow")]
        return [self._drawn(self.chart, "flow wide"), self._drawn(self.slim, "flow slim")]

    def picture(self) -> Picture:
        """For paper."""
        said = "；".join(f"{step.name}：{step.text}" for step in self.steps)
        drawn = self._drawn(self.chart)
        return Picture(drawn, f"{self.finding}。{said}", self.chart.width, self.chart.height)

    def _drawn(self, chart: Flowchart, kind: str = "") -> SafeString:
        """Without a kind for paper, where the words stand beside it."""
        facts = {
            "chart": chart,
            "kind": kind,
            "id": kind.replace(" ", "-"),
            "title": self.finding,
            "description": _("下面有文字版：%(names)s")
            % {"names": joined(step.name for step in self.steps)},
        }
        return render_to_string(_TEMPLATE, facts)


def flow_page(thing: Thing, *, always: frozenset[str]) -> FlowPage | None:
    """The process of `thing`; None where none is described."""
    steps = flow.flow_of(thing.offer, always=always)
    if not thing.applicable or not steps:
        return None
    at = flow.levels(steps)
    names = {step.key: _name(step) for step in steps}
    nodes = [
        Node(
            key=step.key,
            title=names[step.key],
            notes=tuple(_notes(thing, step)),
            after=step.after,
            level=at[step.key],
            tone=_tone(step),
            strong=step.critical,
            dashed=step.sometimes,
            waits=_waits(step, names) if len(step.after) <= _FEW else _("这些都办完以后"),
        )
        for step in steps
    ]
    chart = draw_flow(nodes)
    if chart.width > BROAD:
        chart = draw_stack(nodes, sheet=BROAD, abreast=ABREAST)
    return FlowPage(
        chart=chart,
        slim=chart if chart.width <= SLIM else draw_stack(nodes),
        finding=_finding(thing, steps),
        steps=[Said(names[s.key], _spoken(thing, s, names)) for s in steps],
        dashed=any(step.sometimes for step in steps),
        strong=any(step.critical for step in steps),
    )


def _name(step: FlowStep) -> str:
    if step.key == flow.APPLY:
        return _("填一张表，交一次")
    if step.key == flow.COLLECT:
        return _("一起领结果")
    return step.name


def _tone(step: FlowStep) -> str:
    if step.presence is Presence.COME:
        return "come"
    return "you" if step.who is PartyRole.APPLICANT else "office"


def _who(thing: Thing, step: FlowStep) -> str:
    match step.who:
        case PartyRole.APPLICANT:
            return _("您")
        case PartyRole.CENTRE:
            return _("综合窗口")
    return thing.office(step.part or thing.offer.parts[0]) or _("办理部门")


def _notes(thing: Thing, step: FlowStep) -> list[str]:
    said = [_who(thing, step)]
    if step.days is not None:
        said.append(days(step.days, step.unit))
    presence = {
        Presence.COME: _("要您来一次"),
        Presence.REMOTE: _("网上就能办"),
        Presence.THERE: _("上门看，您不用跑"),
    }
    said += [presence[step.presence]] if step.presence in presence else []
    said += [_("决定总时间")] if step.critical else []
    said += [_("看情况")] if step.sometimes else []
    return said


def _spoken(thing: Thing, step: FlowStep, names: dict[str, str]) -> str:
    return "；".join(filter(None, (*_notes(thing, step), _waits(step, names))))


def _waits(step: FlowStep, names: dict[str, str]) -> str:
    after = joined(f"“{names[key]}”" for key in step.after)
    return _("%(names)s以后") % {"names": after} if after else ""


def _finding(thing: Thing, steps: tuple[FlowStep, ...]) -> str:
    come = sum(step.presence is Presence.COME for step in steps)
    count = len(steps)
    said = ngettext("一共 %(n)s 步", "一共 %(n)s 步", count) % {"n": count}
    if not come:
        return _("%(steps)s，每一步都能不跑") % {"steps": said}
    return ngettext("%(steps)s，其中 %(n)s 步要您来", "%(steps)s，其中 %(n)s 步要您来", come) % {
        "steps": said,
        "n": come,
    }
