"""What lies in a locker in words, for the applicant and for the out-window; what lockers tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import StatusView, StayLine
from onevisit.delivery.rules.lockers import Size, StayInfo, StayState
from onevisit.kernel import clock, masks
from onevisit.kernel.errors import NotFound, Refused

Text = str | Promise

STATES: dict[StayState, tuple[Text, str]] = {
    StayState.RESERVED: (_("格口开着，等放进去"), "wait"),
    StayState.LAID: (_("在柜里，等来取"), "now"),
    StayState.COLLECTED: (_("已取走"), "ok"),
    StayState.OVERDUE: (_("没有来取，要取回"), "bad"),
    StayState.TAKEN_BACK: (_("已取回窗口"), ""),
    StayState.RELEASED: (_("没有放"), ""),
}
SIZES: dict[Size, Text] = {
    Size.SMALL: _("小格，放一本证"),
    Size.MEDIUM: _("中格，放 A4 文件"),
    Size.LARGE: _("大格，放档案盒"),
}


@dataclass(frozen=True)
class Lodged:
    """Something behind a door, as pages show it; `last_day` on which its code opens it."""

    line: StayLine
    state: Text
    tag: str
    last_day: date | None

    @property
    def stay(self) -> StayInfo:
        """What the record says."""
        return self.line.stay

    @property
    def code(self) -> str:
        """The code in two groups that stay on one line, easier to read and to type."""
        code = self.stay.code
        return f"{code[:3]}\N{NO-BREAK SPACE}{code[3:]}" if code else ""

    @property
    def sent(self) -> str:
        """For whom the code is, masked; "" while there is none."""
        found = self.stay.sent
        if found is None:
            return ""
        facts = {"name": masks.mask_name(found.name), "phone": found.phone, "by": found.by}
        if found.by:
            return _by_another(facts)
        if found.phone:
            return gettext("取件码发给%(name)s，登记的手机 %(phone)s。") % facts
        return gettext("取件码发给%(name)s，没有登记手机，在办件里看。") % facts


def _by_another(facts: dict[str, str]) -> str:
    masked = {**facts, "by": masks.mask_name(facts["by"])}
    return gettext("取件码发给%(name)s（%(by)s代为换发）。") % masked


def lodged_of(line: StayLine) -> Lodged:
    """One in words."""
    state, tag = STATES[line.stay.state]
    until = line.stay.until
    return Lodged(line, state, tag, clock.local_date(until) if until else None)


def lodged_for(view: StatusView) -> Sequence[Lodged]:
    """What of an application lay in lockers, the newest first; nothing to be asked for others."""
    return [lodged_of(each) for each in cases.stays_of(view.id)] if view.by_locker else ()


@csrf_exempt
@require_POST
def news(request: HttpRequest) -> HttpResponse:
    """What a locker asks or tells: believed by its signature alone. 404: nothing lies there under
    its number, 400: not signed; both are to be said again later.
    """
    try:
        answer = services.hear_locker(body=request.body, headers=request.headers)
    except Refused:
        return HttpResponse("bad signature", status=400, content_type="text/plain")
    except NotFound:
        return HttpResponse("unknown", status=404, content_type="text/plain")
    return JsonResponse(answer)
