"""A plan as a workbook: what to open, what comes of it for each thing, what would be next."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from onevisit.journeys.queries.plans import PlanView, Result
from onevisit.journeys.web.plan_page import (
    finding,
    listed,
    means,
    names_of,
    told_basis,
    told_gap,
    told_lacks,
    told_wish,
)
from onevisit.journeys.web.wordings import UNKNOWN
from onevisit.kernel.money import plain
from onevisit.kernel.sheets.books import Column, Page
from onevisit.ui.formatting import local_datetime

Row = Sequence[str | int]


def book(view: PlanView, result: Result) -> list[Page]:
    """Its sheets. Numbers are numbers, so that they can be added up."""
    return [
        Page(
            _("方案"),
            [Column(_("项目"), width=24), Column(_("内容"), width=90)],
            _head(view, result),
        ),
        Page(
            _("先后"),
            _columns(
                _("次序"),
                _("支撑能力"),
                _("代码"),
                _("第一年花费（元）"),
                _("少跑"),
                _("一年还跑"),
                _("少了它多跑"),
            ),
            _steps(result),
        ),
        Page(
            _("事项"),
            _columns(
                _("事项"),
                _("编码"),
                _("一年件数"),
                _("现在最多跑"),
                _("开通后最多跑"),
                _("一年少跑"),
                _("还差什么"),
                _("现在平均跑"),
                _("开通后平均跑"),
                _("按什么算"),
            ),
            _items(result),
        ),
        Page(
            _("情形"),
            _columns(_("事项"), _("编码"), _("一年件数"), _("现在跑"), _("开通后跑")),
            _cases(result),
        ),
        Page(
            _("再下一步"),
            _columns(_("再开通"), _("一年少跑"), _("第一年花费（元）")),
            _more(result),
        ),
        Page(_("算不出来的"), _columns(_("事项"), _("编码"), _("为什么")), _unknown(result)),
    ]


def _columns(*heads: str) -> list[Column]:
    return [Column(each, width=18) for each in heads]


def _head(view: PlanView, result: Result) -> Iterator[Row]:
    yield _("结论"), finding(result)
    yield _("比较"), told_gap(result)
    yield _("要求"), told_wish(view.wish)
    yield _("谁在什么时候算的"), f"{view.made_by} {local_datetime(view.made_at)}"
    yield _("依据的摘要（SHA-256）"), view.digest


def _steps(result: Result) -> Iterator[Row]:
    names = names_of(result.given.services)
    for number, each in enumerate(result.told.steps, 1):
        yield (
            number,
            names[each.code],
            each.code,
            plain(each.cost),
            each.spared,
            each.left,
            each.lost,
        )


def _items(result: Result) -> Iterator[Row]:
    names = names_of(result.given.services)
    things = {each.code: each for each in result.given.things}
    for each in result.told.items:
        spared = each.visits_now - each.visits_then
        yield (
            things[each.code].name,
            each.code,
            each.volume,
            each.now,
            each.then,
            spared,
            told_lacks(each, names),
            *means(each),
            told_basis(things[each.code]),
        )


def _cases(result: Result) -> Iterator[Row]:
    """What the visits of a year are added up from."""
    for thing in result.given.things:
        for load in thing.loads:
            curve = load.curve
            yield thing.name, thing.code, load.volume, curve.now, curve.at(result.opened)


def _more(result: Result) -> Iterator[Row]:
    names = names_of(result.given.services)
    for each in result.told.more:
        yield listed(each.codes, names), each.spared, plain(each.cost)


def _unknown(result: Result) -> Iterator[Row]:
    for each in result.given.unknown:
        yield each.name, each.code, str(UNKNOWN[each.why])
