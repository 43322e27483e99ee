"""从表格导入: the template, items in it, what it would do, and what it did."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import RewritingView
from onevisit.catalogue.rules.rewriting import MOST_ITEMS
from onevisit.catalogue.web.editor import choosing
from onevisit.catalogue.web.exchange_words import STATES
from onevisit.catalogue.web.forecasts import looked_at
from onevisit.catalogue.web.workbook.columns import tables
from onevisit.catalogue.web.workbook.previews import preview
from onevisit.catalogue.web.workbook.reading import read
from onevisit.catalogue.web.workbook.writing import export, template
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.kernel.sheets import XLSX
from onevisit.ui.fields import Text
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import text_for, wording

editors = staff_required(Permission.CATALOGUE_EDIT)
MOST_BYTES = 10 << 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editors
def book(request: HttpRequest) -> HttpResponse:
    """The template, what was done before, and the form for a workbook that is filled in."""
    if request.method != "POST":
        return _start(request)
    upload = request.FILES.get("file")
    if upload is None or (upload.size or 0) > MOST_BYTES:
        return _start(request, _("请选一个不超过 10 MB 的 XLSX 文件。"))
    content, actor = upload.read(), actor_of(request)
    try:
        items = len(read(content, tables(())).items)
    except Invalid as error:
        return _start(request, text_for(error))
    title = (upload.name or "").replace("\0", "")
    try:
        made = services.put_book(
            title=title, content=content, items=items, language=get_language() or "", actor=actor
        )
    except Conflict as error:
        return _start(request, text_for(error))
    return HttpResponseRedirect(reverse("catalogue:rewriting", args=[made]))


def _start(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {
        "problem": problem,
        "most": MOST_ITEMS,
        "steps": queries.rewritings_of(actor_of(request)),
    }
    status = 422 if problem else 200
    return render(request, "catalogue/workbook/start.html", context, status=status)


@require_safe
@editors
def empty(request: HttpRequest) -> StreamingHttpResponse:
    """The workbook with an example in it."""
    mine = queries.departments_to_edit(actor_of(request))
    free = queries.next_bundle_code(mine[0].region) if mine else ""
    return _file(template(mine or directory.departments(), free), "items-template")


@require_safe
@editors
def filled(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The items and bundles that were chosen, in the workbook."""
    actor, codes = actor_of(request), choosing.chosen(request)
    items = queries.standing(codes, actor=actor)
    bundles = queries.standing_bundles(codes, actor=actor)
    if not items and not bundles:
        messages.warning(request, _("没有选事项。"))
        return HttpResponseRedirect(reverse("catalogue:items"))
    offices = {each.id: each for each in directory.departments()}
    chosen = [items[each] for each in sorted(items)], [bundles[each] for each in sorted(bundles)]
    return _file(export(*chosen, offices), "items")


def _file(pieces: Iterator[bytes], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@never_cache
@require_safe
@editors
def rewriting(request: HttpRequest, rewriting_id: UUID) -> HttpResponse:
    """What the workbook would do; or what a step did, with the way back."""
    view = queries.rewriting_view(rewriting_id, actor=actor_of(request))
    if view.working and request.headers.get("HX-Request"):
        return render(request, "catalogue/exchange_progress.html", _progress(view))
    if view.content is None or view.working:
        return _watched(request, _done(request, view))
    try:
        found = view.looked or preview(view.content, actor=actor_of(request))
    except Invalid as error:
        return _start(request, text_for(error))
    return _watched(
        request, render(request, "catalogue/workbook/preview.html", {"view": view, **found})
    )


def _watched(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page as a whole, where a run came to its end while it was watched."""
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


def _progress(view: RewritingView) -> dict[str, object]:
    """How far a worker is with it; nothing where there is none."""
    if view.run is None:
        return {}
    state, tag = STATES[view.run.state]
    here = reverse("catalogue:rewriting", args=[view.id])
    return {"run": view.run, "state": state, "tag": tag, "progress_url": here}


def _done(request: HttpRequest, view: RewritingView) -> HttpResponse:
    lines: list[tuple[object, Text]] = []
    for each in view.lines:
        why = each.refusal or each.left
        lines.append((each, wording(why["code"], why["facts"]) if why else ""))
    context = {
        **_progress(view),
        "act": view.run.profile if view.run else "",
        "view": view,
        "lines": lines,
        "done": sum(each.refusal is None and not each.waits for each in view.lines),
        "made": sum(each.made_draft and each.stands for each in view.lines),
        "refused": sum(each.refusal is not None for each in view.lines),
    }
    return render(request, "catalogue/workbook/done.html", context)


@require_POST
@editors
def take(request: HttpRequest, rewriting_id: UUID) -> HttpResponse:
    """Do what was looked at."""
    actor = actor_of(request)
    seen = looked_at(request)
    try:
        services.rewrite_from_book(rewriting_id=rewriting_id, seen=seen, actor=actor)
    except (Invalid, Conflict) as error:
        messages.warning(request, text_for(error))
    return HttpResponseRedirect(reverse("catalogue:rewriting", args=[rewriting_id]))


@require_POST
@editors
def cancel(request: HttpRequest, rewriting_id: UUID) -> HttpResponse:
    """End what a worker does before it is done."""
    try:
        services.cancel_rewriting(rewriting_id=rewriting_id, actor=actor_of(request))
    except Conflict as error:
        messages.warning(request, text_for(error))
    else:
        messages.success(request, _("已停下。做了的留着，没做的不再做；做了的可以全部收回。"))
    return HttpResponseRedirect(reverse("catalogue:rewriting", args=[rewriting_id]))


@require_POST
@editors
def undo(request: HttpRequest, rewriting_id: UUID) -> HttpResponse:
    """Take the step back."""
    try:
        undone = services.undo_rewriting(rewriting_id=rewriting_id, actor=actor_of(request))
    except Conflict as error:
        messages.warning(request, text_for(error))
    else:
        if undone is None:
            return HttpResponseRedirect(reverse("catalogue:rewriting", args=[rewriting_id]))
        messages.success(request, _("已收回 %(n)s 个的改动。") % {"n": len(undone.taken_back)})
        if undone.left:
            told = _("这些后来有人接着改了，没有动：%(codes)s")
            messages.warning(request, told % {"codes": "、".join(undone.left)})
    return HttpResponseRedirect(reverse("catalogue:rewriting", args=[rewriting_id]))


@require_POST
@editors
def submit(request: HttpRequest, rewriting_id: UUID) -> HttpResponse:
    """Hand what the step made to somebody else's eyes."""
    actor = actor_of(request)
    note = text_of(request, "note", 500)
    try:
        found = services.submit_rewriting(rewriting_id=rewriting_id, note=note, actor=actor)
    except Conflict as error:
        messages.warning(request, text_for(error))
    else:
        if found is None:
            return HttpResponseRedirect(reverse("catalogue:rewriting", args=[rewriting_id]))
        if found.sent:
            messages.success(request, _("已提交审核 %(n)s 份草稿。") % {"n": len(found.sent)})
        if found.left:
            told = _("这些还有要改的，或者有人接着改了，没有提交：%(codes)s")
            messages.warning(request, told % {"codes": "、".join(found.left)})
    return HttpResponseRedirect(reverse("catalogue:rewriting", args=[rewriting_id]))
