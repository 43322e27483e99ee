"""联合审图 that run, for who supervises: where each lies, and who is late."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases.rules.drawings import ReviewState
from onevisit.oversight.access import reach_of
from onevisit.oversight.queries.reviews import RunningReview, With, running_reviews
from onevisit.oversight.web.asking import going_on, read_place, with_query
from onevisit.oversight.web.places import place_name
from onevisit.oversight.web.wordings import Text
from onevisit.ui.formatting import joined

STEPS: Mapping[ReviewState, Text] = {
    ReviewState.READING: pgettext_lazy("审图", "各部门在审"),
    ReviewState.MENDING: pgettext_lazy("审图", "等申请人修改"),
    ReviewState.CHECKING: pgettext_lazy("审图", "核对修改"),
}


@require_safe
@staff_required(Permission.OVERSIGHT_READ)
def reviews(request: HttpRequest) -> HttpResponse:
    """All, or those whose day is over, the earliest day first, page by page."""
    place, late = read_place(request.GET), request.GET.get("late") == "1"
    after = request.GET.get("after", "")[:90]
    found = running_reviews(reach_of(actor_of(request)).at(place), late=late, after=after)
    here = reverse("oversight:reviews")
    shown = ((_("全部"), "", not late), (_("过了期限的"), "1", late))
    context = {
        "rows": [(each, STEPS[each.state], _whose(each)) for each in found.rows],
        "late": late,
        "place": place_name(place),
        "shown": [
            (text, with_query(here, {"late": which, "place": place}), on)
            for text, which, on in shown
        ],
        "first_url": going_on(request, "") if after else "",
        "next_url": going_on(request, found.after) if found.after else "",
        "back_url": with_query(reverse("oversight:home"), {"place": place}),
    }
    return render(request, "oversight/reviews.html", context)


def _whose(each: RunningReview) -> str:
    """In whose hands the drawings are."""
    if each.lies is With.APPLICANT:
        return _("申请人")
    if each.lies is With.LEAD:
        return _("%(who)s（牵头，各部门都审完了）") % {"who": each.lead}
    return joined(each.silent)
