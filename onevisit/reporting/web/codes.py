"""省里的代码: what stands for our values there, which are confirmed, and what was not sent."""

from itertools import groupby

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.reporting import queries, services
from onevisit.reporting.errors import no_such_answer
from onevisit.reporting.queries import AnswerLine
from onevisit.reporting.rules.codes import SETS
from onevisit.reporting.web.batches import keepers
from onevisit.reporting.web.code_wordings import CODE_SETS, value_text
from onevisit.ui.fields import Text
from onevisit.ui.posted import text_of, uuid_of
from onevisit.ui.wordings import status_in_place, text_for

_STATES: dict[str, tuple[Text, str]] = {
    "waiting": (gettext_lazy("等人核对"), "wait"),
    "confirmed": (gettext_lazy("核对过了"), "ok"),
    "returned": (gettext_lazy("退回了"), ""),
}
_MOST_TICKED = 200


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def codes(request: HttpRequest) -> HttpResponse:
    """Every code, those that the province has not confirmed marked; recording what it answered."""
    if request.method != "POST":
        return _page(request)
    try:
        said = _act(request)
    except (Conflict, Invalid, NotFound, Refused) as error:
        return _page(request, error)
    flash.success(request, said)
    return HttpResponseRedirect(reverse("reporting:codes"))


def _act(request: HttpRequest) -> str:
    actor, do = actor_of(request), text_of(request, "do", 10)
    if do in ("confirm", "return"):
        answer_id = uuid_of(request, "answer")
        if answer_id is None:
            raise no_such_answer()
        if do == "confirm":
            services.confirm_codes(answer_id=answer_id, actor=actor)
            return _("核对过了，从现在起算数。")
        services.return_codes(answer_id=answer_id, why=_why(request, "reason"), actor=actor)
        return _("退回了。")
    services.record_codes(
        codes=request.POST.getlist("codes")[:_MOST_TICKED],
        holds=do != "withdraw",
        why=_why(request, "why"),
        actor=actor,
    )
    return _("记下了，请另一位同事对着省里的文件核对。")


def _why(request: HttpRequest, name: str) -> str:
    return text_of(request, name, services.LONGEST_WHY + 1)


def _page(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    view = queries.codes_view(actor_of(request))
    grouped = groupby(view.lines, key=lambda line: line.coded.code_set)
    context = {
        "view": view,
        "sets": [
            {
                "key": key,
                "title": CODE_SETS[key],
                "columns": SETS[key].columns,
                "lines": (lines := [(value_text(each.coded), each) for each in found]),
                "open": sum(not each.confirmed for _words, each in lines),
            }
            for key, found in grouped
        ],
        "withheld": [
            (CODE_SETS[each.coded.code_set], value_text(each.coded), each) for each in view.withheld
        ],
        "waiting": view.waiting and _shown(view.waiting),
        "answers": [_shown(each) for each in view.answers],
        "longest": services.LONGEST_WHY,
        "ticked": request.POST.getlist("codes"),
        "typed": request.POST,
        "problem": text_for(error) if error else "",
    }
    return render(request, "reporting/codes.html", context, status=status_in_place(error))


def _shown(line: AnswerLine) -> dict[str, object]:
    state, tone = _STATES[line.state]
    codes = [(CODE_SETS[coded.code_set], value_text(coded), number) for coded, number in line.codes]
    return {"line": line, "state": state, "tone": tone, "codes": codes}
