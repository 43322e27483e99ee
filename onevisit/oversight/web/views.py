"""The director's page, the formulas, and the lists behind the figures."""

import csv
import io
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.audit import services as audit
from onevisit.directory import queries as directory
from onevisit.oversight import queries
from onevisit.oversight.access import reach_of
from onevisit.oversight.errors import no_such_list
from onevisit.oversight.queries import CARD_LISTS, CLOSED_LISTS, RATED_LISTS, Trouble
from onevisit.oversight.queries.bags import late_bags
from onevisit.oversight.queries.projects import unhanded_projects
from onevisit.oversight.queries.reviews import late_reviews
from onevisit.oversight.services import kept_figures
from onevisit.oversight.web.asking import (
    going_on,
    period_query,
    read_filter,
    read_period,
    read_place,
    with_query,
)
from onevisit.oversight.web.formulas import FORMULAS
from onevisit.oversight.web.page import Others, page
from onevisit.oversight.web.places import place_name, place_names
from onevisit.oversight.web.rows import MOST, cells_of, heads_of
from onevisit.oversight.web.wordings import LEVELS, LISTS, PERIODS

PER_PAGE = 50
readers = staff_required(Permission.OVERSIGHT_READ)


@require_safe
@readers
def home(request: HttpRequest) -> HttpResponse:
    """What is wrong now, and the figures of a period."""
    place, of = read_place(request.GET), read_period(request.GET)
    reach = reach_of(actor_of(request)).at(place)
    found, at = kept_figures(reach, of)
    made = page(
        found,
        at,
        of,
        queries.exceptions(reach),
        queries.today(reach),
        others=Others(late_bags(reach), late_reviews(reach), unhanded_projects(reach)),
        every_thing=request.GET.get("things") == "all",
        place=place,
        places=place_names(),
    )
    return render(request, "oversight/home.html", {"page": made})


@require_safe
@readers
def bags(request: HttpRequest) -> HttpResponse:
    """Bags between offices whose day is over, with whom to ring up."""
    place = read_place(request.GET)
    context = {
        "rows": late_bags(reach_of(actor_of(request)).at(place)),
        "place": place_name(place),
        "back_url": with_query(reverse("oversight:home"), {"place": place}),
    }
    return render(request, "oversight/bags.html", context)


@require_safe
@readers
def formulas(request: HttpRequest) -> HttpResponse:
    """Every figure with its formula."""
    named = [(each, [(what, LISTS[what]) for what in each.lists]) for each in FORMULAS]
    return render(request, "oversight/formulas.html", {"formulas": named})


@require_safe
@readers
def a_list(request: HttpRequest, what: str) -> HttpResponse:
    """The rows behind a figure, page by page."""
    if what not in LISTS:
        raise no_such_list()
    of = read_period(request.GET)
    wanted = read_filter(request.GET, of, PER_PAGE)
    place = read_place(request.GET)
    found = queries.listing(what, wanted, reach_of(actor_of(request)).at(place))
    narrowed = (_department(wanted.department), wanted.thing, place_name(place))
    timed = what not in set(Trouble)
    context = {
        "what": what,
        "name": LISTS[what],
        "kind": _kind(what),
        "rows": found.rows,
        "levels": LEVELS,
        "period": of if timed else None,
        "period_name": PERIODS[of.kind],
        "narrowed": [each for each in narrowed if each],
        "first_url": going_on(request, "") if wanted.after else "",
        "next_url": going_on(request, found.after) if found.after else "",
        "csv_url": _csv_url(request, what),
        "back_url": with_query(
            reverse("oversight:home"), (period_query(of) if timed else {}) | {"place": place}
        ),
    }
    return render(request, "oversight/list.html", context)


@require_safe
@readers
def download(request: HttpRequest, what: str) -> HttpResponse:
    """The same rows for a spreadsheet, applicants masked; on record."""
    if what not in LISTS:
        raise no_such_list()
    actor = actor_of(request)
    wanted = read_filter(request.GET, read_period(request.GET), MOST)
    found = queries.listing(what, wanted, reach_of(actor).at(read_place(request.GET)))
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(heads_of(what))
    sheet.writerows(cells_of(row) for row in found.rows)
    if found.after:
        sheet.writerow([_("只列前 %(n)s 行，请缩小日期范围再下载。") % {"n": MOST}])
    audit.record_access(
        what="oversight.download", actor=actor, target_type="oversight_list", target_id=what
    )
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="oversight-{what}.csv"'
    return response


def _kind(what: str) -> str:
    if what in CARD_LISTS or what in set(Trouble):
        return "open"
    return "closed" if what in CLOSED_LISTS else "rated" if what in RATED_LISTS else "decided"


def _department(department_id: UUID | None) -> str:
    found = directory.departments([department_id]) if department_id else ()
    return found[0].name if found else ""


def _csv_url(request: HttpRequest, what: str) -> str:
    kept = request.GET.copy()
    kept.pop("after", None)
    path = reverse("oversight:download", args=[what])
    return f"{path}?{kept.urlencode()}" if kept else path
