"""联合审图 for the department that leads it and for those that review along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from onevisit.accounts.rules import Actor, Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries.drawings import (
    ReviewLine,
    ReviewView,
    drawings_departments,
    drawings_of_case,
    drawings_on_desk,
    drawings_view,
)
from onevisit.cases.rules.drawings import (
    LONGEST_COMMENT,
    LONGEST_SHEET,
    MOST_DAYS,
    ReviewState,
    Severity,
)
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.staff.answering import (
    drawing_letter_response,
    file_response,
    more_days_response,
    status_of,
    told,
)
from onevisit.portal.web.staff.labels import Text
from onevisit.ui.posted import number_of, text_of, written

officers = staff_required(Permission.CASES_REVIEW)

SEVERITIES: Mapping[Severity, Text] = {
    Severity.MUST: pgettext_lazy("审图", "必须修改"),
    Severity.ADVICE: pgettext_lazy("审图", "建议"),
}
STATES: Mapping[ReviewState, tuple[Text, str]] = {
    ReviewState.READING: (pgettext_lazy("审图", "各部门在审"), "now"),
    ReviewState.MENDING: (pgettext_lazy("审图", "等申请人修改"), "wait"),
    ReviewState.CHECKING: (pgettext_lazy("审图", "核对修改"), "now"),
    ReviewState.AGREED: (pgettext_lazy("审图", "审查合格"), "ok"),
    ReviewState.FAILED: (pgettext_lazy("审图", "没有通过"), "bad"),
}
SPARE_ROWS = 3
"""Empty rows under what is written; more come when they are filled and saved."""


def stands(line: ReviewLine | ReviewView) -> Mapping[str, object]:
    """A review with the words for where it stands."""
    label, tag = STATES[line.state]
    return {"line": line, "label": label, "tag": tag}


@require_safe
@officers
def drawings(request: HttpRequest) -> HttpResponse:
    """The reviews in which one's own department takes part; what waits for it first. Only those
    whose day is over with `late`.
    """
    late = request.GET.get("late") == "1"
    found = drawings_on_desk(actor=actor_of(request), late=late)
    context = {"rows": [stands(line) for line in found], "show": "drawings", "late": late}
    return render(request, "portal/staff/drawings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The reviews of a case, and opening one."""
    if request.method != "POST":
        return _case_page(request, case_id)
    try:
        opened = services.open_drawings(
            case_id=case_id,
            materials=request.POST.getlist("material"),
            departments=[d for each in request.POST.getlist("department") if (d := parse_id(each))],
            days=number_of(request, "days"),
            mend_days=number_of(request, "mend_days"),
            special=text_of(request, "special") == "yes",
            actor=actor_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return _case_page(request, case_id, error)
    messages.success(request, _("已发起，各部门都能看到图纸了。"))
    return HttpResponseRedirect(reverse("portal:drawing", args=[opened]))


def _case_page(
    request: HttpRequest, case_id: UUID, error: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    seen = drawings_of_case(case_id=case_id, actor=actor)
    chosen = {d for each in request.POST.getlist("department") if (d := parse_id(each))}
    context = {
        "case": cases.case_view(case_id=case_id, actor=actor),
        "seen": seen,
        "rows": [stands(line) for line in seen.lines],
        "departments": [
            (key, name, key in (chosen or seen.likely))
            for key, name in drawings_departments(seen.department_id)
        ],
        "chosen": request.POST.getlist("material"),
        "typed": {name: text_of(request, name) for name in ("days", "mend_days", "special")},
        "most": MOST_DAYS,
        "problem": told(error) if error else "",
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/drawings_case.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def drawing(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """One review: comment, check, tell, agree."""
    if request.method != "POST":
        return _page(request, review_id)
    doing = DOINGS.get(text_of(request, "action"))
    if doing is None:
        drawings_view(review_id=review_id, actor=actor_of(request))
        raise Invalid("portal.unknown_action")
    try:
        message = doing(request, review_id, actor_of(request))
    except (Conflict, Invalid, Refused) as error:
        return _page(request, review_id, error)
    messages.success(request, message)
    return HttpResponseRedirect(reverse("portal:drawing", args=[review_id]))


@dataclass(frozen=True)
class CommentRow:
    """One row of the form, as it was written or typed in vain."""

    n: int
    sheet: str
    severity: str
    words: str


def _page(request: HttpRequest, review_id: UUID, error: DomainError | None = None) -> HttpResponse:
    view = drawings_view(review_id=review_id, actor=actor_of(request))
    context = {
        "view": view,
        "state": stands(view),
        "severities": SEVERITIES.items(),
        "rows": _rows(request, view, error) if "comment" in view.may else (),
        "checks": _checks(request, view) if "check" in view.may else (),
        "longest": LONGEST_COMMENT,
        "longest_sheet": LONGEST_SHEET,
        "reason": text_of(request, "reason", LONGEST_COMMENT) if error else "",
        "doing": text_of(request, "action") if error else "",
        "more_why": text_of(request, "more_why", LONGEST_COMMENT) if error else "",
        "problem": told(error) if error else "",
        "letter_numbers": [(n, *each) for n, each in enumerate(view.letters, 1)],
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/drawing.html", context, status=status)


def _rows(
    request: HttpRequest, view: ReviewView, error: DomainError | None
) -> Sequence[CommentRow]:
    if error is not None and text_of(request, "action") in ("save", "ready"):
        given = [*_comments_in(request)]
    else:
        own = view.own.comments if view.own else ()
        given = [(each.sheet, each.severity.value, each.words) for each in own]
        given += [("", Severity.MUST.value, "")] * SPARE_ROWS
    return [CommentRow(n, *each) for n, each in enumerate(given)]


def _checks(request: HttpRequest, view: ReviewView) -> Sequence[Mapping[str, object]]:
    comments = view.own.comments if view.own else ()
    return [
        {
            "n": n,
            "comment": each,
            "said": text_of(request, f"settled-{n}"),
            "why": text_of(request, f"why-{n}", LONGEST_COMMENT),
        }
        for n, each in enumerate(comments)
        if each.stands
    ]


def _comments_in(request: HttpRequest) -> Sequence[tuple[str, str, str]]:
    count = sum(name.startswith("sheet-") for name in request.POST)
    return [
        (
            text_of(request, f"sheet-{n}", 2 * LONGEST_SHEET),
            text_of(request, f"severity-{n}"),
            written(request, f"words-{n}"),
        )
        for n in range(count)
    ]


def _save(request: HttpRequest, review_id: UUID, actor: Actor) -> str:
    services.write_comments(
        review_id=review_id, comments=_comments_in(request), ready=False, actor=actor
    )
    return _("已存下，还没有提交，可以接着写。")


def _ready(request: HttpRequest, review_id: UUID, actor: Actor) -> str:
    services.write_comments(
        review_id=review_id, comments=_comments_in(request), ready=True, actor=actor
    )
    return _("已提交。牵头部门发出告知书以前还能改。")


def _check(request: HttpRequest, review_id: UUID, actor: Actor) -> str:
    view = drawings_view(review_id=review_id, actor=actor)
    count = len(view.own.comments) if view.own else 0
    services.check_drawings(
        review_id=review_id,
        marks={
            n: (text_of(request, f"settled-{n}"), written(request, f"why-{n}"))
            for n in range(count)
        },
        actor=actor,
    )
    return _("核对好了。")


def _tell(_request: HttpRequest, review_id: UUID, actor: Actor) -> str:
    services.tell_drawings(review_id=review_id, actor=actor)
    return _("全部意见已经一次告知申请人。")


def _agree(_request: HttpRequest, review_id: UUID, actor: Actor) -> str:
    services.close_drawings(review_id=review_id, agreed=True, actor=actor)
    return _("审查合格，合格书已经出具。")


def _fail(request: HttpRequest, review_id: UUID, actor: Actor) -> str:
    services.close_drawings(
        review_id=review_id, agreed=False, reason=written(request, "reason"), actor=actor
    )
    return _("已结束，没有通过。")


def _allow(request: HttpRequest, review_id: UUID, actor: Actor) -> str:
    services.answer_more_days(
        review_id=review_id, allow=True, why=written(request, "more_why"), actor=actor
    )
    return _("已同意，改图期限延长了，申请人会收到答复书。")


def _refuse(request: HttpRequest, review_id: UUID, actor: Actor) -> str:
    services.answer_more_days(
        review_id=review_id, allow=False, why=written(request, "more_why"), actor=actor
    )
    return _("已答复不延长，申请人会收到答复书。")


Doing = Callable[[HttpRequest, UUID, Actor], str]
DOINGS: Mapping[str, Doing] = {
    "save": _save,
    "ready": _ready,
    "check": _check,
    "tell": _tell,
    "agree": _agree,
    "fail": _fail,
    "allow": _allow,
    "refuse": _refuse,
}


@require_safe
@officers
def file(request: HttpRequest, review_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A sheet of any version."""
    return file_response(
        services.drawing_file(review_id=review_id, evidence_id=evidence_id, actor=actor_of(request))
    )


@require_safe
@officers
def letter(request: HttpRequest, review_id: UUID, n: int) -> HttpResponse:
    """A letter of comments, or (0) the opinion of all."""
    return drawing_letter_response(request, review_id, n, actor_of(request))


@require_safe
@officers
def more_letter(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """The answer to the wish for more days."""
    return more_days_response(request, review_id, actor_of(request))
