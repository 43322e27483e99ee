"""How far regions depart from the standards, day by day: a line, the figures, and each region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from onevisit.catalogue.queries import DeviationsOn
from onevisit.catalogue.web.findings import Trend
from onevisit.ui.charts import Point
from onevisit.ui.formatting import local_date
from onevisit.ui.templatetags.charts import Table


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region at the beginning and at the end of the days; `more` departures, fewer below zero."""

    name: str
    url: str
    first: int
    last: int
    current: bool

    @property
    def more(self) -> int:
        """How many places more."""
        return self.last - self.first

    @property
    def change(self) -> str:
        """The same with its sign."""
        return f"{self.more:+}" if self.more else "0"


@dataclass(frozen=True, slots=True)
class RegionTrend:
    """The line of one region, or of all, and where each region came from."""

    title: str
    trend: Trend
    first: str
    last: str
    regions: list[RegionLine]


def region_trend(
    days: Sequence[DeviationsOn], region: str, names: Mapping[str, str]
) -> RegionTrend | None:
    """None where there are not two days to compare. `days` oldest first."""
    if len(days) < 2:
        return None
    found = [(each.on, each.of(region)) for each in days]
    points = [
        Point(f"{on.month}/{on.day}", group.forbidden, str(group.forbidden)) for on, group in found
    ]
    title = names.get(region, region) if region else _("各地")
    first, last = local_date(days[0].on), local_date(days[-1].on)
    finding = _("%(place)s不允许的偏离，从 %(first)s 的 %(from)s 处到 %(last)s 的 %(to)s 处。") % {
        "place": title,
        "first": first,
        "from": points[0].text,
        "last": last,
        "to": points[-1].text,
    }
    heads = [_("日期"), _("事项"), _("有标准"), _("偏离"), _("偏离几处"), _("允许的不同")]
    rows = [
        [local_date(on), g.items, g.with_standard, g.deviating, g.forbidden, g.allowed]
        for on, g in reversed(found)
    ]
    codes = sorted({code for each in days for code in each.regions})
    lines = [_line(code, days, names, current=code == region) for code in codes]
    lines.sort(key=lambda line: (-line.last, -line.first, line.url))
    return RegionTrend(title, Trend(points, finding, Table(heads, rows)), first, last, lines)


def _line(
    code: str, days: Sequence[DeviationsOn], names: Mapping[str, str], *, current: bool
) -> RegionLine:
    return RegionLine(
        name=names.get(code, code),
        url="?" + urlencode({"region": code}),
        first=days[0].of(code).forbidden,
        last=days[-1].of(code).forbidden,
        current=current,
    )
