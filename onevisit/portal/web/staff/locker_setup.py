"""智能柜设置: which lockers stand where, their doors and terms; kept by who keeps points' lists."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission, Scope
from onevisit.delivery import services as delivery
from onevisit.delivery.queries import lockers as standing
from onevisit.delivery.rules.lockers import MOST_DAYS, LockerInfo, written_doors
from onevisit.directory import queries as directory
from onevisit.directory.rules import PlaceKind
from onevisit.kernel.errors import Conflict, DomainError, Invalid
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.ui.posted import number_of, text_of, uuid_of, written

_WORDS = ("name", "device", "where", "hours")
_LONGEST = 4_000
keepers = staff_required(Permission.CATALOGUE_EDIT)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def set_up(request: HttpRequest) -> HttpResponse:
    """Every locker in reach, and the form for one: a new one, or the one asked for."""
    if request.method != "POST":
        return _page(request)
    try:
        _keep(request, uuid_of(request, "locker"))
    except (Invalid, Conflict) as error:
        return _page(request, error)
    messages.success(request, _("已保存。柜里现有的，期限不变。"))
    return HttpResponseRedirect(reverse("portal:locker-set-up"))


def _keep(request: HttpRequest, locker_id: UUID | None) -> None:
    point = uuid_of(request, "point")
    if point is None:
        raise Invalid("portal.choose_point", field="point")
    words = {each: text_of(request, each, 200) for each in _WORDS}
    delivery.keep_locker(
        locker_id=locker_id,
        point_id=point,
        words=delivery.LockerWords(
            **words,
            keep_days=number_of(request, "keep_days") or 0,
            doors=written(request, "doors")[:_LONGEST],
        ),
        actor=actor_of(request),
    )


def _page(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    found = [
        each
        for each in standing.lockers()
        if actor.may(Permission.CATALOGUE_EDIT, Scope(None, each.region))
    ]
    asked = str(request.GET.get("locker", ""))
    chosen = next((each for each in found if str(each.id) == asked), None)
    context = {
        "rows": found,
        "chosen": chosen,
        "typed": request.POST if error else _typed(chosen),
        "points": [
            each
            for each in directory.service_points()
            if each.kind in (PlaceKind.CENTRE, PlaceKind.TOWNSHIP)
            and actor.may(Permission.CATALOGUE_EDIT, Scope(None, each.region))
        ],
        "most": MOST_DAYS,
        "problem": told(error) if error else "",
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/locker_setup.html", context, status=status)


def _typed(chosen: LockerInfo | None) -> dict[str, object]:
    if chosen is None:
        return {"keep_days": 5, "hours": _("全天 24 小时")}
    own = {each: getattr(chosen, each) for each in (*_WORDS, "keep_days")}
    doors = written_doors(chosen.doors)
    return {**own, "locker": str(chosen.id), "point": str(chosen.point_id), "doors": doors}
