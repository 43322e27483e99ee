"""跑动对照: declared, computed and counted visits side by side, by department and by item; also the
monthly report of the true rate, as a page and as a spreadsheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.directory import queries as directory
from onevisit.journeys import queries as journeys
from onevisit.kernel.sheets import CSV, XLSX, Cell, as_csv, as_xlsx
from onevisit.oversight.access import reach_of
from onevisit.oversight.rules import Period, PeriodKind, Share
from onevisit.oversight.rules.comparing import Cause, Compared, Counted, Offered, Office, by_office
from onevisit.oversight.services import kept_compared
from onevisit.oversight.web.asking import period_query, read_period, with_query
from onevisit.oversight.web.page import list_url
from onevisit.oversight.web.telling import mean_text, share_text
from onevisit.oversight.web.wordings import CAUSES, PERIODS, Text

SHOWN = 12
_FORMS = {"csv": (CSV, as_csv), "xlsx": (XLSX, as_xlsx)}
_readers = staff_required(Permission.OVERSIGHT_READ)


@dataclass(frozen=True)
class Told:
    """What was counted, in words, with where its lists are."""

    count: int
    average: str
    true_rate: str
    zero_rate: str
    over: int
    over_url: str
    unrecorded: int
    unrecorded_url: str


@dataclass(frozen=True)
class OfficeRow:
    """A department."""

    name: str
    url: str
    things: int
    differing: int
    unknown: int
    told: Told


@dataclass(frozen=True)
class ThingRow:
    """An item or a bundle: declared, computed, counted, and the causes that are most frequent.
    `expected` is the computed mean, with how many applications it is of; `sides` are several
    parties, each with its own figure.
    """

    name: str
    why_url: str
    declared: str
    computed: str
    sides: str
    expected: str
    expected_of: int
    differs: bool
    told: Told
    causes: str


@dataclass(frozen=True)
class ComparedPage:
    """What the template draws."""

    period_name: Text
    days: tuple[str, str]
    periods: list[tuple[Text, str, bool]]
    office: str
    whole_url: str
    told: Told
    differing: int
    unknown: int
    things: int
    causes: list[tuple[Text, int, str]]
    offices: list[OfficeRow]
    rows: list[ThingRow]
    more: str
    files: list[tuple[str, str]]


@require_safe
@_readers
def compared(request: HttpRequest) -> HttpResponse:
    """The three figures side by side, with what lies between them."""
    of, chosen = read_period(request.GET), request.GET.get("office", "")[:80]
    lines, at = kept_compared(reach_of(actor_of(request)), of)
    page = _page(lines, of, chosen, every=request.GET.get("things") == "all")
    return render(request, "oversight/comparing.html", {"page": page, "period": of, "at": at})


@require_safe
@_readers
def report(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The monthly report of the true rate: a row for each item, a row for each department, and one
    for all.
    """
    of = read_period(request.GET)
    lines, _at = kept_compared(reach_of(actor_of(request)), of)
    kept_as, written = _FORMS[form]
    response = StreamingHttpResponse(written(_heads(), _sheet(lines)), content_type=kept_as)
    name = f"true-rate-{of.now.since:%Y%m%d}-{of.now.until:%Y%m%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(lines: Sequence[Compared], of: Period, chosen: str, *, every: bool) -> ComparedPage:
    offices = {
        each.id: (each.code, each.short_name or each.name) for each in directory.departments()
    }
    mine = next((key for key, (code, _name) in offices.items() if code == chosen), None)
    shown = [each for each in lines if mine in (None, each.offered.department_id)]
    told = shown if mine or every else [each for each in shown if each.tells]
    whole = _together(by_office(shown))
    here, said = reverse("oversight:compared"), period_query(of)
    return ComparedPage(
        period_name=PERIODS[of.kind],
        days=(of.now.since.isoformat(), of.now.until.isoformat()),
        periods=_periods(of, here, chosen if mine else ""),
        office=offices[mine][1] if mine else "",
        whole_url=with_query(here, said),
        told=_told(whole.counted, said, ""),
        differing=whole.differing,
        unknown=whole.unknown,
        things=whole.things,
        causes=_causes(whole.counted, said),
        offices=[] if mine else [_office(each, offices, here, said) for each in by_office(lines)],
        rows=[_thing(each, said) for each in (told if mine or every else told[:SHOWN])],
        more="" if mine or every else with_query(here, said | {"things": "all"}),
        files=[
            (form.upper(), with_query(reverse(f"oversight:report-{form}"), said)) for form in _FORMS
        ],
    )


def _together(offices: Sequence[Office]) -> Office:
    return Office(
        UUID(int=0),
        sum(each.things for each in offices),
        sum(each.differing for each in offices),
        sum(each.unknown for each in offices),
        sum((each.counted for each in offices), Counted()),
    )


def _periods(of: Period, here: str, office: str) -> list[tuple[Text, str, bool]]:
    return [
        (name, with_query(here, {"period": str(kind), "office": office}), kind is of.kind)
        for kind, name in PERIODS.items()
        if kind is not PeriodKind.CUSTOM
    ]


def _told(counted: Counted, said: dict[str, str], thing: str) -> Told:
    asked = said | {"thing": thing}
    return Told(
        count=counted.count,
        average=mean_text(counted.average),
        true_rate=share_text(counted.true_rate),
        zero_rate=share_text(counted.zero_rate),
        over=counted.over,
        over_url=list_url("over-declared", asked),
        unrecorded=counted.unrecorded,
        unrecorded_url=list_url("unrecorded", asked),
    )


def _causes(counted: Counted, said: dict[str, str]) -> list[tuple[Text, int, str]]:
    found = [
        (CAUSES[cause], n, list_url(f"over-{cause}", said))
        for cause, n in zip(Cause, counted.causes, strict=True)
        if n
    ]
    return sorted(found, key=lambda each: -each[1])


def _office(
    office: Office, names: Mapping[UUID, tuple[str, str]], here: str, said: dict[str, str]
) -> OfficeRow:
    code, name = names[office.department_id]
    return OfficeRow(
        name=name,
        url=with_query(here, said | {"office": code}),
        things=office.things,
        differing=office.differing,
        unknown=office.unknown,
        told=_told(office.counted, said, ""),
    )


def _thing(line: Compared, said: dict[str, str]) -> ThingRow:
    offered = line.offered
    causes = [f"{name} {n}" for name, n, _url in _causes(line.counted, said)]
    return ThingRow(
        name=offered.name,
        why_url=reverse("journeys:why", args=[offered.code]),
        declared=_number(offered.declared),
        computed=_computed(line),
        sides=_sides(offered),
        expected=mean_text(offered.mean),
        expected_of=offered.expected_of,
        differs=offered.differs,
        told=_told(line.counted, said, offered.code),
        causes=_("、").join(causes[:3]),
    )


def _number(number: int | None) -> str:
    return "—" if number is None else str(number)


def _computed(line: Compared) -> str:
    """The worst, and the best beside it where that is another."""
    worst, best = line.offered.worst, line.offered.best
    if worst is None:
        return _("算不出来") if line.offered.fresh else _("在算")
    return str(worst) if best == worst else f"{best}–{worst}"


def _sides(offered: Offered) -> str:
    return _("、").join(
        f"{journeys.told_party(name)} {_number(worst)}" for name, worst in offered.sides
    )


def _heads() -> list[str]:
    return [
        _("层次"), _("编码"), _("名称"), _("部门"), _("声明"), _("算出"), _("每一方"),
        _("算出的平均"), _("按多少件申请平均"), _("办结"),
        _("台账没有记录"), _("知道跑了几次"), _("最多一次"), _("实际实现率"), _("一次没跑"),
        _("零跑率"), _("跑动合计"), _("平均跑动"), _("最多跑了"), _("超过声明"),
        _("应有到窗记录"), _("已有到窗记录"), *(str(CAUSES[cause]) for cause in Cause),
    ]  # fmt: skip


def _sheet(lines: Sequence[Compared]) -> Iterator[list[Cell]]:
    names = {each.id: each.name for each in directory.departments()}
    offices = by_office(lines)
    yield [_("全部"), "", "", "", None, None, "", None, None, *_cells(_together(offices).counted)]
    for office in offices:
        name = names.get(office.department_id, "")
        yield [_("部门"), "", name, name, None, None, "", None, None, *_cells(office.counted)]
    for line in sorted(lines, key=lambda each: each.offered.code):
        of = line.offered
        name = names.get(of.department_id, "")
        mean = None if of.mean.value is None else f"{of.mean.value:.2f}"
        own = [of.code, of.name, name, of.declared, of.worst, _sides(of), mean, of.expected_of]
        yield [_("事项"), *own, *_cells(line.counted)]


def _cells(counted: Counted) -> list[Cell]:
    """Rates are left empty where they are of too few."""
    average = counted.average.value
    return [
        counted.count,
        counted.unrecorded,
        counted.known,
        counted.within_one,
        _percent(counted.true_rate),
        counted.none,
        _percent(counted.zero_rate),
        counted.visits,
        None if average is None else f"{average:.2f}",
        counted.most,
        counted.over,
        counted.expected,
        counted.recorded,
        *counted.causes,
    ]


def _percent(share: Share) -> str | None:
    return None if share.percent is None else f"{share.percent:.1f}%"
