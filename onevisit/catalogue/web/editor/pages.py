"""我的事项草稿: the officer's items, a new one, and the draft section by section."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import Draft, Typing
from onevisit.catalogue.queries.editing import PAGE
from onevisit.catalogue.queries.meeting import met
from onevisit.catalogue.rules.comparing import Merged
from onevisit.catalogue.rules.rewriting import MOST_ITEMS
from onevisit.catalogue.web.comparing import both
from onevisit.catalogue.web.editor import choosing, remarks
from onevisit.catalogue.web.editor.boxes import Unreadable
from onevisit.catalogue.web.editor.listing import anchor_of
from onevisit.catalogue.web.editor.section import Change, Section
from onevisit.catalogue.web.editor.table import SECTIONS, sections_of
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.fields import Text
from onevisit.ui.wordings import text_for

editors = staff_required(Permission.CATALOGUE_EDIT)


@dataclass(frozen=True)
class Trouble:
    """Why a form was not kept: a sentence, and what is wrong with which input."""

    text: Text = ""
    errors: dict[str, Text] | None = None
    status: int = 200
    both: tuple[str, ...] = ()  # what two people changed otherwise, in words


@require_safe
@editors
def items(request: HttpRequest) -> HttpResponse:
    """Items being changed, or all of the officer's; searched by name, code and department."""
    actor = actor_of(request)
    wanted = choosing.wanted(request)
    after = request.GET.get("after", "")[:80]
    lines = queries.items_to_edit(actor, wanted, after=after)
    mine = queries.departments_to_edit(actor)
    offices = {each.id: each.short_name or each.name for each in mine}
    rows = [(line, offices.get(line.department_id, "")) for line in lines[:PAGE]]
    asked = choosing.asked(wanted)
    more = {**asked, "after": lines[PAGE - 1].code} if len(lines) > PAGE else {}
    context = {
        "rows": rows,
        "q": wanted.q,
        "whole": not wanted.drafts,
        "department": wanted.department,
        "departments": mine,
        "asked": asked,
        "most": MOST_ITEMS,
        "next": urlencode(more),
    }
    return render(request, "catalogue/editor/items.html", context)


@require_safe
@editors
def bundles(request: HttpRequest) -> HttpResponse:
    """All bundles of the officer's, those being changed and those in force."""
    offices = {each.id: each.short_name or each.name for each in directory.departments()}
    lines = queries.bundles_to_edit(actor_of(request))
    rows = [(line, offices.get(line.department_id, "")) for line in lines]
    return render(request, "catalogue/editor/bundles.html", {"rows": rows})


@require_POST
@editors
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """A draft of what is published, or the one that is there."""
    try:
        services.begin_draft(code=code, actor=actor_of(request))
    except Conflict as error:
        messages.info(request, text_for(error))
    return HttpResponseRedirect(_first(code))


def _first(code: str) -> str:
    """The first section, of items and of bundles alike."""
    return reverse("catalogue:draft-section", args=[code, next(iter(SECTIONS))])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editors
def section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """One section of the draft: shown, saved."""
    actor = actor_of(request)
    view = queries.draft_of(code, actor=actor)
    chosen = sections_of(view).get(section)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return _page(request, view, chosen, typed=_typed(view, chosen, actor))
    try:
        change = chosen.read(view, request.POST)
        kept = services.change_draft(
            code=code,
            section=section,
            seen=request.POST.get("seen", "")[:64],
            change=change,
            actor=actor,
            page=request.POST.get("page", "")[:40],
        )
    except Unreadable as error:
        text = _("有几处读不懂，还没有保存。")
        return _page(request, view, chosen, Trouble(text, error.errors, 422))
    except Invalid as error:
        return _page(request, view, chosen, Trouble(text_for(error), {}, 422))
    except Conflict as error:
        return _conflict(request, queries.draft_of(code, actor=actor), chosen, change, error)
    if kept.beside:
        told = _("已保存。%(by)s 同时也在改这一节，两个人写的都在。")
        messages.success(request, told % {"by": kept.beside})
    elif kept.changed:
        messages.success(request, _("已保存。"))
    return HttpResponseRedirect(_onward(request.POST, view, section))


def _conflict(
    request: HttpRequest, view: Draft, chosen: Section, change: Change, error: Conflict
) -> HttpResponse:
    """The form with what both wrote, and where both changed the same; as it was sent where nobody
    knows what it was drawn from.
    """
    seen = request.POST.get("seen", "")[:64]
    found = met(view.version_id, view.definition, chosen.name, seen=seen, change=change)
    trouble = Trouble(text_for(error), {}, 409, tuple(both(found)) if found else ())
    return _page(request, view, chosen, trouble, merged=found)


@dataclass(frozen=True)
class Typed:
    """What was typed and not saved, as the form that it was."""

    form: QueryDict
    kept: Typing


def _typed(view: Draft, chosen: Section, actor: Actor) -> Typed | None:
    """What the officer left unsaved, if saving it would change anything."""
    kept = queries.typing_of(view.version_id, chosen.name, actor=actor)
    if kept is None:
        return None
    form = QueryDict(kept.typed)
    try:
        changed = chosen.read(view, form)(view.definition)
    except (Unreadable, Invalid):
        return Typed(form, kept)
    return Typed(form, kept) if changed != view.definition else None


@require_POST
@editors
def typing(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """The form as it stands, kept aside while one types."""
    form = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "do"):
        form.pop(name, None)
    services.keep_typing(
        code=code,
        section=section,
        typed=form.urlencode(),
        seen=form.get("seen", "")[:64],
        page=form.get("page", "")[:40],
        actor=actor_of(request),
    )
    return HttpResponse(status=204)


@require_POST
@editors
def drop(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Throw away what was typed and not saved; the section as it is kept."""
    services.drop_typing(code=code, section=section, actor=actor_of(request))
    return HttpResponseRedirect(reverse("catalogue:draft-section", args=[code, section]))


def _onward(posted: QueryDict, view: Draft, section: str) -> str:
    """Where one goes after saving: the next section if asked for, else back here, to the row that
    was added or moved.
    """
    order = list(sections_of(view))
    if posted.get("do") == "next":
        at = order.index(section) + 1
        section = order[at] if at < len(order) else order[0]
    anchor = anchor_of(posted)
    return reverse("catalogue:draft-section", args=[view.code, section]) + anchor


def _page(
    request: HttpRequest,
    view: Draft,
    chosen: Section,
    trouble: Trouble | None = None,
    *,
    typed: Typed | None = None,
    merged: Merged | None = None,
) -> HttpResponse:
    posted = request.POST if trouble else typed.form if typed else None
    shown = view
    if merged is not None:
        posted, shown = None, view.with_definition(merged.definition)
    errors = (trouble.errors if trouble else None) or {}
    found = remarks.remarks(view)
    context: dict[str, object] = {
        "view": view,
        "section": chosen,
        "tabs": remarks.tabs(view, chosen.name),
        "here": [each for each in found if each.section == chosen.name],
        "elsewhere": [each for each in found if each.section != chosen.name],
        "trouble": trouble,
        "errors": [(f"f-{name}", text) for name, text in errors.items()],
        "typed": typed.kept if typed else None,
        "behind": typed is not None and typed.kept.seen != view.digest(chosen.name),
        "seen": typed.kept.seen if typed else view.digest(chosen.name),
        "page": secrets.token_urlsafe(12),
        "labels": {name: each.label for name, each in sections_of(view).items()},
        **chosen.draw(shown, posted, errors),
        **(chosen.beside(request, shown) if chosen.beside else {}),
    }
    status = trouble.status if trouble else 200
    return render(request, chosen.template, context, status=status)


@require_POST
@editors
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take back the last change; where it was made."""
    try:
        section = services.undo_change(code=code, actor=actor_of(request))
    except Conflict as error:
        messages.warning(request, text_for(error))
        return HttpResponseRedirect(_first(code))
    messages.success(request, _("已撤销上一次保存。"))
    return HttpResponseRedirect(reverse("catalogue:draft-section", args=[code, section]))
