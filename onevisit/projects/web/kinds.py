"""项目阶段: what kinds of projects go through, written by one officer, put in force by another."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.guidance import queries as guidance
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.projects import errors, queries, services
from onevisit.projects.queries import KindVersion, KindView, Typing
from onevisit.projects.rules.phases import LONGEST_LIMIT, LONGEST_PHASE, MOST_PHASES
from onevisit.projects.web import kinds_page as pages
from onevisit.projects.web.kinds_page import Typed
from onevisit.ui.posted import text_of, uuid_of
from onevisit.ui.wordings import status_in_place, text_for

keepers = staff_required(Permission.CATALOGUE_EDIT)
_MOST_FOUND = 8


@require_safe
@keepers
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind with what holds, since when, by whom, and what waits."""
    found = queries.kind_list(actor=actor_of(request))
    waiting = [(each, each.waiting) for each in found if each.waiting and not each.waiting.own]
    return render(request, "projects/kinds.html", {"kinds": found, "waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: its phases, what waits with what it changes, and all versions before."""
    actor = actor_of(request)
    view = queries.kind_view(code=kind, actor=actor)
    if request.method != "POST":
        return _kind(request, view)
    try:
        _ACTS[text_of(request, "action")](request, view)
    except KeyError:
        raise Invalid("portal.unknown_action") from None
    except (Conflict, Invalid, Refused) as error:
        return _kind(request, queries.kind_view(code=kind, actor=actor), problem=error)
    return HttpResponseRedirect(reverse("projects:kind", args=[kind]))


def _put_in_force(request: HttpRequest, _view: KindView) -> None:
    services.put_kind_in_force(
        version_id=uuid_of(request, "version") or UUID(int=0),
        since=clock.parse_day(text_of(request, "since")),
        actor=actor_of(request),
    )
    messages.success(request, _("到那一天生效。以前登记的项目照原来的办。"))


def _send_back(request: HttpRequest, _view: KindView) -> None:
    services.send_kind_back(
        version_id=uuid_of(request, "version") or UUID(int=0),
        reason=text_of(request, "reason"),
        actor=actor_of(request),
    )
    messages.success(request, _("已退回，没有生效。"))


def _close(request: HttpRequest, view: KindView) -> None:
    held = view.current or view.versions[0]
    services.write_kind(
        code=view.code,
        name=held.name,
        basis=held.basis,
        phases=(),
        why=text_of(request, "why"),
        actor=actor_of(request),
    )
    messages.success(request, _("已提出，等另一位同事核对后生效。"))


_ACTS = {"put_in_force": _put_in_force, "send_back": _send_back, "close": _close}


def _kind(
    request: HttpRequest, view: KindView, *, problem: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    offered = queries.offered(queries.offers_in(view.versions))
    names = {each.code: each.name for each in offered.items}
    led = [each.lead for version in view.versions for each in version.phases]
    leads = dict(queries.leads(actor=actor, beside=led))
    told = {each.id: pages.version_lines(each, names, leads) for each in view.versions}
    before = told[view.current.id] if view.current else []
    held = view.current or view.waiting
    context = {
        "view": view,
        "held": held,
        "phases": _phases(held, names, leads) if held else (),
        "gone": [code for code, name in offered.offers if name is None],
        "changes": pages.changes(before, told[view.waiting.id]) if view.waiting else [],
        "history": [(each, told[each.id]) for each in view.versions],
        "tomorrow": clock.today() + timedelta(days=1),
        "problem": text_for(problem) if problem else "",
        "typed": request.POST,
    }
    return render(request, "projects/kind.html", context, status=status_in_place(problem))


def _phases(
    version: KindVersion, names: dict[str, str], leads: dict[str, str]
) -> list[tuple[object, str, str, list[tuple[str, bool]]]]:
    return [
        (
            each,
            leads.get(each.lead, each.lead),
            pages.waits(version.phases, each),
            [(names.get(item, item), item in each.outside) for item in each.items],
        )
        for each in version.phases
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def write(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The editor; it begins with what was typed before and not handed over, with what holds, with
    an earlier version, or empty. Whatever button is pressed, what is typed is kept: so who opens an
    earlier version over what is kept is asked first.
    """
    actor = actor_of(request)
    view = queries.kind_view(code=kind, actor=actor) if kind else None
    if request.method != "POST":
        left = queries.typing_of(kind, actor=actor)
        if view and left and (chosen := _chosen(request, view)):
            context = {"view": view, "left": left, "chosen": chosen}
            return render(request, "projects/kind_left.html", context)
        typed = pages.typed_from(left.typed) if left else _begun(request, view)
        return _editor(request, view, typed, left=left)
    do = text_of(request, "do")
    typed = pages.changed(pages.posted(request), do)
    services.keep_typing(code=kind, typed=pages.kept(typed), actor=actor)
    if do != "send":
        return _editor(request, view, typed, pressed=do)
    try:
        services.write_kind(
            code=view.code if view else typed.code,
            name=typed.name,
            basis=typed.basis,
            phases=pages.documents(typed, queries.offered(typed.offers).items),
            why=typed.why,
            new=view is None,
            actor=actor,
        )
    except (Conflict, Invalid) as error:
        return _editor(request, view, typed, problem=error)
    messages.success(request, _("已写好，等另一位同事核对后生效。"))
    return HttpResponseRedirect(reverse("projects:kind", args=[kind or typed.code]))


@require_POST
@keepers
def typing(request: HttpRequest, kind: str = "") -> HttpResponse:
    """What is typed, kept aside while one types; or thrown away."""
    actor = actor_of(request)
    if kind:
        queries.kind_view(code=kind, actor=actor)
    if text_of(request, "do") != "drop":
        typed = pages.kept(pages.posted(request))
        kept = services.keep_typing(code=kind, typed=typed, actor=actor)
        return HttpResponse(status=204 if kept else 409)
    services.drop_typing(code=kind, actor=actor)
    name, args = ("projects:kind-write", [kind]) if kind else ("projects:kind-new", [])
    version = uuid_of(request, "version")
    begun = f"?{urlencode({'version': version})}" if version else ""
    return HttpResponseRedirect(reverse(name, args=args) + begun)


def _begun(request: HttpRequest, view: KindView | None) -> Typed:
    if view is None:
        return pages.new_kind()
    chosen = _chosen(request, view)
    return pages.typed_of(view.code, chosen or view.coming or view.current or view.versions[0])


def _chosen(request: HttpRequest, view: KindView) -> KindVersion | None:
    """The earlier version that the address names, if any."""
    asked = request.GET.get("version", "")
    chosen = next((each for each in view.versions if str(each.id) == asked), None)
    if asked and chosen is None:
        raise errors.no_such_version()
    return chosen


def _editor(
    request: HttpRequest,
    view: KindView | None,
    typed: Typed,
    *,
    problem: DomainError | None = None,
    pressed: str = "",
    left: Typing | None = None,
) -> HttpResponse:
    offered = queries.offered(typed.offers)
    asked = text_of(request, "q", 80)
    hits = guidance.search(asked, limit=_MOST_FOUND) if asked else ()
    context = {
        "view": view,
        "left": left,
        "t": typed,
        "rows": pages.shown_rows(typed),
        "items": pages.item_rows(typed, offered),
        "offers": offered.offers,
        "leads": queries.leads(
            actor=actor_of(request), beside=[each.lead for each in typed.phases]
        ),
        "q": asked,
        "hits": [each for each in hits if each.applicable and each.code not in typed.offers],
        "pressed": pressed.partition(":"),
        "more": len(typed.phases) < MOST_PHASES,
        "longest": LONGEST_PHASE,
        "most_days": LONGEST_LIMIT,
        "problem": text_for(problem) if problem else "",
        "field": problem.field if isinstance(problem, Invalid) else "",
    }
    return render(request, "projects/kind_write.html", context, status=status_in_place(problem))
