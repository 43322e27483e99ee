"""八统一: a standard written section by section, and set by another person."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import StandardDraftView
from onevisit.catalogue.rules.editing.sections import section_of
from onevisit.catalogue.rules.unifying import LATITUDES
from onevisit.catalogue.web.comparing import told_of
from onevisit.catalogue.web.editor import form_fields, head, materials, process, situations, words
from onevisit.catalogue.web.editor.boxes import Box, Unreadable
from onevisit.catalogue.web.editor.pages import Trouble
from onevisit.catalogue.web.editor.remarks import Remark, Tab, where
from onevisit.catalogue.web.editor.section import Group, Section, section_of_boxes
from onevisit.catalogue.web.naming import names_of
from onevisit.catalogue.web.unifying import chosen_source, entry_url, latitudes_in_words
from onevisit.catalogue.web.verbs import Said, verb
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.posted import text_of, written
from onevisit.ui.wordings import status_in_place, text_for, wording

editors = staff_required(Permission.CATALOGUE_EDIT)
publishers = staff_required(Permission.CATALOGUE_PUBLISH)
_NAME = section_of_boxes(
    "basics",
    gettext_lazy("名称"),
    (
        Group(
            gettext_lazy("主项和子项"),
            (
                Box(
                    "name",
                    gettext_lazy("名称"),
                    required=True,
                    wide=True,
                    help=gettext_lazy("子项写在主项后面的括号里，如：食品经营许可（新办）。"),
                ),
            ),
        ),
    ),
)
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        each.name: each
        for each in (
            _NAME,
            words.BASIS,
            head.LIMITS,
            situations.SITUATIONS,
            materials.MATERIALS,
            process.STEPS,
            form_fields.FORM,
        )
    }
)
"""What of an item a standard says: the eight, and the questions they depend on."""
_ALLOWED = gettext_lazy("各地可以怎么不同")


@require_POST
@editors
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a version of a standard from what most say, one item says, or it says already."""
    actor, variant = actor_of(request), text_of(request, "variant", 10)
    view = queries.entry_view(code, variant, actor)
    try:
        document, allowed = chosen_source(view, text_of(request, "source"))
        made = services.begin_standard(
            entry=code,
            variant=variant,
            region=text_of(request, "region", 12),
            document=document,
            latitudes=allowed,
            actor=actor,
        )
    except (Invalid, Conflict) as error:
        messages.error(request, text_for(error))
        return HttpResponseRedirect(entry_url(code, variant))
    return HttpResponseRedirect(reverse("catalogue:standard-draft", args=[made]))


@never_cache
@require_safe
@editors
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft beside the standard in force, who would depart, and what can be done with it."""
    return _overview(request, draft_id)


def _overview(
    request: HttpRequest, draft_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.standard_draft(draft_id, actor=actor_of(request))
    offices = {each.id: each.name for each in directory.departments()}
    regions = {each.code: each.name for each in directory.regions()}
    names = (names_of(view.before.definition if view.before else None), names_of(view.definition))
    context = {
        **_frame(view, ""),
        "region": regions.get(view.line.region, view.line.region),
        "sections": told_of(view.changes, *names),
        "items": [
            (each, regions.get(each.region, each.region), offices.get(each.department_id, ""))
            for each in view.items
        ],
        "latitudes": latitudes_in_words(LATITUDES),
        "allowed": latitudes_in_words(view.latitudes),
        "problem": problem,
        "typed": request.POST.get("reason", view.reason),
        "entry_url": entry_url(view.line.entry, view.line.variant),
    }
    return render(request, "catalogue/standards/draft.html", context, status=status)


def _frame(view: StandardDraftView, current: str) -> dict[str, object]:
    found = [
        Remark(
            text=wording(each.code, each.facts),
            remedy="",
            where=where(each.place),
            section=section_of(each.place),
            url=_section_url(view, section_of(each.place)),
            tone="bad",
            label=_("自相矛盾"),
        )
        for each in view.problems
    ]
    return {
        "view": view,
        "frame": "catalogue/standards/frame.html",
        "undo_url": reverse("catalogue:standard-undo", args=[view.line.id]),
        "history": [
            (each, SECTIONS[each.section].label if each.section in SECTIONS else _ALLOWED)
            for each in view.history
        ],
        "tabs": [_tab(view, name, current, found) for name in SECTIONS],
        "remarks": found,
    }


def _section_url(view: StandardDraftView, section: str) -> str:
    known = section in SECTIONS
    return reverse("catalogue:standard-section", args=[view.line.id, section]) if known else ""


def _tab(view: StandardDraftView, name: str, current: str, found: list[Remark]) -> Tab:
    wrong = sum(each.section == name for each in found)
    changed = any(section_of(f"/{each.section}") == name for each in view.changes)
    state = _("%(n)s 处必须改") % {"n": wrong} if wrong else _("改过") if changed else ""
    label = SECTIONS[name].label
    tone = "bad" if wrong else "now" if changed else ""
    return Tab(name, label, _section_url(view, name), name == current, tone, state)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editors
def section(request: HttpRequest, draft_id: UUID, section: str) -> HttpResponse:
    """One section of the standard: shown, saved."""
    actor = actor_of(request)
    chosen = SECTIONS.get(section)
    if chosen is None:
        raise Http404
    view = queries.standard_draft(draft_id, actor=actor)
    if request.method != "POST":
        return _page(request, view, chosen)
    try:
        changed = services.change_standard(
            draft_id=draft_id,
            section=section,
            seen=text_of(request, "seen", 64),
            change=chosen.read(view, request.POST),
            actor=actor,
        )
    except Unreadable as error:
        trouble = Trouble(_("有几处读不懂，还没有保存。"), error.errors, 422)
        return _page(request, view, chosen, trouble)
    except (Invalid, Conflict) as error:
        view = queries.standard_draft(draft_id, actor=actor)
        status = status_in_place(error)
        return _page(request, view, chosen, Trouble(text_for(error), {}, status))
    if changed:
        messages.success(request, _("已保存。"))
    order = [*SECTIONS, ""]
    onward = order[order.index(section) + 1] if request.POST.get("do") == "next" else section
    if not onward:
        return HttpResponseRedirect(reverse("catalogue:standard-draft", args=[draft_id]))
    return HttpResponseRedirect(_section_url(view, onward))


def _page(
    request: HttpRequest,
    view: StandardDraftView,
    chosen: Section,
    trouble: Trouble | None = None,
) -> HttpResponse:
    posted = request.POST if trouble else None
    errors = (trouble.errors if trouble else None) or {}
    context: dict[str, object] = {
        **_frame(view, chosen.name),
        "section": chosen,
        "action": _section_url(view, chosen.name),
        "trouble": trouble,
        "errors": [(f"f-{name}", text) for name, text in errors.items()],
        "seen": view.digest(chosen.name),
        **chosen.draw(view, posted, errors),
        **(chosen.beside(request, view) if chosen.beside else {}),
    }
    return render(request, chosen.template, context, status=trouble.status if trouble else 200)


_on_draft = partial(verb, _overview, "catalogue:standard-draft")


@_on_draft(editors)
def allow(request: HttpRequest, actor: Actor, draft_id: UUID) -> Said:
    """What regions may do differently."""
    chosen = request.POST.getlist("latitudes")
    services.allow_in_standard(draft_id=draft_id, latitudes=chosen, actor=actor)
    return _("已保存。")


@_on_draft(editors)
def submit(request: HttpRequest, actor: Actor, draft_id: UUID) -> Said:
    """Put it before another person."""
    reason = written(request, "reason")
    services.submit_standard(draft_id=draft_id, reason=reason, actor=actor)
    return _("已提交，等另一个人审核。")


@_on_draft(editors)
def undo(request: HttpRequest, actor: Actor, draft_id: UUID) -> tuple[Said, str]:
    """Take back the last change; to the section it was made in."""
    section = services.undo_standard_change(draft_id=draft_id, actor=actor)
    if section in SECTIONS:
        to = reverse("catalogue:standard-section", args=[draft_id, section])
        return _("已撤销对“%(name)s”的修改。") % {"name": SECTIONS[section].label}, to
    to = reverse("catalogue:standard-draft", args=[draft_id])
    return _("已撤销对“%(name)s”的修改。") % {"name": _ALLOWED}, to


@_on_draft(editors)
def send_back(request: HttpRequest, actor: Actor, draft_id: UUID) -> tuple[Said, str]:
    """Make it a draft again; a wish to end the standard is gone with that."""
    line = queries.standard_draft(draft_id, actor=actor).line
    services.return_standard(draft_id=draft_id, actor=actor)
    if line.ends:
        return _("不再提请废止，标准照旧。"), entry_url(line.entry, line.variant)
    to = reverse("catalogue:standard-draft", args=[draft_id])
    return _("又是草稿了，可以接着改。"), to


@_on_draft(editors)
def drop(request: HttpRequest, actor: Actor, draft_id: UUID) -> tuple[Said, str]:
    """Give it up."""
    line = queries.standard_draft(draft_id, actor=actor).line
    services.drop_standard(draft_id=draft_id, actor=actor)
    return _("已放弃这份草稿。"), entry_url(line.entry, line.variant)


@_on_draft(publishers)
def approve(request: HttpRequest, actor: Actor, draft_id: UUID) -> tuple[Said, str]:
    """Set it as the standard."""
    line = queries.standard_draft(draft_id, actor=actor).line
    services.approve_standard(draft_id=draft_id, actor=actor)
    said = _("标准已经废止。") if line.ends else _("标准已经发布，各地的事项已重新比对。")
    return said, entry_url(line.entry, line.variant)
