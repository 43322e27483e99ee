"""The officers' pages: projects one's department leads or decides in, and the sum by phase."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.kernel import clock
from onevisit.projects import queries
from onevisit.projects.services import kept_sums
from onevisit.projects.web.telling import finding, project_page, shares
from onevisit.projects.web.wordings import HOLDERS

readers = staff_required(
    Permission.CASES_REVIEW, Permission.CASES_LOOK_UP, Permission.OVERSIGHT_READ
)
_FIRST_YEAR = 2000


@require_safe
@readers
def desk(request: HttpRequest) -> HttpResponse:
    """The projects, newest first; where each stands and whether the government is late."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:60]
    unhanded = request.GET.get("unhanded") == "1"
    after = request.GET.get("after", "")[:30]
    page = queries.project_list(actor=actor, after=after, text=text, unhanded=unhanded)
    here = reverse("projects:desk")
    kept = {"q": text} if text else {}
    kept |= {"unhanded": "1"} if unhanded else {}
    context = {
        "rows": [(life, HOLDERS[life.holder]) for life in page.rows],
        "text": text,
        "unhanded": unhanded,
        "may_sum": actor.may(Permission.OVERSIGHT_READ),
        "first_url": f"{here}?{urlencode(kept)}" if request.GET.get("after") else "",
        "next_url": f"{here}?{urlencode({**kept, 'after': page.after})}" if page.after else "",
    }
    return render(request, "projects/desk.html", context)


@require_safe
@readers
def project(request: HttpRequest, code: str) -> HttpResponse:
    """One project, as its departments read it."""
    actor = actor_of(request)
    view = queries.project_view(code=code, actor=actor)
    own = actor.departments(Permission.CASES_REVIEW)
    openable = {
        each.id for phase in view.life.phases for each in phase.cases if each.department_id in own
    }
    context = {**project_page(view), "openable": openable}
    return render(request, "projects/desk_project.html", context)


@require_safe
@staff_required(Permission.OVERSIGHT_READ)
def summary(request: HttpRequest) -> HttpResponse:
    """Phase by phase: how many run, whose time it takes, which are late; as of some minutes ago."""
    today = clock.today()
    year = _year(request.GET.get("year", ""), today.year)
    sums, trips, at = kept_sums(actor_of(request), year)
    context = {
        "trips": trips,
        "summed_at": at,
        "rows": [(each, shares(each.spent), finding(each.spent)) for each in sums],
        "year": year,
        "years": range(today.year, today.year - 3, -1),
        "most": queries.MOST_SUMMED,
        "late": sum(len(each.late) for each in sums),
    }
    return render(request, "projects/summary.html", context)


def _year(text: str, this: int) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else this
    return min(max(year, _FIRST_YEAR), this)
