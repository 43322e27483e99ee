"""What the publish rules say of what is published: by department, by rule, by item, day by day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.access import keeper_of, scope_of
from onevisit.catalogue.errors import no_such_offer
from onevisit.catalogue.models import Bundle, Item, LintCount, LintRun
from onevisit.catalogue.queries.linting import all_findings, version_findings
from onevisit.catalogue.queries.registers import powers_of
from onevisit.catalogue.queries.waivers import WaiverLine, live_waivers
from onevisit.catalogue.rules.publishing import POWER_MISSING, RULES, Finding, Run, Severity
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.directory import queries as directory

DAYS = 12
PAGE = 50
_COUNTED = """
SELECT department, region, rule, count(*), count(waiver)
FROM (
    SELECT i.department_id AS department, i.region_id AS region, f.rule, w.id AS waiver
    FROM catalogue_item i
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(i.findings, '[]')) AS f(rule)
    LEFT JOIN catalogue_waiver w
        ON w.item_id = i.id AND w.rule = f.rule AND w.withdrawn_at IS NULL
    WHERE i.current_id IS NOT NULL AND i.department_id = coalesce(%s, i.department_id)
    UNION ALL
    SELECT b.lead_id, b.region_id, f.rule, w.id
    FROM catalogue_bundle b
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(b.findings, '[]')) AS f(rule)
    LEFT JOIN catalogue_waiver w
        ON w.bundle_id = b.id AND w.rule = f.rule AND w.withdrawn_at IS NULL
    WHERE b.current_id IS NOT NULL AND b.lead_id = coalesce(%s, b.lead_id)
) AS found
GROUP BY department, region, rule
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things do not hold by rules: `block` and `warn` without those let go."""

    block: int = 0
    warn: int = 0
    waived: int = 0


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department and what is found in what it keeps."""

    code: str
    name: str
    tally: Tally
    found: int


@dataclass(frozen=True, slots=True)
class Sift:
    """What of the findings is looked for: in departments of that name, of that severity, by that
    rule; `after` is the code of the department a page goes on behind.
    """

    words: str = ""
    severity: Severity | None = None
    rule: str = ""
    after: str = ""


EVERYTHING = Sift()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule that does not hold of `found` things of a department, `waived` of them let go.

    `before` is how many stood open in the run before the last, None where there was none.
    """

    rule: str
    found: int
    waived: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Day:
    """A run over everything: how much was checked, and what was found in the departments asked."""

    on: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class ThingLine:
    """An item or a bundle for which a rule does not hold, and where."""

    code: str
    name: str
    findings: tuple[Finding, ...]
    waiver: WaiverLine | None


@dataclass(frozen=True, slots=True)
class FindingsView:
    """A page of departments; of all that were sifted out how many they are, what is found in them,
    the rules one may choose among, the runs; `after` is empty where nothing follows.
    """

    lines: tuple[DepartmentLine, ...]
    departments: int
    tally: Tally
    rules: tuple[RuleLine, ...]
    days: tuple[Day, ...]
    after: str


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """One department: rules that do not hold, the days before, and the things of one rule."""

    name: str
    rules: tuple[RuleLine, ...]
    days: tuple[Day, ...]
    things: tuple[ThingLine, ...]
    after: str  # the last code of this page, empty when there is no next


@dataclass(frozen=True, slots=True)
class ThingView:
    """One item or bundle, its newest version, what is found in it, what was let go, and the powers
    behind it: id, code and name.
    """

    code: str
    name: str
    department: str
    number: int
    draft: bool
    findings: tuple[Finding, ...]
    waivers: tuple[WaiverLine, ...]
    powers: tuple[tuple[UUID, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    department: UUID
    region: str
    rule: str
    found: int
    waived: int


def findings_by_department(actor: Actor, sift: Sift = EVERYTHING) -> FindingsView:
    """Departments the actor keeps the catalogue for, most to be put right first, page by page; what
    is found in all of them, and the days.

    Four queries. Raises Refused `accounts.not_permitted`.
    """
    by_department: dict[UUID, list[_Row]] = defaultdict(list)
    for row in _rows(actor):
        if sift.severity in (None, RULES[row.rule].severity):
            by_department[row.department].append(row)
    named = directory.departments(by_department)
    called = [each for each in named if sift.words in (each.name + each.short_name)]
    rules = _rules((row for each in called for row in by_department[each.id]), None)
    wanted = {line.rule for line in rules if sift.rule in ("", line.rule)}
    lines = [
        DepartmentLine(each.code, each.name, _tally(found), sum(row.found for row in found))
        for each in called
        if (found := [row for row in by_department[each.id] if row.rule in wanted])
    ]
    lines.sort(key=lambda line: (-line.tally.block, -line.tally.warn, line.code))
    codes = [line.code for line in lines]
    first = codes.index(sift.after) + 1 if sift.after in codes else 0
    asked = None if sift == Sift(after=sift.after) else wanted
    return FindingsView(
        lines=tuple(lines[first : first + PAGE]),
        departments=len(lines),
        tally=_sum(line.tally for line in lines),
        rules=rules,
        days=_days([each.id for each in called], asked),
        after=codes[first + PAGE - 1] if len(codes) > first + PAGE else "",
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    listed = [(each.block, each.warn, each.waived) for each in tallies]
    return Tally(*(sum(column) for column in zip(*listed, strict=True))) if listed else Tally()


def findings_of_department(code: str, *, rule: str, after: str, actor: Actor) -> DepartmentView:
    """One department of the actor's. `rule` chooses whose things are listed, after a code.

    Raises NotFound `directory.no_such_department`, Refused `accounts.not_permitted`.
    """
    department = directory.department_by_code(code)
    rows = _rows(actor, department.id)
    days = _days([department.id])
    regions = {row.region for row in rows}
    things = _things(department.id, regions, rule, after) if rule in RULES else ()
    return DepartmentView(
        name=department.name,
        rules=_rules(rows, _before(department.id)),
        days=days,
        things=things[:PAGE],
        after=things[PAGE - 1].code if len(things) > PAGE else "",
    )


def findings_of_thing(code: str, *, actor: Actor) -> ThingView:
    """What is found in the newest version, a draft before what is published.

    Raises NotFound `catalogue.no_such_offer`, Refused `accounts.not_permitted`.
    """
    row = Item.objects.filter(code=code).first() or Bundle.objects.filter(code=code).first()
    if row is None:
        raise no_such_offer(code)
    require(actor, Permission.CATALOGUE_PUBLISH, scope_of(row))
    alive = (*OPEN, VersionState.PUBLISHED)
    version = row.versions.filter(state__in=alive).order_by("-number").first()
    if version is None:
        raise no_such_offer(code)
    return ThingView(
        code=code,
        name=row.name,
        department=directory.department_by_id(keeper_of(row)).name,
        number=version.number,
        draft=version.is_open,
        findings=all_findings(version),
        waivers=tuple(live_waivers([row.id]).values()),
        powers=powers_of([code]),
    )


def _rows(actor: Actor, department_id: UUID | None = None) -> list[_Row]:
    require(actor, Permission.CATALOGUE_PUBLISH)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [department_id, department_id])
        rows = [_Row(*row) for row in cursor.fetchall()]
    return [
        row
        for row in rows
        if row.rule in RULES
        and actor.may(Permission.CATALOGUE_PUBLISH, Scope(row.department, row.region))
    ]


def _tally(rows: Iterable[_Row | LintCount]) -> Tally:
    block = warn = waived = 0
    for row in rows:
        waived += row.waived
        if row.rule not in RULES:
            continue  # of a rule that is no more
        if RULES[row.rule].severity is Severity.BLOCK:
            block += row.found - row.waived
        else:
            warn += row.found - row.waived
    return Tally(block, warn, waived)


def _days(departments: Collection[UUID], rules: Collection[str] | None = None) -> tuple[Day, ...]:
    """The last runs, newest first; what `rules` found, where they are told."""
    runs = list(LintRun.objects.order_by("-on")[:DAYS])
    counts: dict[int, list[LintCount]] = defaultdict(list)
    for count in LintCount.objects.filter(run__in=runs, department_id__in=departments):
        if rules is None or count.rule in rules:
            counts[count.run_id].append(count)
    return tuple(Day(run.on, _tally(counts[run.id])) for run in runs)


def _before(department_id: UUID) -> dict[str, int] | None:
    """What stood open in the run before the last, by rule."""
    runs = LintRun.objects.order_by("-on")[1:2]
    run = next(iter(runs), None)
    if run is None:
        return None
    rows = LintCount.objects.filter(run=run, department_id=department_id)
    return {row.rule: row.found - row.waived for row in rows}


def _rules(rows: Iterable[_Row], before: dict[str, int] | None) -> tuple[RuleLine, ...]:
    found: dict[str, int] = defaultdict(int)
    waived: dict[str, int] = defaultdict(int)
    for row in rows:
        found[row.rule] += row.found
        waived[row.rule] += row.waived
    lines = [
        RuleLine(rule, found[rule], waived[rule], None if before is None else before.get(rule, 0))
        for rule in RULES
        if rule in found
    ]
    lines.sort(key=lambda line: RULES[line.rule].severity is not Severity.BLOCK)
    return tuple(lines)


def _things(
    department_id: UUID, regions: Collection[str], rule: str, after: str
) -> tuple[ThingLine, ...]:
    items = Item.objects.filter(
        department_id=department_id,
        region_id__in=regions,
        current__isnull=False,
        findings__contains=[rule],
        code__gt=after,
    )
    bundles = Bundle.objects.filter(
        lead_id=department_id,
        region_id__in=regions,
        current__isnull=False,
        findings__contains=[rule],
        code__gt=after,
    )
    rows: list[Item | Bundle] = [
        *items.select_related("current__item").order_by("code")[: PAGE + 1],
        *bundles.select_related("current__bundle").order_by("code")[: PAGE + 1],
    ]
    rows = sorted(rows, key=lambda row: row.code)[: PAGE + 1]
    waivers = live_waivers([row.id for row in rows])
    run = Run([RULES[rule]])
    return tuple(_thing(row, rule, run, waivers.get((row.id, rule))) for row in rows)


def _thing(row: Item | Bundle, rule: str, run: Run, waiver: WaiverLine | None) -> ThingLine:
    assert row.current is not None
    powered = rule != POWER_MISSING.id
    found = version_findings(row.current, (RULES[rule],), powered=powered, run=run)
    return ThingLine(row.code, row.name, tuple(e for e in found if e.rule == rule), waiver)
