"""The front page: find a thing, go on with one's own, see where to go."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onevisit.accounts.queries import actor_of, organisations_of
from onevisit.accounts.rules import Actor
from onevisit.directory import queries as directory
from onevisit.portal.web.citizen.doing import Doing, most_urgent
from onevisit.portal.web.citizen.figures import Figures, public_figures
from onevisit.portal.web.citizen.places import Place, nearby
from onevisit.portal.web.citizen.shopfront import SERVED, Shopfront, shopfront
from onevisit.portal.web.citizen.waiting import Wait, waiting_for

_PLACES = 4


@dataclass(frozen=True)
class HomePage:
    """What the template draws. `doing` is None for who has nothing at all, and for guests."""

    audience: str
    doing: Doing | None
    waiting: Sequence[Wait]
    front: Shopfront
    places: list[Place]
    figures: Figures
    guest: bool
    staff: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For everybody; `?for=business` shows what serves organisations."""
    actor = actor_of(request)
    audience = _audience(request.GET.get("for", ""), actor)
    held = organisations_of(actor.person_id) if actor.person_id and not actor.acting else ()
    figures = public_figures()
    page = HomePage(
        audience=audience,
        doing=most_urgent(actor, held) if actor.person_id else None,
        waiting=waiting_for(actor, held),
        front=shopfront(audience, figures.wanted),
        places=nearby(directory.service_points(), _PLACES),
        figures=figures,
        guest=actor.user_id is None,
        staff=actor.is_staff,
    )
    return render(request, "portal/citizen/home.html", {"page": page})


def _audience(wished: str, actor: Actor) -> str:
    if wished in SERVED:
        return wished
    return "business" if actor.organisation_id else "person"
