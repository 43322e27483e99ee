"""收件 on one page: every act is one small form, and the page answers as it then stands."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries.drafts import Beside, DraftView
from onevisit.cases.rules.submission import SentHome
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.delivery.rules import Address
from onevisit.directory import queries as directory
from onevisit.hall import queries as hall
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.answering import (
    file_response,
    in_place,
    page_response,
    status_of,
    told,
    wants_part,
)
from onevisit.portal.web.staff.competence import deciders
from onevisit.portal.web.staff.intake_page import (
    evidence_ids,
    intake_page,
    is_immediate,
    shown_mark,
    stands,
)
from onevisit.portal.web.staff.window import RECENT, clerks, column
from onevisit.ui.formatting import joined, local_time
from onevisit.ui.posted import address_parts, page_of, text_of


def address(application_id: UUID, material: str = "", page: str = "") -> str:
    """The page, with a material chosen, at one of its pages."""
    chosen = QueryDict(mutable=True)
    if material:
        chosen["m"] = material
    if page:
        chosen["page"] = page
    query = f"?{chosen.urlencode()}" if chosen else ""
    return reverse("portal:intake", args=[application_id]) + query


@require_safe
@clerks
def intake(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The one page; what has been handed in already shows its receipt."""
    try:
        return intake_response(request, application_id)
    except Conflict:
        return HttpResponseRedirect(reverse("portal:intake-receipt", args=[application_id]))


def intake_response(
    request: HttpRequest,
    application_id: UUID,
    *,
    error: DomainError | None = None,
    strict: bool = False,
) -> HttpResponse:
    """The page as the draft stands; with an `error` it says what did not work."""
    actor = actor_of(request)
    draft = cases.draft_view(application_id=application_id, actor=actor)
    page = intake_page(
        draft,
        material=request.GET.get("m", "") or text_of(request, "m"),
        page=page_of(request),
        strict=strict,
        offices={each.code: each.short_name or each.name for each in directory.departments()},
    )
    context = {
        **column(actor),
        "p": page,
        "draft": draft,
        "visits": hall.visits_of(application_id).count,
        "points": catalogue.handing_points(draft.offer.code),
        "here": actor.service_point_id,
        "deciders": deciders(draft),
        "stands": stands(draft.stands),
        "recent": [
            row
            for row in cases.look_up(actor=actor, person_id=draft.applicant.id, limit=RECENT)
            if row.number
        ],
        "problem": told(error) if error else "",
        "strict": strict,
        "lost": _lost(request, draft, error),
        "beside": draft.beside,
        "asking": request.path.endswith("/answers/"),
    }
    status = status_of(error) if error else 422 if strict else 200
    shown_page = render(request, "portal/staff/intake.html", context, status=status)
    return in_place(request, shown_page)


def _lost(
    request: HttpRequest, draft: DraftView, error: DomainError | None
) -> list[tuple[str, str]]:
    """What was typed into fields that somebody else changed meanwhile: shown, to be compared."""
    fields = error.facts.get("fields") if error else None
    if not isinstance(fields, list):
        return []
    labels_of = {use.field.key: use.field.label for use in draft.checklist.fields}
    labels_of |= {each.key: each.short or each.label for each in draft.asked_questions}
    return [
        (labels_of[key], joined(str(each) for each in request.POST.getlist(key)))
        for key in fields
        if key in labels_of
    ]


def back_to_intake(request: HttpRequest, application_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(address(application_id, text_of(request, "m")))


@require_POST
@clerks
def answers(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The answers as they stand on the page; what they change is drawn anew."""
    actor = actor_of(request)
    draft = cases.draft_view(application_id=application_id, actor=actor)
    asked = [*draft.asked_questions, *draft.open_questions]
    raw: dict[str, object] = {}
    for question in asked:
        if question.key in request.POST:
            raw[question.key] = _given(request.POST, question.key, question.kind)
        elif question.kind is VarKind.MULTI and question.key in draft.answers:
            raw[question.key] = None
    try:
        services.save_answers(
            application_id=application_id, answers=raw, actor=actor, page=text_of(request, "page")
        )
    except (Invalid, Conflict) as error:
        return intake_response(request, application_id, error=error)
    return back_to_intake(request, application_id)


def _given(posted: QueryDict, key: str, kind: VarKind) -> object:
    if kind is not VarKind.MULTI:
        return posted.get(key)
    chosen = [str(each) for each in posted.getlist(key)]
    return [each for each in chosen if each] or chosen


@require_POST
@clerks
def form(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Save the form: by itself while somebody types, or with Ctrl+S."""
    actor = actor_of(request)
    try:
        beside = _save(request, application_id, actor)
    except (Invalid, Conflict, Refused) as error:
        return intake_response(request, application_id, error=error)
    draft = cases.draft_view(application_id=application_id, actor=actor)
    said = _("已保存（%(at)s）。任何窗口都能接着办。") % {"at": local_time(draft.saved_at)}
    if wants_part(request):
        context = {
            "draft": draft,
            "p": intake_page(draft),
            "beside": beside,
            "said": said if request.headers.get("HX-Trigger") == "save" else "",
        }
        return render(request, "portal/staff/partials/intake_saved.html", context)
    messages.success(request, said)
    return back_to_intake(request, application_id)


def _save(request: HttpRequest, application_id: UUID, actor: Actor) -> Beside | None:
    """Keep what stands in the form, and how the results are to be had; who else was just at it."""
    draft = cases.draft_view(application_id=application_id, actor=actor)
    services.save_form(
        application_id=application_id,
        values=_values(request.POST, draft),
        actor=actor,
        version=_version(request),
        page=text_of(request, "page"),
    )
    wanted = text_of(request, "collection")
    place = _PLACES.get(wanted)
    point = parse_id(text_of(request, place)) if place else None
    if wanted and (wanted, point) != (draft.collection, draft.collection_point_id):
        services.choose_collection(
            application_id=application_id, collection=wanted, service_point_id=point, actor=actor
        )
    return draft.beside if draft.beside and draft.beside.just_now else None


_PLACES = {"window": "point", "locker": "locker"}


def _values(posted: QueryDict, draft: DraftView) -> Mapping[str, object]:
    """What was posted of the form. A masked value that nobody retyped is left alone."""
    values: dict[str, object] = {}
    for group in draft.groups:
        for line in group.fields:
            key = line.field.key
            if key not in posted or (line.sensitive and not str(posted[key]).strip()):
                continue
            values[key] = _given(posted, key, line.field.kind)
    return values


def _version(request: HttpRequest) -> int | None:
    text = text_of(request, "version")
    return int(text) if text.isascii() and text.isdigit() else None


@require_POST
@clerks
def send_to(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The results are to be sent to this address."""
    try:
        services.choose_collection(
            application_id=application_id,
            collection="courier",
            service_point_id=None,
            actor=actor_of(request),
            address=Address(**address_parts(request)),
        )
    except (Invalid, Conflict) as error:
        return intake_response(request, application_id, error=error)
    return back_to_intake(request, application_id)


@require_POST
@clerks
def paper(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Take the original in, or take that back."""
    actor = actor_of(request)
    try:
        if text_of(request, "do") == "undo":
            _undo(request, application_id, actor)
        elif text_of(request, "do") == "promise":
            services.promise_instead(
                application_id=application_id, material=text_of(request, "m"), actor=actor
            )
        else:
            services.note_paper(
                application_id=application_id, material=text_of(request, "m"), actor=actor
            )
    except (Invalid, Conflict, Refused) as error:
        return intake_response(request, application_id, error=error)
    return back_to_intake(request, application_id)


def _undo(request: HttpRequest, application_id: UUID, actor: Actor) -> None:
    draft = cases.draft_view(application_id=application_id, actor=actor)
    evidence_id = parse_id(text_of(request, "evidence"))
    if evidence_id is None or evidence_id not in evidence_ids(draft):
        raise Invalid("portal.unknown_action")
    services.remove_evidence(evidence_id=evidence_id, actor=actor)


@require_POST
@clerks
def scan(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """A scan or a photograph of a material."""
    upload = request.FILES.get("file")
    try:
        if upload is None or upload.file is None:
            raise Invalid("vault.empty")
        services.attach_file(
            application_id=application_id,
            material=text_of(request, "m"),
            upload=cast(BinaryIO, upload.file),
            name=upload.name or "",
            actor=actor_of(request),
        )
    except (Invalid, Conflict) as error:
        return intake_response(request, application_id, error=error)
    return back_to_intake(request, application_id)


@require_POST
@clerks
def receive(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """收件: the form is kept, everything is checked, the signature on paper is recorded."""
    actor, pledges = actor_of(request), request.POST.getlist("pledge")
    try:
        draft = _ready(request, application_id, actor)
        if draft is None:
            return intake_response(request, application_id, strict=True)
        if is_immediate(draft) and text_of(request, "finish") == "1":
            services.finish_on_the_spot(
                application_id=application_id, actor=actor, commitments=pledges
            )
        else:
            services.submit(
                application_id=application_id,
                actor=actor,
                signed_digest=draft.digest,
                version=draft.version,
                commitments=pledges,
            )
    except (Invalid, Conflict, Refused) as error:
        return _after_failure(request, application_id, error)
    return HttpResponseRedirect(reverse("portal:intake-receipt", args=[application_id]))


def _ready(request: HttpRequest, application_id: UUID, actor: Actor) -> DraftView | None:
    """The draft with what was typed, if it can be received; None if something is missing.

    A draft that moved on elsewhere since the page was drawn is shown again, not signed.
    """
    before = cases.draft_view(application_id=application_id, actor=actor)
    _save(request, application_id, actor)
    if text_of(request, "mark") != shown_mark(before):
        raise Conflict("portal.draft_moved_on")
    draft = cases.draft_view(application_id=application_id, actor=actor)
    if draft.ready and request.POST.get("signed") != "1":
        raise Invalid("portal.not_signed")
    return draft if draft.ready else None


def _after_failure(request: HttpRequest, application_id: UUID, error: DomainError) -> HttpResponse:
    """The page with the error; the receipt if somebody else has received it meanwhile."""
    try:
        return intake_response(request, application_id, error=error, strict=True)
    except Conflict:
        return HttpResponseRedirect(reverse("portal:intake-receipt", args=[application_id]))


@require_http_methods(["GET", "POST"])
@clerks
def notice(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """一次告知: all that is missing on one sheet; sending somebody home is a visit, on record."""
    actor = actor_of(request)
    draft = cases.draft_view(application_id=application_id, actor=actor)
    missing = [line for line in draft.checklist.bring() if not draft.evidence.get(line.key)]
    if request.method == "POST":
        services.send_home(
            application_id=application_id,
            reason=text_of(request, "reason"),
            materials=tuple(line.key for line in missing),
            actor=actor,
        )
        messages.success(request, _("已记一次跑动。请把清单打印给申请人，补齐后再来，不用从头填。"))
        return HttpResponseRedirect(reverse("portal:intake-notice", args=[application_id]))
    context: dict[str, Any] = {
        "draft": draft,
        "missing": missing,
        "p": intake_page(draft, strict=True),
        "visits": hall.visits_of(application_id),
        "reasons": labels.SENT_HOME,
        "materials_reason": SentHome.MATERIALS,
    }
    return render(request, "portal/staff/notice.html", context)


@require_safe
@clerks
def sheet(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The form on paper, to be signed by hand."""
    draft = cases.draft_view(application_id=application_id, actor=actor_of(request))
    context = {
        "draft": draft,
        "p": intake_page(draft),
        "stands": stands(draft.stands),
    }
    return render(request, "portal/staff/sheet.html", context)


@require_POST
@clerks
def discard(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Give the draft up."""
    services.discard_draft(application_id=application_id, actor=actor_of(request))
    messages.success(request, _("草稿已作废。"))
    return HttpResponseRedirect(reverse("portal:window"))


@require_safe
@clerks
def file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """A paper as it was handed in."""
    return file_response(
        services.evidence_content(evidence_id=evidence_id, actor=actor_of(request))
    )


@require_safe
@clerks
def page(request: HttpRequest, evidence_id: UUID, number: int) -> HttpResponse:
    """One page of it as a picture."""
    content = services.evidence_content(evidence_id=evidence_id, actor=actor_of(request))
    return page_response(content, number)
