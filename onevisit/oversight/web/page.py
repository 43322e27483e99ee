"""The director's page as its template draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.delivery.queries.late import LateBag
from onevisit.oversight.queries import Exceptional, Figures, Line, Today, Trouble
from onevisit.oversight.queries.reviews import LateReviews
from onevisit.oversight.rules import Period, PeriodKind
from onevisit.oversight.web.asking import period_query, with_query
from onevisit.oversight.web.formulas import BY_CODE, Formula
from onevisit.oversight.web.telling import (
    cases_text,
    difference_text,
    mean_text,
    n_text,
    points_text,
    share_of,
    share_text,
)
from onevisit.oversight.web.wordings import (
    BAGS,
    BEFORE,
    LISTS,
    PERIODS,
    PROJECTS,
    REVIEWS,
    Text,
)
from onevisit.projects.queries.unhanded import Unhanded
from onevisit.ui import formatting
from onevisit.ui.charts import Point, Span
from onevisit.ui.templatetags.charts import Table

SHOWN = 12
_HOLDERS = 3
_SPANS = 6
_PRESSING = frozenset({Trouble.OVERDUE, Trouble.INTAKE})


@dataclass(frozen=True)
class Tile:
    """One figure: what it is, of how many, what it was before, and where its list is."""

    formula: Formula
    value: str
    of: str
    before: str
    lists: list[tuple[Text, str]]


@dataclass(frozen=True)
class Alarm:
    """One kind of exception with who holds it."""

    name: Text
    count: int
    told: str
    holders: str
    url: str
    pressing: bool


@dataclass(frozen=True)
class Others:
    """What else should not be left lying: bags that are late, reviews of drawings whose day is
    over, and projects of which nothing was handed in.
    """

    bags: Sequence[LateBag]
    reviews: LateReviews
    projects: Unhanded


@dataclass(frozen=True)
class CutRow:
    """A department, a thing or a place in a table; `url` is the page of that place alone."""

    name: str
    closed_url: str
    closed: str
    true_rate: str
    zero_rate: str
    visits: str
    coverage: str
    decided_url: str
    decided: str
    on_time: str
    late_url: str
    late: int
    used: str
    promise: str
    legal: str
    url: str = ""


@dataclass(frozen=True)
class Page:
    """Everything the template draws."""

    today: Today
    overdue: int
    due_soon: int
    alarms: list[Alarm]
    calm: list[Text]
    period: Period
    period_name: Text
    days: str
    before_days: str
    periods: list[tuple[Text, str, bool]]
    figures_at: datetime
    tiles: list[Tile]
    departments: list[CutRow]
    things: list[CutRow]
    more_things: str
    weeks: list[Point]
    weeks_finding: str
    weeks_table: Table
    spans: list[Span]
    spans_finding: str
    spans_table: Table
    places: list[CutRow]
    place: str
    place_name: str
    place_choices: list[tuple[str, str]]
    everywhere_url: str


def page(
    found: Figures,
    at: datetime,
    of: Period,
    alarms: Sequence[Exceptional],
    today: Today,
    *,
    others: Others,
    every_thing: bool,
    place: str,
    places: Mapping[str, str],
) -> Page:
    """Put together what the queries found."""
    counts = {each.kind: each.count for each in alarms}
    points, spans = _weeks(found.weeks), _spans(found.items)
    things = found.things if every_thing else found.things[:SHOWN]
    here, there = reverse("oversight:home"), {"place": place}
    said = period_query(of) | there
    return Page(
        today=today,
        overdue=counts[Trouble.OVERDUE],
        due_soon=counts[Trouble.SOON],
        alarms=[*_alarms(alarms, there), *_other_alarms(others, place)],
        calm=_calm(alarms, others),
        period=of,
        period_name=PERIODS[of.kind],
        days=_span_text(of.now.since, of.now.until),
        before_days=_span_text(of.before.since, of.before.until),
        periods=_periods(of, there),
        figures_at=at,
        tiles=_tiles(found, of, said),
        departments=[_row(line, "department", said) for line in found.departments],
        things=[_row(line, "thing", said) for line in things],
        more_things=""
        if len(things) == len(found.things)
        else with_query(here, said | {"things": "all"}),
        weeks=points,
        weeks_finding=_weeks_finding(points),
        weeks_table=_weeks_table(found.weeks),
        spans=spans,
        spans_finding=_spans_finding(spans),
        spans_table=_spans_table(found.items),
        places=[] if place else _places(found.places, places, said),
        place=place,
        place_name=places.get(place, place),
        place_choices=list(places.items()),
        everywhere_url=with_query(here, period_query(of)),
    )


def _periods(of: Period, there: dict[str, str]) -> list[tuple[Text, str, bool]]:
    here = reverse("oversight:home")
    return [
        (PERIODS[kind], with_query(here, {"period": str(kind)} | there), kind is of.kind)
        for kind in PeriodKind
        if kind is not PeriodKind.CUSTOM
    ]


def _places(lines: Sequence[Line], names: Mapping[str, str], said: dict[str, str]) -> list[CutRow]:
    named = (replace(line, name=names.get(line.key, line.key)) for line in lines)
    return [_row(line, "place", said) for line in named]


def list_url(what: str, said: dict[str, str]) -> str:
    """The address of a list."""
    return with_query(reverse("oversight:list", args=[what]), said)


def _span_text(since: date, until: date) -> str:
    return _("%(since)s至%(until)s") % {
        "since": formatting.local_date(since),
        "until": formatting.local_date(until),
    }


def _alarms(found: Sequence[Exceptional], there: dict[str, str]) -> list[Alarm]:
    return [_alarm(each, there) for each in found if each.count]


def _other_alarms(others: Others, place: str) -> list[Alarm]:
    return [
        *_late(others.bags, place),
        *_reviews(others.reviews, place),
        *_projects(others.projects),
    ]


def _calm(alarms: Sequence[Exceptional], others: Others) -> list[Text]:
    """What there is nothing of."""
    counted = (
        (BAGS, others.bags),
        (REVIEWS, others.reviews.count),
        (PROJECTS, others.projects.count),
    )
    nothing = [name for name, some in counted if not some]
    return [*(LISTS[each.kind] for each in alarms if not each.count), *nothing]


def _alarm(found: Exceptional, there: dict[str, str]) -> Alarm:
    names = [
        _("%(name)s %(n)s 件") % {"name": each.name, "n": each.count}
        for each in found.holders[:_HOLDERS]
    ]
    if len(found.holders) > _HOLDERS:
        others = len(found.holders) - _HOLDERS
        names.append(ngettext("还有 %(n)s 个部门", "还有 %(n)s 个部门", others) % {"n": others})
    told = []
    if found.earliest is not None:
        told.append(_("最早 %(day)s") % {"day": formatting.local_date(found.earliest)})
    if found.unclaimed and found.kind is not Trouble.UNCOLLECTED:
        told.append(_("%(n)s 件没人认领") % {"n": found.unclaimed})
    return Alarm(
        LISTS[found.kind],
        found.count,
        _("，").join(told),
        formatting.joined(names),
        list_url(found.kind, there),
        found.kind in _PRESSING,
    )


def _late(bags: Sequence[LateBag], place: str) -> list[Alarm]:
    """Papers that were to have arrived at another office."""
    if not bags:
        return []
    ways = dict.fromkeys(f"{each.sender} → {each.receiver}" for each in bags)
    day = _("最早 %(day)s") % {"day": formatting.local_date(bags[0].due_on)}
    url = with_query(reverse("oversight:bags"), {"place": place})
    return [Alarm(BAGS, len(bags), day, formatting.joined(list(ways)[:_HOLDERS]), url, True)]


def _reviews(found: LateReviews, place: str) -> list[Alarm]:
    """Drawings that several departments review, and somebody's day is over."""
    if found.earliest is None:
        return []
    day = _("最早 %(day)s") % {"day": formatting.local_date(found.earliest)}
    leads = _("%(names)s牵头") % {"names": formatting.joined(found.leads[:_HOLDERS])}
    url = with_query(reverse("oversight:reviews"), {"late": "1", "place": place})
    return [Alarm(REVIEWS, found.count, day, leads, url, True)]


def _projects(found: Unhanded) -> list[Alarm]:
    """Investment projects that were registered and no more."""
    if found.earliest is None:
        return []
    day = _("最早 %(day)s登记") % {"day": formatting.local_date(found.earliest)}
    url = with_query(reverse("projects:desk"), {"unhanded": "1"})
    return [Alarm(PROJECTS, found.count, "", day, url, False)]


def _tiles(found: Figures, of: Period, said: dict[str, str]) -> list[Tile]:
    now, then, cases, cases_then = (
        found.now.closed,
        found.before.closed,
        found.now.decided,
        found.before.decided,
    )
    shares = {
        "true-rate": (now.true_rate, then.true_rate),
        "zero-rate": (now.zero_rate, then.zero_rate),
        "coverage": (now.coverage, then.coverage),
        "on-time": (cases.on_time_rate, cases_then.on_time_rate),
        "satisfaction": (found.rated.satisfaction, found.rated_before.satisfaction),
    }
    means = {
        "average-visits": (now.average, then.average),
        "days": (cases.average_used, cases_then.average_used),
    }
    tiles = {
        code: _tile(
            code,
            share_text(this),
            share_of(this),
            _before(of, share_text(that), that.whole, points_text(this, that)),
            said,
        )
        for code, (this, that) in shares.items()
    } | {
        code: _tile(
            code,
            mean_text(this),
            n_text(this.count),
            _before(of, mean_text(that), that.count, difference_text(this, that)),
            said,
        )
        for code, (this, that) in means.items()
    }
    squeeze, squeeze_then = cases.compression, cases_then.compression
    tiles["compression"] = _tile(
        "compression",
        share_text(squeeze) if cases.limited >= 5 or not cases.limited else _("样本少"),
        n_text(cases.limited),
        _before(of, share_text(squeeze_then), cases_then.limited, ""),
        said,
    )
    tiles["cards"] = _cards_tile(found, of, said)
    return [tiles[code] for code in BY_CODE]


def _cards_tile(found: Figures, of: Period, said: dict[str, str]) -> Tile:
    this, that = found.cards, found.cards_before
    sample = _("另有黄牌 %(yellow)s 张，撤销 %(withdrawn)s 张") % {
        "yellow": f"{this.yellow:,}",
        "withdrawn": f"{this.withdrawn:,}",
    }
    before = _("%(when)s %(n)s 张") % {"when": BEFORE[of.kind], "n": f"{that.red:,}"}
    return _tile("cards", _("%(n)s 张") % {"n": f"{this.red:,}"}, sample, before, said)


def _tile(code: str, value: str, sample: str, before: str, said: dict[str, str]) -> Tile:
    formula = BY_CODE[code]
    lists = [(LISTS[what], list_url(what, said)) for what in formula.lists]
    return Tile(formula, value, sample, before, lists)


def _before(of: Period, text: str, count: int, apart: str) -> str:
    told = _("%(when)s %(value)s（%(n)s）") % {
        "when": BEFORE[of.kind],
        "value": text,
        "n": n_text(count),
    }
    return _("%(told)s，%(apart)s") % {"told": told, "apart": apart} if apart else told


def _row(line: Line, cut: str, asked: dict[str, str]) -> CutRow:
    said = asked | {cut: line.key}
    closed, decided = line.closed, line.decided
    return CutRow(
        name=line.name,
        closed_url=list_url("closed", said),
        closed=f"{closed.count:,}",
        true_rate=share_text(closed.true_rate),
        zero_rate=share_text(closed.zero_rate),
        visits=mean_text(closed.average),
        coverage=share_text(closed.coverage),
        decided_url=list_url("decided", said),
        decided=f"{decided.count:,}",
        on_time=share_text(decided.on_time_rate),
        late_url=list_url("late", said),
        late=decided.promised - decided.on_time,
        used=mean_text(decided.average_used),
        promise=mean_text(decided.average_promise),
        legal=mean_text(decided.average_legal),
        url=with_query(reverse("oversight:home"), said) if cut == "place" else "",
    )


def _weeks(lines: Sequence[Line]) -> list[Point]:
    """Every week between the first and the last, also those in which nothing ended."""
    found = {date.fromisoformat(line.key): line for line in lines}
    points: list[Point] = []
    day = min(found, default=None)
    while day is not None and day <= max(found):
        closed = found[day].closed if day in found else None
        value = closed.visits / closed.count if closed and closed.count else None
        text = "" if value is None else f"{value:.2f}"
        few = bool(closed and closed.average.few)
        points.append(Point(f"{day.month}/{day.day}", value, text, few))
        day += timedelta(days=7)
    return points


def _weeks_finding(points: Sequence[Point]) -> str:
    sure = [point for point in points if point.value is not None and not point.few]
    if len(sure) < 2:
        return _("每周办结的申请平均跑几次；样本够多的不到两周，看不出走向。")
    return _("每周平均跑动：%(first)s 那周 %(from)s 次，%(last)s 那周 %(to)s 次。") % {
        "first": sure[0].label,
        "from": sure[0].text,
        "last": sure[-1].label,
        "to": sure[-1].text,
    }


def _weeks_table(lines: Sequence[Line]) -> Table:
    heads = [_("从周一起的一周"), _("办结"), _("平均跑动"), _("实际实现率"), _("零跑率")]
    return Table(
        heads,
        [
            (
                formatting.local_date(date.fromisoformat(line.key)),
                f"{line.closed.count:,}",
                mean_text(line.closed.average),
                share_text(line.closed.true_rate),
                share_text(line.closed.zero_rate),
            )
            for line in lines
        ],
    )


def _by_decided(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.decided.count, line.key))


def _spans(lines: Sequence[Line]) -> list[Span]:
    """The items most often decided, of which there are enough to tell."""
    spans = []
    for line in _by_decided(lines):
        used = line.decided.average_used.value
        if used is None:
            continue
        spans.append(
            Span(
                line.name,
                used,
                line.decided.average_promise.value,
                line.decided.average_legal.value,
                _("%(n)s 日") % {"n": f"{used:.1f}"},
            )
        )
    return spans[:_SPANS]


def _spans_finding(spans: Sequence[Span]) -> str:
    if not spans:
        return _("各事项办件都少，还比不出用时。")
    late = [span.label for span in spans if span.late]
    if not late:
        return _("办得最多的事项，平均用时都在承诺之内。")
    return _("平均用时超过承诺的：%(names)s。") % {"names": formatting.joined(late)}


def _spans_table(lines: Sequence[Line]) -> Table:
    heads = [_("事项"), _("办件"), _("平均工作日"), _("承诺"), _("法定"), _("按时")]
    return Table(
        heads,
        [
            (
                line.name,
                cases_text(line.decided.count),
                mean_text(line.decided.average_used),
                mean_text(line.decided.average_promise),
                mean_text(line.decided.average_legal),
                share_text(line.decided.on_time_rate),
            )
            for line in _by_decided(lines)[:SHOWN]
        ],
    )
