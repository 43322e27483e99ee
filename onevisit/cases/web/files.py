"""Papers of a draft: sent, opened, taken back."""

from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.access import get_application_for
from onevisit.cases.errors import no_such_evidence
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.overview import draft_or_receipt, overview
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import text_for


@require_POST
@applicants
def attach(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Add files to a material; what cannot be taken is said at the material, the rest is kept."""
    actor = actor_of(request)
    application = get_application_for(actor, application_id)
    material = text_of(request, "material")
    uploads = request.FILES.getlist("file")
    wrong = [] if uploads else [text_for(Invalid("vault.empty"))]
    for upload in uploads:
        try:
            services.attach_file(
                application_id=application_id,
                material=material,
                upload=cast(BinaryIO, upload.file),
                name=upload.name or "",
                actor=actor,
            )
        except Invalid as problem:
            wrong.append(
                _("“%(name)s”没有传上：%(why)s")
                % {"name": upload.name or "", "why": text_for(problem)}
            )
        except Conflict as problem:
            wrong.append(text_for(problem))
    if application.state != ApplicationState.DRAFT:
        return _after_submission(request, application_id, material, wrong)
    if wrong:
        return overview(request, application_id, {material: wrong})
    return HttpResponseRedirect(_place("cases:draft", application_id, material))


def _place(page: str, application_id: UUID, material: str) -> str:
    return f"{reverse(page, args=[application_id])}#m-{material}"


def _after_submission(
    request: HttpRequest, application_id: UUID, material: str, wrong: list[str]
) -> HttpResponse:
    """What was allowed to follow has come, or could not be taken."""
    for each in wrong:
        messages.error(request, each)
    if text_of(request, "for") == "correction":
        if not wrong:
            messages.success(request, _("已传上。都补好了，在下面签名交回。"))
        return HttpResponseRedirect(_place("cases:correct", application_id, material))
    if not wrong:
        messages.success(request, _("已补交，经办部门马上能看到。"))
    return HttpResponseRedirect(reverse("cases:receipt", args=[application_id]))


@require_safe
@applicants
def evidence(request: HttpRequest, application_id: UUID, evidence_id: UUID) -> HttpResponse:
    """One's own file, made harmless for the browser."""
    actor = actor_of(request)
    held = get_application_for(actor, application_id).evidence.filter(id=evidence_id)
    if not held.exists():
        raise no_such_evidence()
    content = services.evidence_content(evidence_id=evidence_id, actor=actor)
    response = HttpResponse(content.content)
    for name, value in content.headers(inline=True).items():
        response[name] = value
    return response


def _material_name(draft: DraftView, key: str) -> str:
    line = draft.checklist.line(key)
    return line.name if line else key


@require_http_methods(["GET", "POST"])
@applicants
def remove(request: HttpRequest, application_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Take a file out of the draft again, after asking once."""
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    lines = (line for each in draft.evidence.values() for line in each)
    line = next((each for each in lines if each.id == evidence_id), None)
    if line is None and request.method == "POST":  # the second click of two
        return redirect("cases:draft", application_id)
    if line is None:
        raise no_such_evidence()
    if request.method != "POST":
        material = draft.checklist.line(line.material)
        context = {"draft": draft, "line": line, "material": material}
        return render(request, "cases/remove.html", context)
    services.remove_evidence(evidence_id=evidence_id, actor=actor_of(request))
    name = line.name or _material_name(draft, line.material)
    messages.success(request, _("已撤下“%(name)s”。") % {"name": name})
    return HttpResponseRedirect(_place("cases:draft", application_id, line.material))
