"""``{% load charts %}``: lines and spans as SVG, each with its finding and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from onevisit.ui import charts

register = template.Library()


@dataclass(frozen=True)
class Table:
    """The figures behind a chart: heads of columns, and rows of which the first cell is a head."""

    heads: Sequence[object]
    rows: Sequence[Sequence[object]]


@register.inclusion_tag("ui/partials/line_chart.html")
def line_chart(points: Sequence[charts.Point], finding: str, table: Table) -> dict[str, object]:
    """``{% line_chart points finding table %}``: drawn twice, for wide and for slim screens."""
    drawn = [("wide", charts.draw_line(points)), ("slim", charts.draw_line(points, charts.SLIM))]
    return {"drawn": drawn, "finding": finding, "table": table}


@register.inclusion_tag("ui/partials/span_chart.html")
def span_chart(spans: Sequence[charts.Span], finding: str, table: Table) -> dict[str, object]:
    """``{% span_chart spans finding table %}``: actual, promised and legal time of things."""
    drawn = [("wide", charts.draw_spans(spans)), ("slim", charts.draw_spans(spans, charts.SLIM))]
    return {"drawn": drawn, "finding": finding, "table": table}
