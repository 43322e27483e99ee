"""From a guide to the personal checklist; every page works without scripts."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.catalogue.queries.editions import ended
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules.questions import check_consistent, open_questions, read_answer
from onevisit.guidance.rules.situation import Answer
from onevisit.guidance.web import answers as kept
from onevisit.guidance.web.browse_page import bundles_page, department_page, departments_page
from onevisit.guidance.web.carrying import way_on
from onevisit.guidance.web.checklist_page import answered, checklist_page
from onevisit.guidance.web.guide_page import GuidePage, guide_page
from onevisit.guidance.web.question_page import find, question_page
from onevisit.guidance.web.sayings import note_not_found, note_opened
from onevisit.guidance.web.search_page import search_page
from onevisit.guidance.web.things import Thing, draft_thing, thing
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.ui.wordings import text_for

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Thing, P], HttpResponse]


def about_a_thing(view: View[P]) -> Callable[..., HttpResponse]:
    """The view gets what is published under the code; on an address of a draft (`draft-…`) what an
    officer is writing there, for who may write or approve it.
    """

    @never_cache
    @staff_required(Permission.CATALOGUE_EDIT, Permission.CATALOGUE_PUBLISH)
    def ahead(request: HttpRequest, /, code: str, *args: P.args, **more: P.kwargs) -> HttpResponse:
        try:
            draft = draft_thing(code, actor_of(request))
        except Conflict as problem:  # what contradicts itself cannot be shown: where it is told
            messages.warning(request, text_for(problem))
            return redirect("catalogue:draft", code=code)
        return view(request, draft, *args, **more)

    @wraps(view)
    def found(request: HttpRequest, /, code: str, *args: P.args, **more: P.kwargs) -> HttpResponse:
        match = request.resolver_match
        if match is not None and (match.url_name or "").startswith("draft-"):
            return ahead(request, code, *args, **more)
        try:
            about = thing(code)
        except NotFound:
            if (gone := ended(code)) is None:
                raise
            return render(request, "guidance/ended.html", {"gone": gone}, status=410)
        return view(request, about, *args, **more)

    return found


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What fits everyday words, Chinese, pinyin or initials; without words, what passes filters."""
    page = search_page(request.GET)
    if page.q and not page.hits and not page.narrowed:
        note_not_found(request, page.q)
    return render(request, "guidance/search.html", {"page": page})


@require_GET
def bundles(request: HttpRequest) -> HttpResponse:
    """Every 一件事."""
    return render(request, "guidance/bundles.html", {"page": bundles_page()})


@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """Departments and life events."""
    return render(request, "guidance/departments.html", {"page": departments_page()})


@require_GET
def department(request: HttpRequest, code: str) -> HttpResponse:
    """What one department does."""
    page = department_page(code, request.GET.get("after", "")[:80])
    return render(request, "guidance/department.html", {"page": page})


@require_GET
@about_a_thing
def guide(request: HttpRequest, about: Thing) -> HttpResponse:
    """办事指南: what it is, what it takes, where to go."""
    page = guide_page(about)
    if about.draft is None:
        note_opened(request, about.offer.code)
    return render(request, "guidance/guide.html", _guide_context(request, page))


@require_GET
@about_a_thing
def short(request: HttpRequest, about: Thing) -> HttpResponse:
    """The guide on one sheet."""
    page = guide_page(about)
    return render(request, "guidance/short.html", _guide_context(request, page))


def _guide_context(request: HttpRequest, page: GuidePage) -> dict[str, object]:
    here = request.build_absolute_uri(page.thing.url("guide"))
    return {
        "page": page,
        "thing": page.thing,
        "here": here,
        "short_url": page.thing.url("short"),
        "perhaps": [paper.name for paper in page.perhaps],
    }


@never_cache
@require_GET
@about_a_thing
def questions(request: HttpRequest, about: Thing) -> HttpResponse:
    """The next question that can matter, or the checklist when there is none."""
    return _onward(request, about)


@never_cache
@require_http_methods(["GET", "POST"])
@about_a_thing
def question(request: HttpRequest, about: Thing, key: str) -> HttpResponse:
    """One question: shown, answered, changed."""
    given: list[str] | None = None
    error = ""
    if request.method == "POST":
        given = request.POST.getlist("answer")
        try:
            kept.remember(request.session, about.offer, key, _answer(about, key, given))
            return _onward(request, about)
        except Invalid as problem:
            error = text_for(problem)
    page = question_page(
        about, key, kept.answers_for(request.session, about.offer), given=given, error=error
    )
    if page is None:
        return redirect(about.url("questions"))
    return render(
        request,
        "guidance/question.html",
        {"page": page, "thing": about},
        status=422 if error else 200,
    )


def _answer(about: Thing, key: str, given: list[str]) -> Answer:
    """What was sent, typed. Raises Invalid `guidance.answer_missing` for nothing at all."""
    asked = find(about, key)
    missing = Invalid("guidance.answer_missing", field=key)
    if asked.kind is VarKind.MULTI and not given:
        raise missing
    answer = read_answer(asked, given)
    if answer is None:
        raise missing
    return answer


def _onward(request: HttpRequest, about: Thing) -> HttpResponse:
    opened = open_questions(about.offer, kept.answers_for(request.session, about.offer))
    if opened:
        return redirect(about.url("question", opened[0].key))
    return redirect(about.url("checklist"))


@never_cache
@require_GET
@about_a_thing
def answers(request: HttpRequest, about: Thing) -> HttpResponse:
    """Everything answered so far, each to be changed."""
    listed = answered(about, kept.answers_for(request.session, about.offer))
    return render(request, "guidance/answers.html", {"thing": about, "answered": listed})


@require_POST
@about_a_thing
def restart(request: HttpRequest, about: Thing) -> HttpResponse:
    """Forget the answers and begin anew."""
    kept.forget(request.session, about.offer)
    return redirect(about.url("questions"))


@never_cache
@require_GET
@about_a_thing
def checklist(request: HttpRequest, about: Thing) -> HttpResponse:
    """您的办事清单: what this person brings, and what nobody asks of them."""
    given = kept.answers_for(request.session, about.offer)
    try:
        check_consistent(about.offer, given)
    except Invalid as problem:
        messages.warning(request, text_for(problem))
        return redirect(about.url("answers"))
    page = checklist_page(about, given)
    here = request.build_absolute_uri(about.url("guide"))
    return render(
        request,
        "guidance/checklist.html",
        {
            "page": page,
            "thing": about,
            "here": here,
            "way_on": way_on(request, about, given),
            "blocked": _blocked(about),
        },
    )


def _blocked(about: Thing) -> str:
    """Why one cannot go on from the checklist; empty if one can."""
    return "" if about.online else _("这件事还不能在网上办，请按清单备好材料到窗口办。")
