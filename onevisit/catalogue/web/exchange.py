"""导入导出: national tables in and out, looked at before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.catalogue import queries
from onevisit.catalogue.queries import Line, RunView
from onevisit.catalogue.rules.exchange.profiles import names, profile
from onevisit.catalogue.rules.exchange.uploads import MOST_UPLOAD
from onevisit.catalogue.rules.importing.drafts import Outcome
from onevisit.catalogue.services import exchange
from onevisit.catalogue.services.exchange import ExportWish
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.exchange_words import (
    FALLBACK,
    FORMS,
    OUTCOMES,
    PROFILES,
    REMEDIES,
    STATES,
    Text,
    column_title,
)
from onevisit.directory import queries as directory
from onevisit.directory.rules import RegionLevel
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import status_in_place, text_for, wording

keepers = staff_required(Permission.CATALOGUE_PUBLISH)
_SHOWN_FIRST = (Outcome.REFUSED, Outcome.PROPOSED, Outcome.NOTED, Outcome.RETIRED)
_PLACES = (RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.TOWN)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a report in words."""

    line: Line
    outcome: Text
    tag: str
    field: str
    message: str
    remedy: Text
    remarks: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """How many rows came to one outcome, and the way to them."""

    outcome: str
    title: Text
    tag: str
    count: int
    current: bool


@require_safe
@keepers
def home(request: HttpRequest) -> HttpResponse:
    """What came in and went out, and the forms for more of it."""
    return _home(request)


def _home(
    request: HttpRequest, *, error: Invalid | Conflict | None = None, of: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    status = status_in_place(error)
    context = {
        "runs": [(each, *STATES[each.state]) for each in queries.exchange_runs(actor=actor)],
        "places": _places(actor),
        "offices": directory.departments(),
        "profiles": [(name, PROFILES.get(name) or profile(name).title) for name in names()],
        "forms": list(FORMS.items()),
        "types": list(choices.TASK_TYPES.items()),
        "most": MOST_UPLOAD >> 20,
        "kept": exchange.KEPT.days,
        "problem": text_for(error) if error else "",
        "of": of,
        "typed": request.POST,
    }
    return render(request, "catalogue/exchange.html", context, status=status)


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Where the actor's items may belong, the widest first."""
    found = [each for each in directory.regions() if each.level in _PLACES]
    found.sort(key=lambda each: (_PLACES.index(each.level), each.code))
    return [
        (each.code, each.name)
        for each in found
        if actor.may(Permission.CATALOGUE_PUBLISH, Scope(None, each.code))
    ]


@require_POST
@keepers
def take_in(request: HttpRequest) -> HttpResponse:
    """Keep an upload, which is then read and checked."""
    upload = request.FILES.get("file")
    try:
        if upload is None or upload.file is None:
            raise Invalid("catalogue.upload_empty", field="file")
        run_id = exchange.receive_import(
            file=upload.file,
            size=upload.size or 0,
            name=upload.name or "",
            profile_name=text_of(request, "profile"),
            region=text_of(request, "region"),
            whole=text_of(request, "whole") == "1",
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        return _home(request, error=error, of="in")
    return _to_run(run_id)


@require_POST
@keepers
def write_out(request: HttpRequest) -> HttpResponse:
    """Have the catalogue written."""
    since = text_of(request, "since")
    day = clock.parse_day(since) if since else None
    try:
        if since and day is None:
            raise Invalid("catalogue.export_since", field="since")
        wish = ExportWish(
            form=text_of(request, "form"),
            profile=text_of(request, "profile"),
            upper=text_of(request, "upper") == "1",
            department=text_of(request, "department"),
            region=text_of(request, "region"),
            types=tuple(request.POST.getlist("type")[:20]),
            since=day,
        )
        run_id = exchange.request_export(wish, actor=actor_of(request))
    except (Invalid, Conflict) as error:
        return _home(request, error=error, of="out")
    return _to_run(run_id)


def _to_run(run_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("catalogue:exchange-run", args=[run_id]))


@require_safe
@keepers
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far one run is; what it would do; what became of each row."""
    actor = actor_of(request)
    view = queries.exchange_run(run_id, actor=actor)
    if request.headers.get("HX-Request"):
        return _progress(request, view)
    name, tag = STATES[view.state]
    context: dict[str, object] = {
        "run": view,
        "state": name,
        "tag": tag,
        "progress_url": reverse("catalogue:exchange-run", args=[view.id]),
        "profile": PROFILES.get(view.profile) or view.profile,
        "form": FORMS.get(str(view.wishes.get("form", "")), ""),
        "place": _place_name(str(view.wishes.get("region", ""))),
        "problem": _problem(view),
        "until": view.ended_at + exchange.KEPT if view.ended_at else None,
    }
    if view.is_import and view.rows:
        context |= _report(request, view, actor)
    return render(request, "catalogue/exchange_run.html", context)


def _progress(request: HttpRequest, view: RunView) -> HttpResponse:
    """The part of the page that moves; when the run has moved on, all of it is asked for again."""
    name, tag = STATES[view.state]
    here = reverse("catalogue:exchange-run", args=[view.id])
    context = {"run": view, "state": name, "tag": tag, "progress_url": here}
    response = render(request, "catalogue/exchange_progress.html", context)
    if request.GET.get("state") != view.state:
        response["HX-Refresh"] = "true"
    return response


def _place_name(code: str) -> str:
    return next((each.name for each in directory.regions() if each.code == code), code)


def _problem(view: RunView) -> str:
    code, facts = view.problem.get("code"), view.problem.get("facts")
    if not isinstance(code, str):
        return ""
    return _said(code, facts if isinstance(facts, dict) else {})


def _report(request: HttpRequest, view: RunView, actor: Actor) -> dict[str, object]:
    outcome = _chosen(request, view)
    after = request.GET.get("after", "")
    page = queries.exchange_lines(view.id, outcome=outcome, after=after, actor=actor)
    known = queries.codes_known(each.code for each in page.lines)
    return {
        "tabs": [
            Tab(each.value, *OUTCOMES[each], count, each is outcome)
            for each in Outcome
            if (count := view.counts.get(each, 0))
        ],
        "lines": [_told(each, known) for each in page.lines],
        "outcome": outcome,
        "after": page.next,
        "began": bool(after),
    }


def _chosen(request: HttpRequest, view: RunView) -> Outcome | None:
    """What is asked for, else what needs somebody's eye first."""
    asked = request.GET.get("outcome", "")
    if asked in set(Outcome):
        return Outcome(asked)
    order = (*_SHOWN_FIRST, *Outcome)
    return next((each for each in order if view.counts.get(each)), None)


def _told(line: Line, known: Iterable[str]) -> Told:
    title, tag = OUTCOMES[line.outcome]
    return Told(
        line=line,
        outcome=title,
        tag=tag,
        field=column_title(line.field),
        message=_said(line.reason, line.facts) if line.reason else "",
        remedy=REMEDIES.get(line.reason, FALLBACK) if line.reason else "",
        remarks=tuple(
            " ".join(filter(None, (column_title(each.field), _said(each.code, each.facts))))
            for each in line.remarks
        ),
        known=line.code in known,
    )


def _said(code: str, facts: Mapping[str, object]) -> str:
    return str(wording(code, facts) or code)


@require_POST
@keepers
def start(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Apply what was checked, or go on."""
    exchange.start_import(run_id, actor=actor_of(request))
    return _to_run(run_id)


@require_POST
@keepers
def stop(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Leave it where it is."""
    exchange.stop_import(run_id, actor=actor_of(request))
    return _to_run(run_id)


@require_POST
@keepers
def cancel(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """End it before it is done."""
    exchange.cancel_run(run_id, actor=actor_of(request))
    messages.success(request, _("已取消。已经导入的留着，没有导入的不再导入。"))
    return _to_run(run_id)


@require_safe
@keepers
def report(request: HttpRequest, run_id: UUID) -> StreamingHttpResponse:
    """Every line of the report as a table."""
    view = queries.exchange_run(run_id, actor=actor_of(request))
    return _attached(
        (each.encode() for each in exchange.as_csv(exchange.lines(view.id))),
        "text/csv; charset=utf-8",
        f"report-{clock.local_date(view.made_at):%Y%m%d}.csv",
    )


@require_safe
@keepers
def file(request: HttpRequest, run_id: UUID) -> StreamingHttpResponse:
    """What an export wrote."""
    view, pieces = queries.exchange_file(run_id, actor=actor_of(request))
    response = _attached(pieces, "application/zip", view.name)
    response["Content-Length"] = str(view.size)
    return response


def _attached(pieces: Iterator[bytes], kind: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
