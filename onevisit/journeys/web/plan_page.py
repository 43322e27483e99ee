"""A plan in words: its finding, its chart, and the lines of its tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from onevisit.journeys.queries.plans import Result
from onevisit.journeys.rules.expanding import Scope
from onevisit.journeys.rules.planning import ItemLine, Step
from onevisit.journeys.rules.planning.given import Service, Thing
from onevisit.journeys.rules.planning.wishes import Wish
from onevisit.journeys.web.wordings import CLOSED, KINDS, UNKNOWN
from onevisit.kernel.money import Fen, yuan
from onevisit.ui.charts import Point
from onevisit.ui.fields import Text
from onevisit.ui.templatetags.charts import Table

SHOWN_ITEMS = 50
SHOWN_UNKNOWN = 20


@dataclass(frozen=True, slots=True)
class ShownService:
    """One enabler as a row shows it."""

    code: str
    name: str
    state: Text
    cost: str
    open: bool
    considered: bool


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step of the plan as a row shows it."""

    code: str
    name: str
    cost: str
    spared: str
    left: str
    lost: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One thing as a row shows it; `basis` says of which situations its visits are."""

    line: ItemLine
    name: str
    volume: str
    mean: str
    basis: str
    spared: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a plan that is done shows. Things that take no visit are left out."""

    result: Result
    finding: str
    gap: str
    points: list[Point]
    table: Table
    steps: list[ShownStep]
    more: list[tuple[str, str, str]]
    services: list[ShownService]
    items: list[ShownItem]
    visited: int
    changed: int
    by_case: int
    to_none: int
    to_once: int
    unknown: list[tuple[str, str, Text]]
    unpriced: list[str]
    otherwise: list[tuple[str, int]]

    @classmethod
    def of(cls, result: Result) -> "Page":
        """In words."""
        names = names_of(result.given.services)
        lines = [each for each in result.told.items if each.now]
        changed = [each for each in lines if each.visits_then < each.visits_now]
        things = {each.code: each for each in result.given.things}
        labels = {each.code: each.name for each in result.given.things}
        return cls(
            result=result,
            finding=finding(result),
            gap=told_gap(result),
            points=_points(result),
            table=_table(result, names),
            steps=[_step(each, names) for each in result.told.steps],
            more=[
                (listed(each.codes, names), cost(each.cost), count(each.spared))
                for each in result.told.more
            ],
            services=[_service(each, result.opened) for each in result.given.services],
            items=[shown_item(e, things[e.code], names) for e in lines[:SHOWN_ITEMS]],
            visited=len(lines),
            changed=len(changed),
            by_case=sum(bool(things[each.code].cases) for each in lines),
            to_none=sum(each.then == 0 < each.now for each in changed),
            to_once=sum(each.then == 1 < each.now for each in changed),
            unknown=[
                (each.code, each.name, UNKNOWN[each.why])
                for each in result.given.unknown[:SHOWN_UNKNOWN]
            ],
            unpriced=[names[e.code] for e in result.given.services if e.cost is None],
            otherwise=[(labels[code], visits) for code, visits in result.otherwise.items()],
        )

    @property
    def hidden_items(self) -> int:
        """How many things the table leaves to the workbook."""
        return self.visited - len(self.items)

    @property
    def hidden_unknown(self) -> int:
        """How many unknown ones are not listed."""
        return len(self.result.given.unknown) - len(self.unknown)

    @property
    def by_worst(self) -> int:
        """How many things are counted as the worst case, for want of applications."""
        return self.visited - self.by_case

    @property
    def volume(self) -> int:
        """Applications a year of all things together."""
        return sum(each.volume for each in self.result.told.items)


def names_of(services: Sequence[Service]) -> dict[str, str]:
    """What enablers are called, in the language of the page."""
    english = (get_language() or "").startswith("en")
    return {each.code: (english and each.name_en) or each.name for each in services}


def listed(codes: Sequence[str], names: dict[str, str]) -> str:
    """Several enablers."""
    return _("、").join(names.get(code, code) for code in codes)


def cost(amount: Fen | None) -> str:
    """In 元; that nobody knows is said."""
    return _("不知道") if amount is None else _("%(n)s 元") % {"n": yuan(amount)}


def count(number: int) -> str:
    """With marks between thousands."""
    return f"{number:,}"


def told_wish(wish: Wish) -> str:
    """What was asked, in a line."""
    said = []
    if wish.most is not None:
        said.append(_("最多 %(n)s 项") % {"n": wish.most})
    if wish.budget is not None:
        said.append(_("预算 %(n)s 元") % {"n": yuan(wish.budget)})
    if wish.kinds:
        said.append(_("、").join(str(KINDS[each]) for each in wish.kinds))
    said.append(_("从头算起") if wish.scope is Scope.LIVED else _("从申请到拿结果"))
    if wish.even is not None:
        said.append(_("每件事一年 %(n)s 件") % {"n": count(wish.even)})
    return _("，").join(said)


def finding(result: Result) -> str:
    """The one sentence."""
    told = result.told
    if not told.now:
        return _("按这些件数，现在一年一次都不用跑，没有可省的。")
    spared = told.now - told.then
    if not result.opened:
        return _("一项都不开通：一年跑 %(now)s 次。") % {"now": count(told.now)}
    said = ngettext(
        "开通这 %(n)s 项，一年少跑 %(spared)s 次（%(now)s → %(then)s），第一年花 %(cost)s。",
        "开通这 %(n)s 项，一年少跑 %(spared)s 次（%(now)s → %(then)s），第一年花 %(cost)s。",
        len(result.opened),
    )
    return said % {
        "n": len(result.opened),
        "spared": count(spared),
        "now": count(told.now),
        "then": count(told.then),
        "cost": cost(told.cost),
    }


def told_gap(result: Result) -> str:
    """How the plan stands to looking for the best one step by step, or to a choice by hand."""
    if result.by_hand:
        behind = result.told.then - result.best
        if behind > 0:
            return _("和方案比，一年多跑 %(n)s 次。") % {"n": count(behind)}
        if behind < 0:
            return _("比方案一年少跑 %(n)s 次，但超出了方案的限制。") % {"n": count(-behind)}
        return _("和方案一样多。")
    spared = result.told.now - result.best
    behind = result.greedy - result.best
    if not spared:
        return ""
    if not behind:
        return _("逐项挑最划算的，结果也是这么多；这里是证明过的最好结果。")
    return _("逐项挑最划算的，一年要多跑 %(n)s 次（少省 %(share)s）；这里是证明过的最好结果。") % {
        "n": count(behind),
        "share": f"{behind / spared:.0%}",
    }


def _points(result: Result) -> list[Point]:
    told = result.told
    left = [told.now, *(each.left for each in told.steps)]
    return [Point(str(number), value, count(value)) for number, value in enumerate(left)]


def _table(result: Result, names: dict[str, str]) -> Table:
    told = result.told
    rows: list[tuple[object, ...]] = [(_("现在"), "", count(told.now))]
    rows += [(names[e.code], count(e.spared), count(e.left)) for e in told.steps]
    return Table((_("开通到"), _("少跑"), _("一年还跑")), rows)


def _step(each: Step, names: dict[str, str]) -> ShownStep:
    return ShownStep(
        each.code,
        names[each.code],
        cost(each.cost),
        count(each.spared),
        count(each.left),
        count(each.lost),
    )


def _service(each: Service, opened: frozenset[str]) -> ShownService:
    [name] = names_of([each]).values()
    is_open = each.code in opened
    state = CLOSED[each.state]
    return ShownService(each.code, name, state, cost(each.cost), is_open, each.considered)


def shown_item(line: ItemLine, thing: Thing, names: dict[str, str]) -> ShownItem:
    """One thing, with what it still lacks."""
    now, then = means(line)
    return ShownItem(
        line=line,
        name=thing.name,
        volume=count(line.volume),
        mean=now if now == then else f"{now} → {then}",
        basis=told_basis(thing),
        spared=count(line.visits_now - line.visits_then),
        lacks=told_lacks(line, names),
    )


def means(line: ItemLine) -> tuple[str, str]:
    """Visits of an application, now and then."""
    if not line.volume:
        return "—", "—"
    return f"{line.visits_now / line.volume:.2f}", f"{line.visits_then / line.volume:.2f}"


def told_basis(thing: Thing) -> str:
    """Which situations the visits of a year are counted in."""
    if not thing.cases:
        return _("最多的情形")
    return ngettext("%(n)s 件申请的情形", "%(n)s 件申请的情形", thing.known) % {
        "n": count(thing.known)
    }


def told_lacks(line: ItemLine, names: dict[str, str]) -> str:
    """What would lower it further, or that nothing that could be opened does."""
    if not line.then:
        return "—"
    if line.lacks_to is None:
        return _("登记的都开通也少不了")
    return _("%(names)s（开通后 %(n)s 次）") % {
        "names": listed(line.lacks, names),
        "n": line.lacks_to,
    }
