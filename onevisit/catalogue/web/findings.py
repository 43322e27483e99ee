"""目录检查: what the publish rules find, by department, with its trend; and what is let go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import Day, RuleLine, Sift, ThingLine, ThingView, WaiverLine
from onevisit.catalogue.rules.publishing import RULES, Finding, Rule, Severity
from onevisit.catalogue.web.wordings import KINDS, SEVERITIES, WORDINGS, Text, place_text
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.charts import Point
from onevisit.ui.formatting import local_date
from onevisit.ui.templatetags.charts import Table
from onevisit.ui.wordings import status_in_place, text_for

keepers = staff_required(Permission.CATALOGUE_PUBLISH)


@dataclass(frozen=True, slots=True)
class Told:
    """A rule in words."""

    id: str
    title: Text
    remedy: Text
    severity: Text
    kind: Text
    blocks: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a definition in words, its pointer, and what stands there."""

    name: str
    pointer: str
    found: str


@dataclass(frozen=True, slots=True)
class Row:
    """What one rule found in a thing, or let go; `tried`: a waiver was just refused."""

    told: Told
    spots: list[Spot]
    waiver: WaiverLine | None
    tried: bool


def told(rule: str) -> Told:
    """The rule in words, for a page."""
    data: Rule = RULES[rule]
    return Told(
        id=rule,
        title=WORDINGS[f"catalogue.rule_{rule}"],
        remedy=WORDINGS[f"catalogue.fix_{rule}"],
        severity=SEVERITIES[data.severity],
        kind=KINDS[data.kind],
        blocks=data.severity == "block",
    )


def spots(found: Iterable[Finding]) -> list[Spot]:
    """Where, and what stands there."""
    return [Spot(place_text(each.place), each.place, each.found) for each in found]


@require_safe
@keepers
def findings(request: HttpRequest) -> HttpResponse:
    """Departments, those with most to put right first, and the last runs."""
    sift = _sift(request.GET)
    view = queries.findings_by_department(actor_of(request), sift)
    rules = {line.rule: line.found for line in view.rules}
    if sift.rule:
        rules.setdefault(sift.rule, 0)
    context = {
        "view": view,
        "sift": sift,
        "sifted": sift != Sift(after=sift.after),
        "severities": [(each.value, SEVERITIES[each]) for each in Severity],
        "rules": [(rule, told(rule).title, found) for rule, found in rules.items()],
        "rule_query": f"?{urlencode({'rule': sift.rule})}" if sift.rule else "",
        "days": view.days,
        "trend": _trend(view.days),
    }
    return render(request, "catalogue/findings.html", context)


def _sift(given: QueryDict) -> Sift:
    """What no rule and no severity is called says nothing."""
    severity, rule = given.get("severity", ""), given.get("rule", "")
    return Sift(
        words=given.get("q", "").strip()[:80],
        severity=Severity(severity) if severity in list(Severity) else None,
        rule=rule if rule in RULES else "",
        after=given.get("after", "")[:80],
    )


@dataclass(frozen=True, slots=True)
class Trend:
    """What is to be put right, run by run, with its finding and the table behind it."""

    points: list[Point]
    finding: str
    table: Table


def _trend(days: Sequence[Day]) -> Trend | None:
    """None where there are not two runs to compare. `days` newest first."""
    if len(days) < 2:
        return None
    last = days[::-1]
    found = [(day.on, day.tally.block + day.tally.warn) for day in last]
    points = [Point(f"{on.month}/{on.day}", count, str(count)) for on, count in found]
    finding = _("必须改和建议改的，从 %(first)s 的 %(from)s 处到 %(last)s 的 %(to)s 处。") % {
        "first": local_date(last[0].on),
        "from": points[0].text,
        "last": local_date(last[-1].on),
        "to": points[-1].text,
    }
    heads = [_("日期"), _("必须改"), _("建议改"), _("已豁免")]
    rows = [[local_date(day.on), day.tally.block, day.tally.warn, day.tally.waived] for day in days]
    return Trend(points, finding, Table(heads, rows))


@require_safe
@keepers
def department(request: HttpRequest, code: str) -> HttpResponse:
    """Rules that do not hold in one department; the things of the one that is chosen."""
    rule = request.GET.get("rule", "")
    after = request.GET.get("after", "")
    view = queries.findings_of_department(code, rule=rule, after=after, actor=actor_of(request))
    context = {
        "code": code,
        "view": view,
        "rules": [_rule(line, rule) for line in view.rules],
        "chosen": told(rule) if rule in RULES else None,
        "things": [_thing(line) for line in view.things],
        "trend": _trend(view.days),
    }
    return render(request, "catalogue/department.html", context)


def _rule(line: RuleLine, chosen: str) -> dict[str, object]:
    more = 0 if line.before is None else line.found - line.waived - line.before
    return {
        "line": line,
        "told": told(line.rule),
        "more": more,
        "change": f"{more:+}",
        "current": line.rule == chosen,
    }


def _thing(line: ThingLine) -> dict[str, object]:
    return {"line": line, "spots": spots(line.findings)}


@require_safe
@keepers
def thing(request: HttpRequest, code: str) -> HttpResponse:
    """One item or bundle: each finding with its remedy, and what was let go."""
    return _page(request, code)


def _page(
    request: HttpRequest, code: str, *, problem: str = "", rule: str = "", status: int = 200
) -> HttpResponse:
    view = queries.findings_of_thing(code, actor=actor_of(request))
    context = {
        "view": view,
        "rows": _rows(view, rule),
        "problem": problem,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "catalogue/thing.html", context, status=status)


def _rows(view: ThingView, tried: str) -> list[Row]:
    """By rule, what blocks first; a waiver of what holds by now is told as well."""
    waivers: dict[str, WaiverLine] = {line.rule: line for line in view.waivers}
    found: dict[str, list[Finding]] = {rule: [] for rule in waivers if rule in RULES}
    for each in view.findings:
        found.setdefault(each.rule, []).append(each)
    rows = [
        Row(told(rule), spots(places), waivers.get(rule), rule == tried)
        for rule, places in found.items()
    ]
    order = list(RULES)
    rows.sort(key=lambda row: (not row.told.blocks, order.index(row.told.id)))
    return rows


@require_POST
@keepers
def waive(request: HttpRequest, code: str) -> HttpResponse:
    """Let one rule go for this, with a reason."""
    rule = request.POST.get("rule", "")
    try:
        services.waive(
            code=code,
            rule=rule,
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        status = status_in_place(error)
        return _page(request, code, problem=text_for(error), rule=rule, status=status)
    messages.success(request, _("已豁免。"))
    return HttpResponseRedirect(reverse("catalogue:finding", args=[code]))


@require_POST
@keepers
def withdraw(request: HttpRequest, waiver_id: UUID) -> HttpResponse:
    """End a waiver."""
    code = services.withdraw_waiver(waiver_id=waiver_id, actor=actor_of(request))
    messages.success(request, _("已撤回豁免。"))
    return HttpResponseRedirect(reverse("catalogue:finding", args=[code]))
