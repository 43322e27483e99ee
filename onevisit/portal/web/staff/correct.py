"""补正 at any window: what a notice asked for, or what is mended on the spot before it."""

from collections.abc import Callable, Mapping
from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import CorrectionView
from onevisit.cases.queries.pieces import FieldLine
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.hall import queries as hall
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.intake_page import stands
from onevisit.portal.web.staff.window import clerks, column
from onevisit.ui.formatting import joined
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import wording


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def correct(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """What is to be corrected in an application, by things; each act is one small form."""
    actor = actor_of(request)
    view = cases.correction_view(application_id=application_id, actor=actor)
    if request.method != "POST":
        return _page(request, view)
    doing = DOINGS.get(text_of(request, "do"))
    if doing is None:
        raise Invalid("portal.unknown_action")
    try:
        back = doing(request, view, actor)
    except (Conflict, Invalid, Refused) as error:
        fresh = cases.correction_view(application_id=application_id, actor=actor)
        return _page(request, fresh, problem=_told(error), status=status_of(error))
    return HttpResponseRedirect(back)


def _told(error: DomainError) -> str:
    problems = error.facts.get("problems")
    if isinstance(problems, (list, tuple)) and problems:
        return " ".join(wording(each.code, each.facts) for each in problems)
    return told(error)


def _page(
    request: HttpRequest, view: CorrectionView, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **column(actor_of(request)),
        "view": view,
        "fields": [(line, "" if line.sensitive else line.value) for line in view.fields.values()],
        "papers": _papers(view),
        "kinds": labels.KINDS,
        "visits": hall.visits_of(view.application_id),
        "stands": stands(view.stands),
        "stood": parse_id(text_of(request, "authority")) if problem else None,
        "problem": problem,
    }
    return render(request, "portal/staff/correct.html", context, status=status)


def _papers(view: CorrectionView) -> Mapping[str, str]:
    """The materials that gaps are about, by key, each once."""
    return {gap.key: gap.name for case in view.cases for gap in case.gaps if gap.kind == "material"}


def _here(view: CorrectionView) -> str:
    return reverse("portal:window-correct", args=[view.application_id])


def _scan(request: HttpRequest, view: CorrectionView, actor: Actor) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid("vault.empty")
    services.attach_file(
        application_id=view.application_id,
        material=text_of(request, "m"),
        upload=cast(BinaryIO, upload.file),
        name=upload.name or "",
        actor=actor,
    )
    messages.success(request, _("已扫描入件。"))
    return _here(view)


def _paper(request: HttpRequest, view: CorrectionView, actor: Actor) -> str:
    material = text_of(request, "m")
    services.note_paper(application_id=view.application_id, material=material, actor=actor)
    messages.success(request, _("已收原件。"))
    return _here(view)


def _fields(request: HttpRequest, view: CorrectionView, actor: Actor) -> str:
    values = {key: _given(request, line) for key, line in view.fields.items()}
    services.correct_fields(
        application_id=view.application_id,
        values={key: value for key, value in values.items() if value is not None},
        actor=actor,
    )
    messages.success(request, _("表已改好。"))
    return _here(view)


def _given(request: HttpRequest, line: FieldLine) -> object:
    """What was typed; None leaves the field: a masked one is only changed when typed anew."""
    key = line.field.key
    if line.field.kind is VarKind.MULTI:
        return request.POST.getlist(key)
    typed = request.POST.get(key, "").strip()
    return None if line.sensitive and not typed else typed


def _finish(request: HttpRequest, view: CorrectionView, actor: Actor) -> str:
    stood = parse_id(text_of(request, "authority"))
    seen = request.POST.get("seen") == "1"
    names = services.correct(
        application_id=view.application_id,
        signed_digest=text_of(request, "digest"),
        actor=actor,
        stands=services.StandsThere(stood, seen) if stood else None,
    )
    messages.success(request, _("“%(names)s”补正完成，交部门受理。") % {"names": joined(names)})
    return reverse("portal:intake-receipt", args=[view.application_id])


DOINGS: Mapping[str, Callable[[HttpRequest, CorrectionView, Actor], str]] = {
    "scan": _scan,
    "paper": _paper,
    "fields": _fields,
    "finish": _finish,
}
