"""Answers of a draft: one question per page, and all that was answered so far."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.overview import draft_or_receipt
from onevisit.cases.web.overview_page import answer_text, answered
from onevisit.cases.web.posted import given
from onevisit.catalogue.queries.asking import question_field
from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.fields import FieldView
from onevisit.ui.posted import number_of, text_of
from onevisit.ui.wordings import text_for


@dataclass(frozen=True)
class QuestionPage:
    """One question of a draft; `number` of `total`."""

    question: Question
    field: FieldView
    number: int
    total: int
    changing: bool


@require_http_methods(["GET", "POST"])
@applicants
def questions(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The next open question, or the one named by `q`; without either, all answers."""
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    if request.method == "POST":
        return _answer(request, draft)
    wanted = request.GET.get("q", "")
    question = _find(draft, wanted)
    if question is None and draft.open_questions:
        question = draft.open_questions[0]
    if question is None:
        return render(request, "cases/answers.html", {"draft": draft, "answered": answered(draft)})
    return _ask(request, draft, question)


def _find(draft: DraftView, key: str) -> Question | None:
    every = (*draft.asked_questions, *draft.open_questions)
    return next((each for each in every if each.key == key), None)


def _answer(request: HttpRequest, draft: DraftView) -> HttpResponse:
    """Keep one answer and go on to the next question, or to the draft."""
    question = _find(draft, text_of(request, "q"))
    if question is None:  # it no longer matters
        return redirect("cases:questions", draft.id)
    raw = given(request.POST, "answer", question.kind)
    if raw in (None, "") or (question.kind is VarKind.MULTI and raw == [None]):
        missing = text_for(Invalid("guidance.answer_missing"))
        return _ask(request, draft, question, raw, missing)
    try:
        services.save_answers(
            application_id=draft.id,
            answers={question.key: raw},
            actor=actor_of(request),
            version=number_of(request, "version"),
        )
    except Conflict:
        return _again(request, draft.id, question, raw)
    except Invalid as problem:
        return _ask(request, draft, question, raw, text_for(problem))
    return _onward(request, draft.id)


def _onward(request: HttpRequest, application_id: UUID) -> HttpResponse:
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    if draft.open_questions:
        return HttpResponseRedirect(reverse("cases:questions", args=[draft.id]))
    messages.success(request, _("已保存，清单和表已经跟着回答更新。"))
    return redirect("cases:draft", draft.id)


def _again(
    request: HttpRequest, application_id: UUID, question: Question, raw: object
) -> HttpResponse:
    """The same question was answered elsewhere meanwhile: show both, the next save decides."""
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    held = draft.answers.get(question.key)
    said = answer_text(question, held) if held is not None else _("没有回答")
    told = _("这一题刚在另一个页面或设备上改成了“%(said)s”。下面是您这次选的，以它为准就再点一次。")
    return _ask(request, draft, question, raw, told % {"said": said})


def _ask(
    request: HttpRequest,
    draft: DraftView,
    question: Question,
    raw: object = None,
    error: str = "",
) -> HttpResponse:
    asked = [each.key for each in draft.asked_questions]
    opened = [each.key for each in draft.open_questions]
    order = [*asked, *opened]
    answer = draft.answers.get(question.key) if raw is None else raw
    page = QuestionPage(
        question=question,
        field=question_field(question, answer, error=error),
        number=order.index(question.key) + 1 if question.key in order else len(order),
        total=len(order),
        changing=question.key in asked,
    )
    context = {"draft": draft, "p": page}
    return render(request, "cases/question.html", context, status=422 if error else 200)
