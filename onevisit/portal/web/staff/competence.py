"""Who decides what this window only takes in, and where else the same thing is decided."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.queries.drafts import DraftView
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.points import Competence
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.portal.web.staff.window import clerks
from onevisit.ui.formatting import joined
from onevisit.ui.posted import text_of


@dataclass(frozen=True)
class Deciders:
    """`names` decide each its part; `elsewhere` are the offices that carry the same item for other
    places, with the one that is chosen now among them, none where there is no other.
    """

    names: str
    elsewhere: tuple[Competence, ...]
    code: str


def deciders(draft: DraftView) -> Deciders:
    """Who decides a draft; at most three queries."""
    active = {draft.departments[part.key] for part in draft.checklist.active_parts}
    offices = directory.departments(active)
    regions = {each.code: each.name for each in directory.regions()} if offices else {}
    names = [f"{each.name}（{regions.get(each.region, each.region)}）" for each in offices]
    found = () if draft.offer.is_bundle else catalogue.competences(draft.offer.code)
    return Deciders(joined(names), found if len(found) > 1 else (), draft.offer.code)


@require_POST
@clerks
def move(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The matter lies elsewhere: go on with it at the office that is competent there."""
    from onevisit.portal.web.staff.intake import intake_response

    try:
        moved = services.move_to_competent(
            application_id=application_id,
            region=text_of(request, "region", 12),
            actor=actor_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return intake_response(request, application_id, error=error)
    if moved != application_id:
        messages.success(request, _("已换成由事情所在地的部门办，答过的问题都带过来了。"))
    return HttpResponseRedirect(reverse("portal:intake", args=[moved]))
