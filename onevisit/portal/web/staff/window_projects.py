"""投资项目 at the window: registered for the owner who stands there, and gone on with."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts import queries as accounts
from onevisit.accounts.access import get_person_for
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.cases import queries as cases
from onevisit.hall import services as hall
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.window import clerks, column
from onevisit.projects import queries, services
from onevisit.projects.queries.words import NATURES
from onevisit.projects.services import LONGEST_NAME, ProjectDraft
from onevisit.ui.posted import text_of, uuid_of


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def projects(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The projects of who stands there; a POST registers one."""
    if request.method != "POST":
        return _page(request, person_id)
    actor = actor_of(request)
    get_person_for(actor, person_id)
    draft = ProjectDraft(
        name=text_of(request, "name"),
        site=text_of(request, "site"),
        kind=text_of(request, "kind"),
        nature=text_of(request, "nature"),
        organisation_id=uuid_of(request, "organisation") or UUID(int=0),
    )
    try:
        code = services.register(draft=draft, actor=actor, person_id=person_id)
    except (Invalid, NotFound, Refused) as error:
        return _page(request, person_id, error)
    messages.success(request, _("登记好了，项目代码 %(code)s 一直用到竣工。") % {"code": code})
    return HttpResponseRedirect(reverse("portal:window-projects", args=[person_id]))


@require_POST
@clerks
def begin(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Apply for something of a project, or once more for what failed; what it has is filled in."""
    actor = actor_of(request)
    get_person_for(actor, person_id)
    try:
        application_id = _begun(request, person_id, actor)
    except (Conflict, Invalid, NotFound, Refused) as error:
        return _page(request, person_id, error)
    draft = cases.draft_view(application_id=application_id, actor=actor)
    hall.at_work_on(
        application_id=application_id,
        person_id=person_id,
        wants=(draft.offer.code, draft.offer.name),
        actor=actor,
    )
    return HttpResponseRedirect(reverse("portal:intake", args=[application_id]))


def _begun(request: HttpRequest, person_id: UUID, actor: Actor) -> UUID:
    code, failed = text_of(request, "project"), uuid_of(request, "failed")
    if failed is not None:
        return services.begin_again(code=code, case_id=failed, actor=actor, person_id=person_id)
    offer = text_of(request, "offer")
    return services.begin(code=code, offer=offer, actor=actor, person_id=person_id)


def _page(
    request: HttpRequest, person_id: UUID, problem: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    held = accounts.organisations_of(person_id)
    context = {
        **column(actor),
        "person": accounts.masked_person(get_person_for(actor, person_id)),
        "organisations": {each.organisation.id: each.organisation for each in held}.values(),
        "projects": queries.projects_at_window(actor=actor, person_id=person_id),
        "kinds": queries.kinds(),
        "natures": NATURES.items(),
        "typed": request.POST,
        "longest": LONGEST_NAME,
        "problem": told(problem) if problem else "",
        "field": problem.field if isinstance(problem, Invalid) else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "portal/staff/window_projects.html", context, status=status)
