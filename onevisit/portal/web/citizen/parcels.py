"""Parcels as the applicant sees them: where they are, what comes next, and choosing anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import actor_of
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import StatusView
from onevisit.catalogue import queries as catalogue
from onevisit.delivery.queries import terms
from onevisit.delivery.queries.lockers import lockers
from onevisit.delivery.rules import LIVE, Address, ParcelState
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.posting import Sent, sent_of
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.ui.posted import ADDRESS_FIELDS, address_parts, has_address, text_of


@dataclass(frozen=True)
class Posting:
    """All parcels of an application, the newest first; `asked`: the applicant must say where to."""

    sent: Sequence[Sent] = ()
    may_choose: bool = False
    asked: bool = False

    def of_result(self, number: str) -> Sent | None:
        """The live parcel a result lies in, else the last one it lay in that came back."""
        held = [each for each in self.sent if number in {n for _name, n in each.line.papers}]
        kept = [each for each in held if each.parcel.state in {*LIVE, ParcelState.RETURNED}]
        return kept[0] if kept else None

    def next_of(self, sent: Sent | None, *, waiting: bool) -> str:
        """What happens next with a result that is sent."""
        if self.asked:
            return _("您说一声：重新寄，还是到窗口领。")
        if sent is None or sent.parcel.state is ParcelState.RETURNED:
            return _("等别的都办好，一个邮件一起寄。") if waiting else _("窗口打包，交给快递。")
        if sent.parcel.state is ParcelState.PACKED:
            return _("交给快递。")
        return _("快递送到，您或者家里人签收。")


NOT_POSTED = Posting()


def posting_of(view: StatusView) -> Posting:
    """What was sent of an application; three queries at most, none for who fetches."""
    if view.collection == "online":
        return NOT_POSTED
    lines = cases.parcels_of(view.id)
    chosen = view.own and view.ended_at is None and cases.may_choose(view.id)
    back = bool(lines) and lines[0].parcel.state is ParcelState.RETURNED
    return Posting([sent_of(line) for line in lines], chosen, chosen and back and view.address_due)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """Another address, the window or a locker, for what has not left or has come back."""
    actor = actor_of(request)
    view = cases.status_view(application_id=number, actor=actor)
    back = reverse("portal:affair", args=[number])
    if not cases.may_choose(view.id):
        messages.warning(request, _("结果已经在路上，或者已经领走，现在不能改领取方式。"))
        return HttpResponseRedirect(back)
    problem, status, field = "", 200, ""
    if request.method == "POST":
        wanted = text_of(request, "collection")
        try:
            services.choose_again(
                application_id=view.id,
                collection=wanted,
                service_point_id=parse_id(text_of(request, _PLACE.get(wanted, "point"))),
                actor=actor,
                address=_address(request),
            )
        except (Invalid, Conflict) as error:
            problem, status = told(error), status_of(error)
            field = _FIELDS.get(getattr(error, "field", None) or "", "collection")
        else:
            messages.success(request, _("记下了，就这样给您。"))
            return HttpResponseRedirect(back)
    context = {
        "view": view,
        "errors": [(field, problem)] if problem else [],
        "payer": terms(clock.today()).payer,
        "ways": cases.offered_again(view.id),
        "points": catalogue.handing_points(view.offer_code),
        "lockers": lockers(),
        "chosen": request.POST.get("collection", view.collection),
        "point": request.POST.get("point", ""),
        "locker": request.POST.get("locker", ""),
        "typed": _address(request),
        "asked": view.address_due,
        "trail": [
            (_("我的办件"), reverse("portal:affairs")),
            (view.offer_name, back),
            (_("改领取方式"), ""),
        ],
    }
    return render(request, "portal/citizen/choose.html", context, status=status)


_FIELDS = {**ADDRESS_FIELDS, "service_point": "point", "locker": "locker"}
_PLACE = {"window": "point", "locker": "locker"}


@require_POST
@citizen_required
def renew(request: HttpRequest, number: str, stay_id: UUID) -> HttpResponse:
    """Another code for what lies in a locker."""
    try:
        services.renew_code(stay_id=stay_id, actor=actor_of(request))
    except Conflict as error:
        messages.warning(request, told(error))
    else:
        messages.success(request, _("换了新的取件码，旧的打不开了。"))
    return HttpResponseRedirect(reverse("portal:affair", args=[number]))


def _address(request: HttpRequest) -> Address | None:
    return Address(**address_parts(request)) if has_address(request) else None
