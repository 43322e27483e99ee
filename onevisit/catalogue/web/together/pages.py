"""一起改: one change of many items or bundles, looked at one by one, made as drafts in one step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.catalogue import queries, services
from onevisit.catalogue.errors import version_in_review
from onevisit.catalogue.queries import StandingBundle
from onevisit.catalogue.rules.editing.bundling import Answers
from onevisit.catalogue.rules.parsing import reread
from onevisit.catalogue.rules.rewriting import MOST_ITEMS
from onevisit.catalogue.rules.versions import VersionState
from onevisit.catalogue.services import Rewrite
from onevisit.catalogue.web.editor import choosing
from onevisit.catalogue.web.editor.boxes import Box, Reading
from onevisit.catalogue.web.editor.pages import editors
from onevisit.catalogue.web.forecasts import looked_at, told, told_seen
from onevisit.catalogue.web.together.kinds import Change, Kind, kinds_for, summary
from onevisit.catalogue.web.workbook.of_bundles import answers_of
from onevisit.catalogue.web.workbook.prospect import Held, Prospect
from onevisit.catalogue.web.workbook.reading import Wrong
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.fields import Option, Text
from onevisit.ui.posted import written
from onevisit.ui.wordings import text_for

_ORDER = ("wrong", "changed", "same")
Boxes = Sequence[Box]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editors
def together(request: HttpRequest) -> HttpResponse:
    """What was chosen, the change, what it would do; and then it is done."""
    posted, actor = request.method == "POST", actor_of(request)
    codes = _posted_codes(request) if posted else choosing.chosen(request)
    bundles = queries.standing_bundles(codes, actor=actor)
    held: dict[str, Held] = {**queries.standing(codes, actor=actor), **bundles}
    if not held:
        messages.warning(request, _("没有选事项。"))
        return HttpResponseRedirect(reverse("catalogue:items"))
    asked = request.POST if posted else request.GET
    kind = kinds_for(bundles=bool(bundles)).get(asked.get("kind", ""))
    boxes = kind.boxes([each.definition for each in held.values()]) if kind else ()
    if kind is None or not posted:
        return _page(request, held, kind, boxes)
    reading = Reading(request.POST)
    values = reading.values(boxes)
    if reading.errors:
        return _page(request, held, kind, boxes, errors=reading.errors)
    found = _prospects(held, kind.change(values))
    if "seen" not in request.POST:
        return _page(request, held, kind, boxes, found=found)
    return _make(request, held, kind, boxes, values, found)


def _posted_codes(request: HttpRequest) -> list[str]:
    return [each[:80] for each in written(request, "codes").split()][:MOST_ITEMS]


def _prospects(held: Mapping[str, Held], change: Change) -> list[Prospect]:
    answers = answers_of([e for e in held.values() if isinstance(e, StandingBundle)])
    found = [_prospect(held[code], change, answers) for code in sorted(held)]
    return sorted(found, key=lambda each: _ORDER.index(each.state))


def _prospect(one: Held, change: Change, answers: Mapping[str, Answers]) -> Prospect:
    before = one.definition
    if one.state not in (VersionState.DRAFT, VersionState.PUBLISHED):
        text = text_for(version_in_review(one.code, one.state))
        return Prospect(one.code, before.name, "wrong", "", None, None, [Wrong("", 0, "", text)])
    try:
        after = reread(change(before))
    except Invalid as error:
        wrong = [Wrong("", 0, "", text_for(error))]
        return Prospect(one.code, before.name, "wrong", "", None, None, wrong)
    rewrite = None if after == before else Rewrite(one.code, before.name, change, one.digest)
    state = "changed" if rewrite else "same"
    sides, items = (before, after), answers.get(one.code, {})
    return Prospect(one.code, before.name, state, one.digest, rewrite, sides, items=items)


def _make(
    request: HttpRequest,
    held: Mapping[str, Held],
    kind: Kind,
    boxes: Boxes,
    values: Mapping[str, Any],
    found: Sequence[Prospect],
) -> HttpResponse:
    seen = looked_at(request)
    rewrites = [
        Rewrite(each.code, each.name, each.rewrite.change, seen[each.code])
        for each in found
        if each.rewrite is not None and each.code in seen
    ]
    try:
        made = services.rewrite_items(
            title=summary(kind, boxes, values), rewrites=rewrites, actor=actor_of(request)
        )
    except (Invalid, Conflict) as error:
        return _page(request, held, kind, boxes, found=found, problem=text_for(error))
    return HttpResponseRedirect(reverse("catalogue:rewriting", args=[made]))


def _page(
    request: HttpRequest,
    held: Mapping[str, Held],
    kind: Kind | None,
    boxes: Boxes,
    *,
    found: Sequence[Prospect] | None = None,
    errors: Mapping[str, Text] | None = None,
    problem: str = "",
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    wrong = errors or {}
    items = [told(each) for each in found or ()]
    bundles = any(isinstance(each, StandingBundle) for each in held.values())
    context = {
        "codes": "\n".join(sorted(held)),
        "many": len(held),
        "names": [held[code].definition.name for code in sorted(held)],
        "kinds": [Option(each.key, each.label) for each in kinds_for(bundles=bundles).values()],
        "bundles": bundles,
        "back": reverse("catalogue:bundles" if bundles else "catalogue:items"),
        "kind": kind,
        "fields": [
            (box, box.view(box.place, None, posted, wrong.get(box.place, ""))) for box in boxes
        ],
        "errors": [(f"f-{name}", text) for name, text in wrong.items()],
        "problem": problem,
        "looked": found is not None,
        "groups": [(s, [e for e in items if e.prospect.state == s]) for s in _ORDER],
        "count": sum(each.rewrite is not None for each in found or ()),
        "seen": told_seen(found or ()),
    }
    status = 422 if errors or problem else 200
    return render(request, "catalogue/together/together.html", context, status=status)
