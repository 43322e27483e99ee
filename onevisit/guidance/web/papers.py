"""What one takes along: guides, forms and the personal list as PDF, and the way on from paper."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from onevisit.catalogue.queries import edition_of
from onevisit.guidance.errors import guide_unprintable, no_form
from onevisit.guidance.rules.questions import readable_answers
from onevisit.guidance.web import answers as kept
from onevisit.guidance.web import carrying
from onevisit.guidance.web.checklist_page import answered, checklist_page
from onevisit.guidance.web.checklist_sheet import checklist_sheet
from onevisit.guidance.web.form_sheet import blank_sheet, has_form, specimen_sheet
from onevisit.guidance.web.guide_page import guide_page
from onevisit.guidance.web.guide_sheet import full_sheet, short_sheet
from onevisit.guidance.web.places_page import places_page
from onevisit.guidance.web.things import Thing, thing
from onevisit.ui.sheets import Sheet, print_sheet
from onevisit.ui.typesetting import Unprintable


@require_GET
def guide_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The full guide on A4."""
    about = thing(code)
    return _public(request, about, full_sheet(guide_page(about), _address(request, about)))


@require_GET
def short_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The guide on one sheet."""
    about = thing(code)
    return _public(request, about, short_sheet(guide_page(about), _address(request, about)))


@require_GET
def form_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The form, to be filled in by hand."""
    about = _with_form(code)
    edition = edition_of(about.pinned)
    return _public(request, about, blank_sheet(about, edition, _address(request, about)))


@require_GET
def form_sample_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The form as an invented person fills it in."""
    about = _with_form(code)
    edition = edition_of(about.pinned)
    return _public(request, about, specimen_sheet(about, edition, _address(request, about)))


@never_cache
@require_GET
def checklist_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """This person's list, with a code that leads on with their answers for a week."""
    about = thing(code)
    given = kept.answers_for(request.session, about.offer)
    onward = carrying.way_on(request, about, given)
    page = checklist_page(about, given)
    sheet = checklist_sheet(page, onward or _address(request, about), carries=bool(onward))
    return _pdf(about, sheet, keep=False)


@never_cache
@require_http_methods(["GET", "POST"])
def carry_on(request: HttpRequest, token: str) -> HttpResponse:
    """What a printed code carries; on POST these answers become the visitor's own."""
    carried = carrying.carried_in(token)
    about = thing(carried.code)
    given = readable_answers(about.offer, carried.answers)
    if request.method == "POST":
        kept.take_over(request.session, about.offer, given)
        return redirect(about.url("checklist"))
    mine = kept.answers_for(request.session, about.offer)
    context = {
        "thing": about,
        "answered": answered(about, given),
        "replaces": bool(mine) and mine != given,
    }
    return render(request, "guidance/carry_on.html", context)


@require_GET
def places(request: HttpRequest, code: str) -> HttpResponse:
    """Points that take this thing, near a chosen place or all."""
    about = thing(code)
    start = request.GET.get("from", "")[:40]
    page = places_page(about, start, only_near=request.GET.get("near") == "1")
    context = {"thing": about, "page": page, "here": about.url("places")}
    return render(request, "guidance/places.html", context)


def _address(request: HttpRequest, about: Thing) -> str:
    return request.build_absolute_uri(about.url("guide"))


def _with_form(code: str) -> Thing:
    about = thing(code)
    if not has_form(about):
        raise no_form()
    return about


def _public(request: HttpRequest, about: Thing, sheet: Sheet) -> HttpResponse:
    """The same for everybody: browsers ask whether it is still the same."""
    etag = f'"{sheet.digest}"'
    if request.headers.get("if-none-match") == etag:
        response = HttpResponse(status=304)
    else:
        response = _pdf(about, sheet, keep=True)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _pdf(about: Thing, sheet: Sheet, *, keep: bool) -> HttpResponse:
    try:
        content = print_sheet(sheet, keep=keep)
    except Unprintable as error:
        raise guide_unprintable() from error
    response = HttpResponse(content, content_type="application/pdf")
    name = quote(f"{about.offer.name} {sheet.what}.pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    response.headers["Content-Language"] = get_language() or "zh-hans"
    return response
