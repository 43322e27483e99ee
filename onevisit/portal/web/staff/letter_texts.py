"""文书文本: the wording of letters and results, written by one officer, put in force by another."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import FormView, Place
from onevisit.cases.rules.letter_forms import SECTIONS, Edition, LetterForm
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.staff import letter_texts_page as pages
from onevisit.portal.web.staff.answering import file_response, status_of, told
from onevisit.portal.web.staff.calendar_page import day_of
from onevisit.ui.posted import text_of, written

keepers = staff_required(Permission.LETTERS_WORD)


@require_safe
@keepers
def texts(request: HttpRequest) -> HttpResponse:
    """Every form with what is in force, since when, by whom, and what waits. The catalogue officers
    of another county have none here.
    """
    actor = actor_of(request)
    places = cases.text_places(actor=actor)
    if not places:
        return render(request, "portal/staff/letter_texts.html", {})
    place = _place(request)
    if len(place.forms) == 1:
        return _back("letter-text", place, place.forms[0])
    lines = cases.letter_forms(place=place, actor=actor)
    context = {
        "place": place,
        "places": places,
        "lines": [(each, *_names(each.form, each.edition)) for each in lines],
        "items": [
            (own, each, *_names(each.form, each.edition))
            for own, each in cases.item_forms(place=place, actor=actor)
            if not place.item
        ],
        "choices": () if place.item else cases.items_to_word(place),
        "waiting": [
            (each, pages.form_label(each.form)) for each in cases.waiting_texts(actor=actor)
        ],
    }
    return render(request, "portal/staff/letter_texts.html", context)


def _names(form: LetterForm, edition: Edition) -> tuple[pages.Text, str]:
    return pages.form_label(form), pages.edition_label(edition)


def _place(request: HttpRequest) -> Place:
    asked = {name: request.GET.get(name, "")[:80] for name in ("place", "item")}
    return cases.text_place(asked["place"], item=asked["item"], actor=actor_of(request))


def _back(name: str, place: Place, *args: object) -> HttpResponseRedirect:
    address = reverse(f"portal:{name}", args=args)
    return HttpResponseRedirect(f"{address}?{place.query}")


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def text(request: HttpRequest, form: str) -> HttpResponse:
    """One form: its text, what waits with what it changes, and all versions before."""
    actor, place = actor_of(request), _place(request)
    view = cases.letter_form(form=form, place=place, actor=actor)
    if request.method != "POST":
        return _text(request, view, place)
    try:
        _ACTS[text_of(request, "action")](request, view, place)
    except KeyError:
        raise Invalid("portal.unknown_action") from None
    except (Conflict, Invalid, Refused) as error:
        view = cases.letter_form(form=form, place=place, actor=actor)
        return _text(request, view, place, problem=error)
    return _back("letter-text", place, form)


def _put_in_force(request: HttpRequest, _view: FormView, _place: Place) -> None:
    version = parse_id(text_of(request, "version"))
    services.put_in_force(
        version_id=version or UUID(int=0), since=day_of(request, "since"), actor=actor_of(request)
    )
    messages.success(request, _("到那一天生效。以前发出的文书不变。"))


def _send_back(request: HttpRequest, _view: FormView, _place: Place) -> None:
    version = parse_id(text_of(request, "version"))
    services.send_text_back(
        version_id=version or UUID(int=0),
        reason=written(request, "reason"),
        actor=actor_of(request),
    )
    messages.success(request, _("已退回，没有生效。"))


def _return(request: HttpRequest, view: FormView, place: Place) -> None:
    services.write_text(
        form=view.line.form,
        department_id=place.department_id,
        item=place.item,
        sections=None,
        why=written(request, "why"),
        actor=actor_of(request),
    )
    messages.success(request, _("已提出，等另一位同事核对后生效。"))


_ACTS = {"put_in_force": _put_in_force, "send_back": _send_back, "return": _return}


def _text(
    request: HttpRequest, view: FormView, place: Place, *, problem: DomainError | None = None
) -> HttpResponse:
    waiting = view.line.waiting
    label, edition = _names(view.line.form, view.line.edition)
    context = {
        "place": place,
        "view": view,
        "label": label,
        "edition": edition,
        "base": pages.edition_label(view.base),
        "boxes": pages.section_boxes(view.line.form, view.line.edition.text.sections),
        "waiting": waiting,
        "own_text": any(x and x.text for x in (view.line.current, view.line.coming)),
        "changes": pages.differences(
            view.line.form, view.line.edition.text, waiting.text or view.base.text
        )
        if waiting
        else [],
        "history": pages.history(view),
        "tomorrow": clock.today() + timedelta(days=1),
        "problem": told(problem) if problem else "",
        "typed": {name: written(request, name) for name in ("reason", "why", "since")},
    }
    status = status_of(problem) if problem else 200
    return render(request, "portal/staff/letter_text.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def write(request: HttpRequest, form: str) -> HttpResponse:
    """The editor; it begins with what holds, or with an earlier version."""
    actor, place = actor_of(request), _place(request)
    view = cases.letter_form(form=form, place=place, actor=actor)
    if request.method != "POST":
        chosen = parse_id(request.GET.get("version", ""))
        earlier = next((each for each in view.versions if each.id == chosen), None)
        if request.GET.get("version") == "standing":
            return _editor(request, view, place, view.base.text.sections)
        newest = next((x for x in (earlier, view.line.coming) if x and x.text), None)
        start = newest.text if newest and newest.text else view.line.edition.text
        return _editor(request, view, place, start.sections)
    typed = {name: written(request, name) for name in SECTIONS}
    try:
        services.write_text(
            form=view.line.form,
            department_id=place.department_id,
            item=place.item,
            sections=typed,
            why=written(request, "why"),
            actor=actor,
        )
    except (Conflict, Invalid) as error:
        return _editor(request, view, place, typed, problem=error)
    messages.success(request, _("已写好，等另一位同事核对后生效。"))
    return _back("letter-text", place, form)


def _editor(
    request: HttpRequest,
    view: FormView,
    place: Place,
    sections: dict[str, str],
    *,
    problem: DomainError | None = None,
) -> HttpResponse:
    field = problem.field if isinstance(problem, Invalid) else None
    context = {
        "place": place,
        "view": view,
        "label": pages.form_label(view.line.form),
        "boxes": pages.section_boxes(view.line.form, sections),
        "rows": pages.placeholder_rows(view.line.form, place.department_id),
        "why": written(request, "why"),
        "problem": told(problem) if problem else "",
        "field": field or "",
        "field_name": pages.section_name(view.line.form, field or "") if field else "",
        "hint": pages.HINTS.get(view.line.form, ""),
    }
    status = status_of(problem) if problem else 200
    return render(request, "portal/staff/letter_text_write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def preview(request: HttpRequest, form: str) -> HttpResponse:
    """An invented letter by what is being written, or by what holds today, in PDF."""
    actor, place = actor_of(request), _place(request)
    if request.method != "POST":
        content = services.form_sample(
            form=form, department_id=place.department_id, item=place.item, actor=actor
        )
        return file_response(content, trusted=True)
    typed = {name: written(request, name) for name in SECTIONS}
    try:
        content = services.preview_text(
            form=form,
            department_id=place.department_id,
            item=place.item,
            sections=typed,
            actor=actor,
        )
    except Invalid as error:
        view = cases.letter_form(form=form, place=place, actor=actor)
        return _editor(request, view, place, typed, problem=error)
    return file_response(content, trusted=True)


@require_safe
@keepers
def version_preview(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """An invented letter by one version, in PDF."""
    content = services.version_sample(version_id=version_id, actor=actor_of(request))
    return file_response(content, trusted=True)
