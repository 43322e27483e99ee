"""The owner's pages: one's projects, what comes next in each, what was given, whose time it was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts import queries as accounts
from onevisit.accounts.guards import themselves_required
from onevisit.accounts.queries import actor_of
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound
from onevisit.projects import queries, services
from onevisit.projects.queries.words import NATURES
from onevisit.projects.services import LONGEST_NAME, ProjectDraft
from onevisit.projects.web.telling import finding, project_page, rail, shares
from onevisit.projects.web.wordings import ENGAGEMENTS
from onevisit.ui.posted import text_of, uuid_of
from onevisit.ui.wordings import status_in_place, text_for


@require_safe
@themselves_required
def mine(request: HttpRequest) -> HttpResponse:
    """The projects of the organisations one acts for."""
    lives = queries.my_projects(actor_of(request))
    context = {
        "lives": [(life, rail(life), shares(life.spent), finding(life.spent)) for life in lives],
        "trail": [(_("我的办件"), reverse("portal:affairs")), (_("投资项目"), "")],
    }
    return render(request, "projects/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@themselves_required
def new(request: HttpRequest) -> HttpResponse:
    """Register a project; it has its code at once."""
    if request.method != "POST":
        return _form(request)
    actor = actor_of(request)
    organisation = uuid_of(request, "organisation")
    if organisation is None:
        return _form(request, errors=[("organisation", _("请选哪个单位的项目。"))], status=422)
    draft = ProjectDraft(
        name=text_of(request, "name"),
        site=text_of(request, "site"),
        kind=text_of(request, "kind"),
        nature=text_of(request, "nature"),
        organisation_id=organisation,
    )
    try:
        code = services.register(draft=draft, actor=actor)
    except Invalid as error:
        return _form(request, errors=[(error.field, text_for(error))], status=422)
    except NotFound as error:
        return _form(request, errors=[("kind", text_for(error))], status=422)
    messages.success(request, _("登记好了，项目代码 %(code)s 一直用到竣工。") % {"code": code})
    return redirect("projects:project", code)


def _form(request: HttpRequest, *, errors: object = (), status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    held = accounts.organisations_of(actor.person_id) if actor.person_id else ()
    context = {
        "organisations": {each.organisation.id: each.organisation for each in held}.values(),
        "kinds": queries.kinds(),
        "natures": NATURES.items(),
        "typed": request.POST,
        "errors": errors,
        "wrong": dict(errors),  # type: ignore[call-overload]
        "longest": LONGEST_NAME,
        "trail": [(_("投资项目"), reverse("projects:mine")), (_("登记项目"), "")],
    }
    return render(request, "projects/new.html", context, status=status)


@require_safe
@themselves_required
def project(request: HttpRequest, code: str) -> HttpResponse:
    """One project."""
    return _page(request, code)


def _page(request: HttpRequest, code: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    view = queries.project_view(code=code, actor=actor_of(request))
    context = {
        **project_page(view),
        "kinds_of_work": ENGAGEMENTS.items(),
        "today": clock.today(),
        "typed": request.POST,
        "problem": problem,
        "trail": [(_("投资项目"), reverse("projects:mine")), (code, "")],
    }
    return render(request, "projects/project.html", context, status=status)


@require_POST
@themselves_required
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Apply for something of the project; what it has already is filled in."""
    try:
        application = services.begin(
            code=code, offer=text_of(request, "offer"), actor=actor_of(request)
        )
    except Conflict as error:
        return _page(request, code, problem=text_for(error), status=status_in_place(error))
    return redirect("cases:draft", application)


@require_POST
@themselves_required
def again(request: HttpRequest, code: str, case_id: UUID) -> HttpResponse:
    """Apply once more for the one step that failed."""
    try:
        application = services.begin_again(code=code, case_id=case_id, actor=actor_of(request))
    except Conflict as error:
        return _page(request, code, problem=text_for(error), status=status_in_place(error))
    return redirect("cases:draft", application)


@require_POST
@themselves_required
def engage(request: HttpRequest, code: str) -> HttpResponse:
    """Note that an intermediary works for the project."""
    begun = clock.parse_day(text_of(request, "begun_on"))
    ended = clock.parse_day(text_of(request, "ended_on"))
    try:
        if begun is None or (ended is None and text_of(request, "ended_on")):
            raise Invalid("projects.bad_days", field="begun_on")
        services.note_engagement(
            code=code,
            kind=text_of(request, "kind"),
            agency=text_of(request, "agency"),
            begun_on=begun,
            ended_on=ended,
            actor=actor_of(request),
        )
    except Invalid as error:
        return _page(request, code, problem=text_for(error), status=status_in_place(error))
    messages.success(request, _("记下了，这几天算中介服务的时间。"))
    return _back(code)


@require_POST
@themselves_required
def end(request: HttpRequest, code: str, engagement_id: UUID) -> HttpResponse:
    """Note that an intermediary has done its work."""
    ended = clock.parse_day(text_of(request, "ended_on"))
    try:
        services.end_engagement(
            code=code,
            engagement_id=engagement_id,
            ended_on=ended or clock.today(),
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        return _page(request, code, problem=text_for(error), status=status_in_place(error))
    messages.success(request, _("记下了。"))
    return _back(code)


def _back(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("projects:project", args=[code]) + "#h-services")
