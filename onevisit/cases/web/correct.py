"""补正 online: what a notice or a pre-review told, papers to send again, fields, one signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.cases import queries, services
from onevisit.cases.access import get_application_for
from onevisit.cases.errors import changed_since_shown, promise_needed
from onevisit.cases.queries import CorrectionView, signing_digest
from onevisit.cases.queries.pieces import EvidenceLine
from onevisit.cases.rules.gaps import GapKind
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.form_page import field_view
from onevisit.cases.web.papers import ACCEPT
from onevisit.cases.web.posted import given
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.ui.fields import FieldView
from onevisit.ui.formatting import joined
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import status_in_place, text_for, wording


@dataclass(frozen=True)
class Asked:
    """One thing to mend, with what each department said of it."""

    key: str
    name: str
    said: Sequence[tuple[str, str, str]]
    mended: bool
    files: Sequence[EvidenceLine] = ()
    field: FieldView | None = None
    several: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@applicants
def correct(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The page; POST changes the fields and hands the correction in, both or neither."""
    view = queries.correction_view(application_id=application_id, actor=actor_of(request))
    if not view.cases and request.method != "POST":
        return HttpResponseRedirect(_status_page(view))
    if request.method != "POST":
        return _page(request, view)
    try:
        with transaction.atomic():
            names = _hand_in(request, view)
    except (Conflict, Invalid, Refused) as error:
        fresh = queries.correction_view(application_id=application_id, actor=actor_of(request))
        if not fresh.cases:  # handed in meanwhile, in another tab or at a window
            return HttpResponseRedirect(_status_page(fresh))
        return _page(request, fresh, error)
    messages.success(request, _done(view) % {"names": joined(names)})
    return HttpResponseRedirect(_status_page(view))


def _done(view: CorrectionView) -> str:
    if view.pre_review:
        return _("“%(names)s”改好交回了，部门接着看。")
    if any(case.pre_review for case in view.cases):
        return _("“%(names)s”交回了，部门接着看。")
    return _("“%(names)s”补正好了，部门从头算受理期限。")


def _hand_in(request: HttpRequest, view: CorrectionView) -> tuple[str, ...]:
    if text_of(request, "digest") != view.digest:
        raise changed_since_shown()
    if request.POST.get("promise") != "1":
        raise promise_needed()
    actor = actor_of(request)
    if view.fields:
        values = {
            key: given(request.POST, key, line.field.kind)
            for key, line in view.fields.items()
            if key in request.POST
        }
        services.correct_fields(application_id=view.application_id, values=values, actor=actor)
    application = get_application_for(actor, view.application_id)
    digest = signing_digest(application)
    return services.correct(application_id=application.id, signed_digest=digest, actor=actor)


def _page(
    request: HttpRequest, view: CorrectionView, error: DomainError | None = None
) -> HttpResponse:
    problems = error.facts.get("problems") if error else None
    wrong = {
        each.place: wording(each.code, each.facts)
        for each in (problems if isinstance(problems, (list, tuple)) else ())
    }
    asked = _asked(view, wrong, request if error else None)
    fields = [each for each in asked if each.field]
    errors = [(f"f-{key}", text) for key, text in wrong.items()]
    if error and not errors:
        errors = [("promise" if error.code == promise_needed().code else "", text_for(error))]
    context = {
        "view": view,
        "papers": [each for each in asked if not each.field],
        "fields": fields,
        "until": min((case.until for case in view.cases if case.until), default=None),
        "errors": errors,
        "promised": request.POST.get("promise") == "1",
        "accept": ACCEPT,
        "back": _status_page(view),
    }
    status = status_in_place(error)
    return render(request, "cases/correct.html", context, status=status)


def _asked(
    view: CorrectionView, wrong: Mapping[str, str], typed: HttpRequest | None
) -> list[Asked]:
    """By thing: two departments may want the same paper mended."""
    found: dict[tuple[GapKind, str], list[tuple[str, str, str]]] = {}
    mended: dict[tuple[GapKind, str], bool] = {}
    names: dict[tuple[GapKind, str], str] = {}
    for case in view.cases:
        for gap in case.gaps:
            place = gap.kind, gap.key
            found.setdefault(place, []).append((case.department, gap.reason, gap.remedy))
            mended[place] = mended.get(place, True) and gap.mended
            names[place] = gap.name
    return [
        Asked(
            key=key,
            name=names[kind, key],
            said=said,
            mended=mended[kind, key],
            files=view.evidence.get(key, ()) if kind is GapKind.MATERIAL else (),
            field=_field(view, key, wrong.get(key, ""), typed) if kind is GapKind.FIELD else None,
            several=kind is GapKind.FIELD
            and key in view.fields
            and view.fields[key].field.kind == "multi",
        )
        for (kind, key), said in found.items()
    ]


def _field(
    view: CorrectionView, key: str, error: str, typed: HttpRequest | None
) -> FieldView | None:
    line = view.fields.get(key)
    if line is None:
        return None
    if typed is not None and key in typed.POST:
        kept = given(typed.POST, key, line.field.kind)
        line = type(line)(line.field, "" if kept is None else kept, line.shown, "")
    return field_view(line, "", error)


def _status_page(view: CorrectionView) -> str:
    """Where the progress is shown; the receipt while no room shows it."""
    try:
        return reverse("portal:affair", args=[view.number])
    except NoReverseMatch:
        return reverse("cases:receipt", args=[view.application_id])
