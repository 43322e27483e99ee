"""The section of steps 环节: the graph as a picture and, equal to it, as a list that is edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue.rules.definition import After, ItemDefinition, Step
from onevisit.catalogue.rules.editing.graph import (
    Layout,
    Placed,
    added,
    layout,
    refuse_round,
    removed,
)
from onevisit.catalogue.rules.editing.keys import keyed
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box, Reading
from onevisit.catalogue.web.editor.listing import Row, Rows
from onevisit.catalogue.web.editor.modes import MODES
from onevisit.catalogue.web.editor.nested import ListBox
from onevisit.catalogue.web.editor.section import Change, Errors, Section, Written
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.ui.fields import FieldView, Option, Text

WIDTH, HEIGHT, ACROSS, DOWN = 168, 52, 192, 84
"""Of a step's box in the picture, and from one box to the next, in pixels."""
UNKNOWN = "?"
LONGEST = 10
"""Characters of a name that fit into a box."""


@dataclass(frozen=True)
class BeforeBox(Box):
    """A step of this item that comes first."""

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> FieldView:
        """A choice of the item's steps."""
        options = [Option(step.key, step.name or step.key) for step in item.steps]
        return replace(self.view(name, value, posted, errors.get(name, "")), options=options)


@dataclass(frozen=True)
class WaitBox(Box):
    """Working days between two steps; nobody knowing how many is a wait too."""

    def view(self, name: str, value: object, posted: QueryDict | None, error: Text) -> FieldView:
        """A number, or a question mark."""
        shown = UNKNOWN if value is True else str(value or "")
        return super().view(name, shown, posted, error)

    def read(self, name: str, posted: QueryDict) -> object:
        """No wait, days, or yes. Raises ValueError."""
        text = str(super().read(name, posted)).replace("？", UNKNOWN)
        if text in ("", UNKNOWN):
            return text == UNKNOWN or 0
        if not (text.isascii() and text.isdigit() and len(text) < 5):
            raise ValueError(_("这里要写整数。"))
        return int(text)


AFTER = ListBox(
    "after",
    gettext_lazy("接在哪些环节后面"),
    wide=True,
    inner=Rows(
        "after",
        gettext_lazy("前面的环节"),
        gettext_lazy("再接一个环节"),
        lambda: After(step=""),
        (
            BeforeBox("step", gettext_lazy("前面的环节"), As.ONE, required=True),
            WaitBox(
                "wait",
                gettext_lazy("中间要等几天"),
                help=gettext_lazy("当场接着做的空着，不知道几天的写 ?。"),
            ),
            WhenBox("when", gettext_lazy("什么情况下要等它")),
        ),
        title=lambda row: str(row.step),
    ),
)


def settled_steps(item: ItemDefinition, rows: Sequence[Step]) -> Sequence[Step]:
    """Steps with keys and without ways round: what is gone is bridged, what is new stands behind
    the one above it. Raises Invalid `catalogue.steps_go_round`.
    """
    kept = {row.key for row in rows}
    named = keyed(rows, "s", (step.key for step in item.steps))
    steps = tuple(row for row in rows if row.key)
    for gone in (step for step in item.steps if step.key not in kept):
        steps = removed((*steps, gone), gone.key)
    for at, step in enumerate(named):
        if step.key not in kept:
            above = named[at - 1].key if at else ""
            steps = added(steps, step, after=above) if above else (step, *steps)
    refuse_round(steps)
    return steps


STEP_ROWS = Rows(
    "steps",
    gettext_lazy("环节"),
    gettext_lazy("在最后加一个环节"),
    lambda: Step(key="", name="", kind=StepKind.REVIEW, party=PartyRole.DEPARTMENT),
    (
        Box("name", gettext_lazy("名称"), required=True),
        Box(
            "kind",
            gettext_lazy("做什么"),
            As.ONE,
            choices.options(choices.STEPS),
            StepKind,
            fallback=StepKind.REVIEW,
        ),
        Box(
            "party",
            gettext_lazy("谁做"),
            As.ONE,
            choices.options(choices.PARTIES),
            PartyRole,
            fallback=PartyRole.DEPARTMENT,
        ),
        Box("limit", gettext_lazy("几天内做完"), As.WHOLE, fallback=0),
        Box(
            "points",
            gettext_lazy("现场检查要点"),
            As.LINES,
            wide=True,
            help=gettext_lazy("只有现场踏勘用。一行一条，去现场的人在手机上逐条勾。"),
        ),
    ),
    (AFTER, MODES, WhenBox("when", gettext_lazy("什么情况下有这个环节"))),
    insert=gettext_lazy("后面插一个"),
    settle=settled_steps,
)


@dataclass(frozen=True)
class Drawing:
    """The graph as a picture, from top to bottom, with everything in it said in words too."""

    width: int
    height: int
    nodes: list["NodeView"]
    edges: list["EdgeView"]
    finding: str
    over: bool


@dataclass(frozen=True)
class NodeView:
    """One box: its corner, its two lines, and its sentence for the list."""

    x: int
    y: int
    name: str
    note: str
    critical: bool
    applicant: bool
    said: str

    @property
    def middle(self) -> int:
        """Where its lines of text are centred."""
        return self.x + WIDTH // 2

    @property
    def lines(self) -> tuple[int, int]:
        """The base lines of its two lines."""
        return self.y + 22, self.y + 41


@dataclass(frozen=True)
class EdgeView:
    """One arrow: its path."""

    path: str
    critical: bool


def drawing_of(item: ItemDefinition, *, bundle: bool = False) -> Drawing:
    """The steps as they are drawn, with the longest path held against the promise; of a `bundle`
    they are its parts.
    """
    found = layout(item.steps)
    names = {step.key: step.name for step in item.steps}
    at = {each.step.key: (each.row * ACROSS + 4, each.column * DOWN + 4) for each in found.steps}
    critical = {each.step.key for each in found.steps if each.critical}
    promise = item.regime.promise
    return Drawing(
        width=max(found.rows * ACROSS - (ACROSS - WIDTH) + 8, 1),
        height=max(found.columns * DOWN - (DOWN - HEIGHT) + 8, 1),
        nodes=[_node(each, at[each.step.key], names) for each in found.steps],
        edges=[
            EdgeView(_path(at[before], at[each.step.key]), {before, each.step.key} <= critical)
            for each in found.steps
            for before in each.after
        ],
        finding=_finding(found, promise, bundle),
        over=promise is not None and found.days > promise,
    )


def _node(placed: Placed, corner: tuple[int, int], names: Mapping[str, str]) -> NodeView:
    step = placed.step
    name = step.name or step.key
    party = str(choices.PARTIES[step.party])
    note = _("%(party)s · %(n)s 天") % {"party": party, "n": step.limit} if step.limit else party
    before = "、".join(names[key] for key in placed.after)
    said = _("接在 %(steps)s 之后") % {"steps": before} if before else _("从这里开始")
    return NodeView(
        x=corner[0],
        y=corner[1],
        name=name if len(name) <= LONGEST else name[: LONGEST - 1] + "…",
        note=note,
        critical=placed.critical,
        applicant=step.party is PartyRole.APPLICANT,
        said=_("%(name)s（%(note)s）：%(said)s") % {"name": name, "note": note, "said": said},
    )


def _path(above: tuple[int, int], below: tuple[int, int]) -> str:
    x1, y1 = above[0] + WIDTH // 2, above[1] + HEIGHT
    x2, y2 = below[0] + WIDTH // 2, below[1] - 5
    bend = max((y2 - y1) // 2, 12)
    return f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"


def _finding(found: Layout, promise: int | None, bundle: bool) -> str:
    facts = {"steps": len(found.steps), "days": found.days, "promise": promise}
    if bundle and promise is None:
        return _("%(steps)s 件事，最长的一串 %(days)s 天；还没写承诺时限。") % facts
    if bundle and found.days <= (promise or 0):
        return _("%(steps)s 件事，最长的一串 %(days)s 天，在承诺的 %(promise)s 天以内。") % facts
    if promise is None:
        return _("%(steps)s 个环节，最长的一条路 %(days)s 天；还没写承诺时限。") % facts
    if found.days > promise:
        return _("最长的一条路要 %(days)s 天，超过了承诺的 %(promise)s 天。") % facts
    return _("%(steps)s 个环节，最长的一条路 %(days)s 天，在承诺的 %(promise)s 天以内。") % facts


def _drawn(view: Written, posted: QueryDict | None, errors: Errors) -> dict[str, object]:
    item = view.definition
    rows: list[Row] = STEP_ROWS.draw(item, posted, errors)
    return {"groups": [], "lists": [(STEP_ROWS, rows)], "drawing": drawing_of(item)}


def _read(_view: Written, posted: QueryDict) -> Change:
    reading = Reading(posted)
    rows = STEP_ROWS.read(reading)
    reading.done()
    return rows


STEPS = Section(
    "steps",
    gettext_lazy("环节和流程"),
    _drawn,
    _read,
    gettext_lazy("每个环节谁做、几天、接在谁后面；图随保存更新。"),
    "catalogue/editor/steps.html",
)
