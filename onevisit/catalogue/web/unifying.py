"""八统一: the report over all regions, one entry with its standard, and a standard taken up."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.catalogue import queries, services
from onevisit.catalogue.errors import standard_source
from onevisit.catalogue.queries import CarryingItem, DeviationRow, EntryView, Narrowed
from onevisit.catalogue.rules.competence import chain
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.parsing import to_json
from onevisit.catalogue.rules.rewriting import AT_ONCE
from onevisit.catalogue.rules.unifying import ASPECTS, LATITUDES, Deviation
from onevisit.catalogue.web.naming import Names, names_of
from onevisit.catalogue.web.unifying_trend import region_trend
from onevisit.catalogue.web.unifying_words import (
    ASPECT_NAMES,
    LATITUDE_NAMES,
    Text,
    attribute_text,
    value_text,
    way_text,
)
from onevisit.catalogue.web.versions import STATES as VERSION_STATES
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo, RegionInfo
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.kernel.sheets import CSV, XLSX, Cell, as_csv, as_xlsx
from onevisit.ui.posted import written
from onevisit.ui.wordings import status_in_place, text_for

editors = staff_required(Permission.CATALOGUE_EDIT)
STATES: dict[str, Text] = {
    "": gettext_lazy("全部"),
    "deviating": gettext_lazy("偏离标准"),
    "differing": gettext_lazy("没有标准，写法不一"),
    "same": gettext_lazy("一致"),
}
_FORMS = {"csv": (CSV, as_csv), "xlsx": (XLSX, as_xlsx)}


@dataclass(frozen=True, slots=True)
class Difference:
    """A deviation in words."""

    aspect: Text
    what: str
    way: Text
    standard: str
    theirs: str
    allowed: bool
    because: Text


@dataclass(frozen=True, slots=True)
class Carrier:
    """One item that carries the entry, in words."""

    line: CarryingItem
    region: str
    department: str
    differences: list[Difference]


def differences(
    found: Iterable[Deviation],
    against: ItemDefinition | None,
    theirs: ItemDefinition,
    offices: Iterable[DepartmentInfo],
) -> list[Difference]:
    """The deviations in words, each side in the names of the definition it stands in."""
    called = {each.code: each.name for each in offices}
    ours, other = (names_of(each, offices=called) for each in (against, theirs))
    return [_difference(each, ours, other) for each in found]


def _difference(found: Deviation, ours: Names, theirs: Names) -> Difference:
    return Difference(
        aspect=ASPECT_NAMES[found.aspect],
        what=attribute_text(found),
        way=way_text(found),
        standard=value_text(found, found.standard, ours),
        theirs=value_text(found, found.theirs, theirs),
        allowed=found.allowed,
        because=LATITUDE_NAMES[found.latitude][0] if found.latitude else "",
    )


@require_safe
@editors
def report(request: HttpRequest) -> HttpResponse:
    """Entries that several items carry, and who departs from the standard."""
    asked = _narrowed(request.GET)
    actor = actor_of(request)
    found = queries.unification(asked, actor)
    regions = {each.code: each.name for each in directory.regions()}
    offices = {str(each.id): each for each in directory.departments()}
    last = found.entries[-1] if found.more else None
    context = {
        "report": found,
        "asked": asked,
        "given": request.GET,
        "states": STATES,
        "regions": [(each.key, regions.get(each.key, each.key)) for each in found.by_region],
        "offices": [
            (offices[each.key].code, offices[each.key].name) for each in found.by_department
        ],
        "by_region": [(regions.get(each.key, each.key), each) for each in found.by_region],
        "trend": region_trend(queries.deviation_days(actor), asked.region, regions),
        "by_department": [(offices[each.key].name, each) for each in found.by_department],
        "next_url": _query(request.GET, after=f"{last.entry}|{last.variant}") if last else "",
        "first_url": _query(request.GET, after="") if asked.after[0] else "",
        "files": [
            (form.upper(), _address("unification-download", request.GET, form)) for form in _FORMS
        ],
    }
    return render(request, "catalogue/unification.html", context)


def _narrowed(given: QueryDict) -> Narrowed:
    def asked(name: str, longest: int) -> str:
        return given.get(name, "")[:longest]

    offices = {each.code: each.id for each in directory.departments()}
    entry, _bar, variant = asked("after", 40).partition("|")
    state = asked("state", 20)
    return Narrowed(
        region=asked("region", 12),
        department_id=offices.get(asked("department", 80)),
        state=state if state in STATES else "",
        after=(entry, variant),
    )


def _query(given: QueryDict, **changes: str) -> str:
    kept = {name: given.get(name, "") for name in ("region", "department", "state")} | changes
    return "?" + urlencode({name: value for name, value in kept.items() if value})


def _address(name: str, given: QueryDict, *args: str) -> str:
    return reverse(f"catalogue:{name}", args=args) + _query(given)


@require_safe
@editors
def download(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Every deviation of the entries asked for, as CSV or XLSX."""
    if form not in _FORMS:
        raise NotFound("catalogue.no_such_standard")
    asked = _narrowed(request.GET)
    rows = queries.all_deviations(asked, actor_of(request))
    kept_as, written_as = _FORMS[form]
    response = StreamingHttpResponse(written_as(_heads(), _cells(rows)), content_type=kept_as)
    name = f"deviations-{clock.today():%Y%m%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _heads() -> list[str]:
    return [
        _("基本编码"),
        _("业务办理项"),
        _("目录名称"),
        _("事项编码"),
        _("事项名称"),
        _("地区"),
        _("部门"),
        _("对照"),
        _("方面"),
        _("哪里不同"),
        _("怎么不同"),
        _("标准"),
        _("这里写的"),
        _("可以不同"),
    ]


def _cells(rows: Iterable[DeviationRow]) -> Iterator[Sequence[Cell]]:
    regions = {each.code: each.name for each in directory.regions()}
    known = directory.departments()
    offices = {each.id: each.name for each in known}
    for row in rows:
        (found,) = differences([row.deviation], row.against, row.definition, known)
        against = _("标准第 %(n)s 版") % {"n": row.standard} if row.standard else _("多数的写法")
        yield [
            row.entry,
            row.variant,
            row.name,
            row.code,
            row.item_name,
            regions.get(row.region, row.region),
            offices.get(row.department_id, ""),
            against,
            str(found.aspect),
            found.what,
            str(found.way),
            found.standard,
            found.theirs,
            _("是") if found.allowed else _("否"),
        ]


@require_POST
@editors
def compare(request: HttpRequest) -> HttpResponse:
    """Compare what changed since the last time."""
    number = services.compare_everything(actor=actor_of(request), only_new=True)
    messages.success(request, _("比对了 %(n)s 个事项。") % {"n": number})
    return HttpResponseRedirect(reverse("catalogue:unification"))


@require_safe
@editors
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """One entry: its standard, who carries it and where they depart, and what was before."""
    return _entry_page(request, code)


def _variant(request: HttpRequest) -> str:
    given = request.POST if request.method == "POST" else request.GET
    return given.get("variant", "")[:10]


def _entry_page(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    view = queries.entry_view(code, _variant(request), actor)
    regions = {each.code: each for each in directory.regions()}
    known = directory.departments()
    names = {each.id: each.name for each in known}
    context = {
        "view": view,
        "standards": [
            (each, regions[each.region].name, latitudes_in_words(each.latitudes))
            for each in view.standards
        ],
        "items": [
            Carrier(
                line=each,
                region=regions[each.region].name,
                department=names.get(each.department_id, ""),
                differences=differences(each.deviations, each.against, each.definition, known),
            )
            for each in view.items
        ],
        "shares": _shares(view),
        "drafts": [
            (each, regions[each.region].name)
            for each in queries.standard_drafts(entry=code, variant=view.variant, actor=actor)
        ],
        "regions": _regions(view, regions.values(), actor),
        "may_edit": actor.may(Permission.CATALOGUE_EDIT),
    }
    return render(request, "catalogue/unification_entry.html", context)


def _regions(
    view: EntryView, regions: Iterable[RegionInfo], actor: Actor
) -> list[tuple[str, str, bool]]:
    """Where a standard could hold: regions with somebody in them that the actor keeps; offered
    first is that of the standard, else the smallest that holds all.
    """
    held = [set(chain(each.region)) for each in view.items]
    shared = set.intersection(*held) if held else set()
    first = view.standards[0].region if view.standards else max(shared, default="")
    return [
        (each.code, each.name, each.code == first)
        for each in regions
        if any(each.code in one for one in held)
        and actor.may(Permission.CATALOGUE_EDIT, Scope(None, each.code))
    ]


def latitudes_in_words(ids: Iterable[str]) -> list[dict[str, object]]:
    """What regions may do differently: name, reason, source."""
    return [
        {
            "id": each,
            "name": LATITUDE_NAMES[each][0],
            "reason": LATITUDE_NAMES[each][1],
            "source": LATITUDES[each].source,
        }
        for each in ids
        if each in LATITUDES
    ]


def _shares(view: EntryView) -> list[dict[str, object]]:
    if view.proposal is None:
        return []
    return [
        {"aspect": ASPECT_NAMES[aspect], "share": view.proposal.shares[aspect]}
        for aspect in ASPECTS
    ]


def entry_url(code: str, variant: str) -> str:
    """The page of one entry."""
    url = reverse("catalogue:unification-entry", args=[code])
    return f"{url}?{urlencode({'variant': variant})}" if variant else url


def chosen_source(view: EntryView, source: str) -> tuple[object, Collection[str]]:
    """The document a standard is begun from, and what regions may do differently by it. Raises
    Invalid `catalogue.standard_source`.
    """
    if source == "proposal" and view.proposal is not None:
        return to_json(view.proposal.definition), tuple(LATITUDES)
    for standard in view.standards:
        if str(standard.id) == source:
            return to_json(standard.definition), standard.latitudes
    codes = {each.code for each in view.items}
    if source not in codes:
        raise standard_source()
    return dict(queries.published(source).document), tuple(LATITUDES)


@require_POST
@editors
def withdraw(request: HttpRequest, standard_id: UUID) -> HttpResponse:
    """Ask that a standard ends; another person agrees."""
    row = queries.standard_by_id(standard_id)
    try:
        services.ask_withdrawal(
            standard_id=standard_id, reason=written(request, "reason"), actor=actor_of(request)
        )
    except (Invalid, Conflict) as error:
        messages.error(request, text_for(error))
    else:
        messages.success(request, _("已提请废止，另一个人审核以前标准仍然有效。"))
    return HttpResponseRedirect(entry_url(row.entry_id, row.variant))


@require_safe
@editors
def adopt(request: HttpRequest, standard_id: UUID) -> HttpResponse:
    """What adopting would change in the items chosen, before anything is done."""
    return _adopt_page(request, standard_id, request.GET.getlist("item"))


def _adopt_page(
    request: HttpRequest,
    standard_id: UUID,
    codes: list[str],
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    row = queries.standard_by_id(standard_id)
    lines = queries.adoption_preview(standard_id, codes)
    regions = {each.code: each.name for each in directory.regions()}
    known = directory.departments()
    names = {each.id: each.name for each in known}
    context = {
        "standard": row,
        "region": regions[row.region_id],
        "back_url": entry_url(row.entry_id, row.variant),
        "problem": problem,
        "lines": [
            {
                "line": each,
                "region": regions[each.region],
                "department": names.get(each.department_id, ""),
                "changes": differences(each.changes, each.standard, each.before, known),
            }
            for each in lines
        ],
        "many": len(lines) > AT_ONCE,
        "ready": bool(lines) and not any(each.has_draft or each.problems for each in lines),
    }
    return render(request, "catalogue/unification_adopt.html", context, status=status)


@require_POST
@editors
def adopting(request: HttpRequest, standard_id: UUID) -> HttpResponse:
    """Make the drafts."""
    seen = dict(each.split("|", 1) for each in request.POST.getlist("seen") if "|" in each)
    if len(seen) > AT_ONCE:
        return _adopting_many(request, standard_id, seen)
    try:
        made = services.adopt_standard(standard_id=standard_id, seen=seen, actor=actor_of(request))
    except (Invalid, Conflict) as error:
        status = status_in_place(error)
        return _adopt_page(request, standard_id, list(seen), problem=text_for(error), status=status)
    if len(seen) == 1:  # one draft: straight to it, with what is found in it
        messages.success(request, _("草稿做好了，下面是检查结果；要收回，到八统一的记录里收回。"))
        return HttpResponseRedirect(reverse("catalogue:draft", args=list(seen)))
    return HttpResponseRedirect(reverse("catalogue:adoption", args=[made]))


def _adopting_many(
    request: HttpRequest, standard_id: UUID, seen: Mapping[str, str]
) -> HttpResponse:
    """Have it done in the background."""
    row = queries.standard_by_id(standard_id)
    facts = {"name": row.document["name"], "n": row.number}
    title = _("采用标准：%(name)s，第 %(n)s 版") % facts
    actor = actor_of(request)
    try:
        made = services.adopt_over_many(
            standard_id=standard_id, title=title, seen=seen, actor=actor
        )
    except (Invalid, Conflict) as error:
        status = status_in_place(error)
        return _adopt_page(request, standard_id, list(seen), problem=text_for(error), status=status)
    return HttpResponseRedirect(reverse("catalogue:rewriting", args=[made]))


@require_safe
@editors
def adoption(request: HttpRequest, adoption_id: UUID) -> HttpResponse:
    """A standard taken up, on record: the drafts and what became of them."""
    view = queries.adoption_view(adoption_id, actor_of(request))
    regions = {each.code: each.name for each in directory.regions()}
    names = directory.department_names({each.department_id for each in view.lines})
    context = {
        "view": view,
        "back_url": entry_url(view.standard.entry_id, view.standard.variant),
        "lines": [
            {
                "line": each,
                "region": regions[each.region],
                "department": names.get(each.department_id, ""),
                "aspects": [ASPECT_NAMES[one] for one in each.aspects],
                "stand": VERSION_STATES.get(each.state),
            }
            for each in view.lines
        ],
    }
    return render(request, "catalogue/adoption.html", context)


@require_POST
@editors
def undo(request: HttpRequest, adoption_id: UUID) -> HttpResponse:
    """Take back the drafts that nobody went on with."""
    try:
        done = services.undo_adoption(adoption_id=adoption_id, actor=actor_of(request))
    except Conflict as error:
        messages.error(request, text_for(error))
    else:
        messages.success(request, _("收回了 %(n)s 份草稿。") % {"n": len(done.taken_back)})
        if done.left:
            messages.warning(
                request, _("有 %(n)s 份已有人接着做，没有动。") % {"n": len(done.left)}
            )
    return HttpResponseRedirect(reverse("catalogue:adoption", args=[adoption_id]))


@require_POST
@editors
def submit(request: HttpRequest, adoption_id: UUID) -> HttpResponse:
    """Hand the drafts to a reviewer, all of them or none."""
    try:
        number = services.submit_adoption(adoption_id=adoption_id, actor=actor_of(request))
    except (Invalid, Conflict) as error:
        messages.error(request, text_for(error))
    else:
        messages.success(request, _("送审了 %(n)s 份草稿。") % {"n": number})
    return HttpResponseRedirect(reverse("catalogue:adoption", args=[adoption_id]))
