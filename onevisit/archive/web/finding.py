"""档案查询: finding archived cases, opening what they hold, holds."""

from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.archive import queries, services
from onevisit.archive.queries import Found, Origin, Wanted
from onevisit.archive.rules import verify
from onevisit.archive.rules.retention import IN_ORDER, Retention
from onevisit.archive.web.wordings import ORIGINS, PROBLEMS, RETENTIONS
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.ids import parse_id
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import status_in_place, text_for

readers = staff_required(Permission.ARCHIVE_READ)
keepers = staff_required(Permission.ARCHIVE_KEEP)
_SHOWN = ("pdf", "png", "jpg")
_READ = ("json", "xml", "txt")
_LONGEST = 120


def year_of(text: str) -> int | None:
    """A year as it was typed or asked for."""
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


@require_safe
@readers
def desk(request: HttpRequest) -> HttpResponse:
    """By number, words of a title, department, year, item, retention, origin and holds: all of that
    may stand in an address.
    """
    asked = {name: request.GET.get(name, "").strip()[:_LONGEST] for name in _ASKED}
    wanted = Wanted(
        text=asked["q"],
        department_id=parse_id(asked["department"]),
        year=year_of(asked["year"]),
        item=asked["item"],
        retention=asked["retention"],
        origin=Origin(asked["origin"]) if asked["origin"] in ORIGINS else None,
        held=bool(asked["held"]),
    )
    actor = actor_of(request)
    found = queries.search(wanted=wanted, actor=actor, after=asked["after"])
    return _page(request, found, asked)


_ASKED = ("q", "department", "year", "item", "retention", "origin", "held", "after")


@require_POST
@readers
def find(request: HttpRequest) -> HttpResponse:
    """By the applicant's name or number: neither ever stands in an address."""
    holder, after = text_of(request, "holder", _LONGEST), text_of(request, "after", 40)
    try:
        wanted = Wanted(holder=holder)
        found = queries.search(wanted=wanted, actor=actor_of(request), after=after)
    except Invalid as error:
        return _page(request, Found((), ""), {}, problem=text_for(error), status=422)
    return _page(request, found, {}, by_holder=holder)


def _page(
    request: HttpRequest,
    found: Found,
    asked: dict[str, str],
    *,
    by_holder: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "lines": [(line, RETENTIONS[line.retention], False) for line in found.lines],
        "after": found.after,
        "asked": asked,
        "by_holder": by_holder,
        "problem": problem,
        "departments": directory.departments(),
        "retentions": [(each.value, RETENTIONS[each]) for each in IN_ORDER],
        "origins": [(each.value, name) for each, name in ORIGINS.items()],
        "held_up": [
            (each, PROBLEMS.get(each.problem, each.problem))
            for each in queries.held_up(actor=actor)
        ],
        "more": urlencode({k: v for k, v in asked.items() if v and k != "after"}),
    }
    return render(request, "archive/desk.html", context, status=status)


@require_safe
@readers
def package(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """One archived case: what it is, what it holds, what became of it."""
    return _package(request, package_id)


def _package(
    request: HttpRequest, package_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.package_view(package_id=package_id, actor=actor_of(request))
    context = {
        "view": view,
        "retention": RETENTIONS[Retention(view.line.retention)],
        "files": [
            (place, each, each.path.rpartition("/")[2].rpartition(".")[2].upper())
            for place, each in enumerate(view.files)
        ],
        "keeps": Permission.ARCHIVE_KEEP in view.may,
        "lifts": view.lifts,
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "archive/package.html", context, status=status)


@require_safe
@readers
def download(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """The package as it was signed; on record."""
    content = services.download(package_id=package_id, actor=actor_of(request))
    return HttpResponse(content.content, headers=content.headers())


@require_safe
@readers
def file(request: HttpRequest, package_id: UUID, place: int) -> HttpResponse:
    """One file of it, shown where a browser can; on record."""
    content = services.open_file(package_id=package_id, place=place, actor=actor_of(request))
    kind = content.safe_name.rpartition(".")[2].lower()
    headers = content.headers(inline=kind in (*_SHOWN, *_READ))
    if kind in _READ:
        headers["Content-Type"] = "text/plain; charset=utf-8"
    return HttpResponse(content.content, headers=headers)


@require_POST
@staff_required(Permission.ARCHIVE_KEEP, Permission.ARCHIVE_DESTROY)
def act(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """A hold is placed, or lifted by another."""
    doing = services.lift if text_of(request, "do", 10) == "lift" else services.hold
    try:
        reason = text_of(request, "reason", 1000)
        doing(package_id=package_id, reason=reason, actor=actor_of(request))
    except (Conflict, Invalid) as error:
        return _package(request, package_id, problem=text_for(error), status=status_in_place(error))
    messages.success(request, _("记下了。"))
    return HttpResponseRedirect(reverse("archive:package", args=[package_id]))


@require_safe
@readers
def verifier(_request: HttpRequest) -> HttpResponse:
    """The script by which anybody verifies a package."""
    told = HttpResponse(Path(verify.__file__).read_bytes(), content_type="text/x-python")
    told["Content-Disposition"] = 'attachment; filename="verify.py"'
    return told
