"""版本: what waits for a second person, one version beside another, the history of a thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import EventLine, Together, VersionLine, VersionView
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.web.comparing import (
    bounded,
    carried,
    carried_together,
    clashes,
    figures,
    flag_title,
    flagged,
    inside,
    theirs,
    told,
)
from onevisit.catalogue.web.verbs import verb
from onevisit.catalogue.web.wordings import WORDINGS
from onevisit.kernel import clock
from onevisit.ui.posted import written

Text = str | Promise
editors = staff_required(Permission.CATALOGUE_EDIT)
reviewers = staff_required(Permission.CATALOGUE_PUBLISH)

STATES: dict[str, tuple[Text, str]] = {
    "draft": (gettext_lazy("草稿"), "now"),
    "in_review": (gettext_lazy("待审核"), "wait"),
    "approved": (gettext_lazy("已批准，待生效"), "wait"),
    "published": (gettext_lazy("已发布"), "ok"),
    "retired": (gettext_lazy("已停用"), ""),
}
"""A state in words, and the tag it is drawn with."""
MOVES: dict[str, Text] = {
    "submit": gettext_lazy("提交审核"),
    "take_back": gettext_lazy("撤回修改"),
    "send_back": gettext_lazy("退回修改"),
    "approve": gettext_lazy("批准，到日子生效"),
    "publish": gettext_lazy("发布"),
    "hold": gettext_lazy("到了日子没能发布，重新审核"),
    "retire": gettext_lazy("停用"),
    "propose_retirement": gettext_lazy("提议取消"),
    "confirm_retirement": gettext_lazy("同意取消"),
    "cancel_retirement": gettext_lazy("不取消了"),
    "take_over": gettext_lazy("把新发布的改动并进草稿"),
    "revive": gettext_lazy("恢复，从原来的内容起草"),
    "drop": gettext_lazy("放弃草稿"),
    "waive": gettext_lazy("豁免"),
    "withdraw_waiver": gettext_lazy("撤回豁免"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A version with its state in words."""

    row: VersionLine
    state: Text
    tag: str


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history in words, with the flagged changes that were let pass, and why."""

    row: EventLine
    what: Text
    on: date | None
    why: str
    flags: list[tuple[Text, str]]


def _lines(found: Iterable[VersionLine]) -> list[Line]:
    return [Line(each, *STATES[each.state]) for each in found]


def _happened(found: Iterable[EventLine]) -> list[Happened]:
    return [
        Happened(
            row=each,
            what=_what(each),
            on=_day(str(each.facts.get("effective_on", ""))),
            why=_why(each),
            flags=[
                (flag_title(flag["kind"]), flag["reason"]) for flag in each.facts.get("flags", [])
            ],
        )
        for each in found
    ]


def _what(event: EventLine) -> Text:
    """The move; of a waiver, which rule with it."""
    what = MOVES.get(event.move, event.move)
    rule = WORDINGS.get(f"catalogue.rule_{event.facts.get('rule', '')}")
    return what if rule is None else f"{what}{_('：')}{rule}"


def _why(event: EventLine) -> str:
    held = _("现在不合发布规则，或者与一件事对不上。")
    return event.reason or (held if event.facts.get("code") else "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
@editors
def history(request: HttpRequest, code: str) -> HttpResponse:
    """All versions of one thing: who, when, why; ending it and bringing it back."""
    return _history(request, code)


def _history(
    request: HttpRequest, code: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.history_of(code, actor=actor_of(request))
    context = {
        "view": view,
        "versions": _lines(view.versions),
        "events": _happened(view.events),
        "problem": problem,
        "typed": request.POST,
        "today": clock.today(),
    }
    return render(request, "catalogue/history.html", context, status=status)


@require_safe
@editors
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """One version beside another, and what can be done with it."""
    return _version(request, version_id)


def _version(
    request: HttpRequest, version_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    beside = request.GET.get("against", "")
    view = queries.version_view(
        version_id,
        against=int(beside) if beside.isascii() and beside.isdigit() and len(beside) < 9 else None,
        actor=actor_of(request),
    )
    context = {
        "view": view,
        "line": Line(view.line, *STATES[view.line.state]),
        "sections": told(view),
        "figures": figures(view.effects),
        "bounded": bounded(view.effects),
        "carried": carried(view),
        "inside": inside(view.together) if view.together else [],
        "since": _since(view.since),
        "within": [
            (each, figures(each.effects) if each.effects[0] != each.effects[1] else [])
            for each in view.within
        ],
        "flags": [(each, request.POST.get(f"reason-{each.kind}", "")) for each in flagged(view)],
        "theirs": theirs(view),
        "clashes": clashes(view),
        "events": _happened(view.events),
        "acts": _acts(view),
        "problem": problem,
        "typed": request.POST,
        "today": clock.today(),
    }
    return render(request, "catalogue/version.html", context, status=status)


def _since(found: Together | None) -> dict[str, object] | None:
    """What became of a bundle in force while its items changed."""
    if found is None:
        return None
    return {
        "figures": figures(found.effects),
        "bounded": bounded(found.effects),
        "carried": carried_together(found),
        "inside": inside(found),
    }


def _acts(view: VersionView) -> dict[str, bool]:
    """What whoever looks can do with the version now."""
    state = view.line.state
    waits = state in (VersionState.IN_REVIEW, VersionState.APPROVED)
    return {
        "preview": view.kind is OfferKind.ITEM and state in OPEN,
        "submit": view.may_edit and state == VersionState.DRAFT and view.meanwhile is None,
        "take_over": view.may_edit and state == VersionState.DRAFT,
        "approve": view.may_publish and state == VersionState.IN_REVIEW and not view.own,
        "own": view.may_publish and state == VersionState.IN_REVIEW and view.own,
        "send_back": view.may_publish and waits and not view.own,
        "take_back": view.may_edit and waits and view.own,
    }


_on_version = partial(verb, _version, "catalogue:version")
_on_thing = partial(verb, _history, "catalogue:history")


@_on_version(editors)
def submit(request: HttpRequest, actor: Actor, version_id: UUID) -> Text:
    """Hand the draft to somebody else's eyes."""
    services.submit_for_review(version_id, note=written(request, "note"), actor=actor)
    return _("已提交，等另一个人审核。")


@_on_version(editors)
def take_over(request: HttpRequest, actor: Actor, version_id: UUID) -> Text:
    """Bring the draft onto what was published while it was written."""
    services.take_over(version_id, actor=actor)
    return _("已并进草稿，您的改动都在。")


@_on_version(editors)
def take_back(request: HttpRequest, actor: Actor, version_id: UUID) -> Text:
    """Make it a draft again, by those who wrote it."""
    services.take_back(version_id, reason=written(request, "reason"), actor=actor)
    return _("已撤回，又是草稿了。")


@_on_version(reviewers)
def send_back(request: HttpRequest, actor: Actor, version_id: UUID) -> Text:
    """Make it a draft again, by who reviews."""
    services.send_back(version_id, reason=written(request, "reason"), actor=actor)
    return _("已退回，等起草的人修改。")


@_on_version(reviewers)
def approve(request: HttpRequest, actor: Actor, version_id: UUID) -> Text:
    """Let it hold, now or from a day; a flag counts as answered when it is ticked with a reason."""
    reasons = {kind: written(request, f"reason-{kind}") for kind in request.POST.getlist("flag")}
    typed = written(request, "effective_on").strip()
    day = _day(typed) or (date.min if typed else None)
    note = written(request, "note")
    services.approve(version_id, note=note, reasons=reasons, effective_on=day, actor=actor)
    return _("已批准，到日子自动发布。") if day and day > clock.today() else _("已批准发布。")


@_on_thing(editors)
def retire(request: HttpRequest, actor: Actor, code: str) -> Text:
    """Propose to end it on a day."""
    day, reason = _day(written(request, "on").strip()) or date.min, written(request, "reason")
    services.propose_retirement(code=code, on=day, reason=reason, actor=actor)
    return _("已提议取消，等另一个人同意。")


@_on_thing(editors)
def revive(request: HttpRequest, actor: Actor, code: str) -> Text:
    """Bring it back as a draft."""
    services.revive(code=code, reason=written(request, "reason"), actor=actor)
    return _("已按原来的内容起草，提交审核后恢复。")


@_on_thing(reviewers)
def confirm_retirement(request: HttpRequest, actor: Actor, code: str, plan_id: UUID) -> Text:
    """The second signature under the end of a thing."""
    services.confirm_retirement(plan_id, actor=actor)
    return _("已同意取消。")


@_on_thing(editors)
def cancel_retirement(request: HttpRequest, actor: Actor, code: str, plan_id: UUID) -> Text:
    """Call the plan off."""
    services.cancel_retirement(plan_id, reason=written(request, "reason"), actor=actor)
    return _("已记下，不取消了。")
