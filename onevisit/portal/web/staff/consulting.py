"""征求意见: asking a department that only advises, and answering as one."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries.consulting import (
    ConsultationLine,
    consultation_view,
    consulting_of,
    opinions_asked,
)
from onevisit.cases.rules.consulting import LONGEST_WORDS, MOST_DAYS, Asked, Stance
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.portal.web.staff.answering import file_response, status_of, told
from onevisit.portal.web.staff.labels import Text
from onevisit.ui.posted import number_of, text_of, uuid_of, written

officers = staff_required(Permission.CASES_REVIEW)

STANCES: Mapping[Stance, Text] = {
    Stance.AGREE: pgettext_lazy("征求意见", "同意"),
    Stance.CONDITION: pgettext_lazy("征求意见", "有条件同意"),
    Stance.OBJECT: pgettext_lazy("征求意见", "不同意"),
    Stance.NO_VIEW: pgettext_lazy("征求意见", "没有意见"),
}
_STANDS: Mapping[Asked, tuple[Text, str]] = {
    Asked.OPEN: (pgettext_lazy("征求意见", "等答复"), "now"),
    Asked.ANSWERED: (pgettext_lazy("征求意见", "已答复"), "ok"),
    Asked.WITHDRAWN: (pgettext_lazy("征求意见", "已撤回"), ""),
}
_LATE = (pgettext_lazy("征求意见", "逾期没有答复"), "bad")


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def consult(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What others were asked about one case; ask, or take a question back."""
    if request.method != "POST":
        return _asked(request, case_id)
    try:
        withdrawn = uuid_of(request, "withdraw")
        if withdrawn is not None:
            services.withdraw_question(consultation_id=withdrawn, actor=actor_of(request))
            messages.success(request, _("已撤回。"))
        else:
            _ask(request, case_id)
            messages.success(request, _("已发出，办理时限不停，请同时往下办。"))
    except (Conflict, Invalid, Refused) as error:
        return _asked(request, case_id, problem=told(error), status=status_of(error))
    return HttpResponseRedirect(reverse("portal:desk-consult", args=[case_id]))


def _ask(request: HttpRequest, case_id: UUID) -> None:
    services.ask_opinion(
        case_id=case_id,
        department_id=uuid_of(request, "department"),
        question=written(request, "question"),
        days=number_of(request, "days"),
        materials=request.POST.getlist("material"),
        actor=actor_of(request),
    )


def _asked(
    request: HttpRequest, case_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    view = cases.case_view(case_id=case_id, actor=actor)
    seen = consulting_of(case_id=case_id, actor=actor)
    context = {
        "case": view,
        "seen": seen,
        "lines": [_shown(line) for line in seen.lines],
        "departments": [d for d in directory.departments() if d.id != seen.department_id],
        "most": MOST_DAYS,
        "longest": LONGEST_WORDS,
        "problem": problem,
        "typed": {
            name: text_of(request, name, LONGEST_WORDS)
            for name in ("department", "days", "question")
        },
        "chosen": request.POST.getlist("material"),
    }
    return render(request, "portal/staff/consult.html", context, status=status)


@require_safe
@officers
def opinions(request: HttpRequest) -> HttpResponse:
    """What one's own department is asked, the nearest day first; `?show=ended`: what it said."""
    ended = request.GET.get("show") == "ended"
    found = opinions_asked(actor=actor_of(request), answered=ended)
    context = {"rows": [_shown(line) for line in found], "ended": ended, "show": "opinions"}
    return render(request, "portal/staff/opinions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def opinion(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """One question: read it with its papers, and answer."""
    if request.method != "POST":
        return _opinion(request, consultation_id)
    try:
        services.answer_question(
            consultation_id=consultation_id,
            stance=_stance(request),
            words=written(request, "words"),
            actor=actor_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return _opinion(request, consultation_id, problem=told(error), status=status_of(error))
    messages.success(request, _("已答复，征求意见的部门能看到。"))
    return HttpResponseRedirect(reverse("portal:opinions"))


def _opinion(
    request: HttpRequest, consultation_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    line = consultation_view(consultation_id=consultation_id, actor=actor_of(request))
    context = {
        "line": line,
        "shown": _shown(line),
        "stances": STANCES.items(),
        "longest": LONGEST_WORDS,
        "problem": problem,
        "typed": {name: text_of(request, name, LONGEST_WORDS) for name in ("stance", "words")},
    }
    return render(request, "portal/staff/opinion.html", context, status=status)


@require_safe
@officers
def file(request: HttpRequest, consultation_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A paper that was given along."""
    return file_response(
        services.consulted_file(
            consultation_id=consultation_id, evidence_id=evidence_id, actor=actor_of(request)
        )
    )


def _stance(request: HttpRequest) -> Stance:
    try:
        return Stance(text_of(request, "stance"))
    except ValueError:
        raise Invalid("portal.choose_stance", field="stance") from None


def _shown(line: ConsultationLine) -> dict[str, object]:
    label, tag = _LATE if line.late else _STANDS[line.state]
    return {
        "line": line,
        "label": label,
        "tag": tag,
        "stance": STANCES[line.stance] if line.stance else "",
    }
