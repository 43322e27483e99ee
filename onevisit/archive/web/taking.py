"""接收旧档案: the archive of the system before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.archive import errors, queries, services
from onevisit.archive.queries import Origin, Wanted
from onevisit.archive.rules.taking import HEAD, LIST, NEEDED
from onevisit.archive.services import MOST_TAKEN
from onevisit.archive.web.finding import keepers, readers
from onevisit.archive.web.wordings import RETENTIONS
from onevisit.kernel.errors import Conflict, Invalid
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import status_in_place, text_for, wording

_LONG, _SHOWN = 1000, 30


@require_safe
@readers
def old(request: HttpRequest) -> HttpResponse:
    """What was taken over, and the form to take more."""
    return _old(request)


def _old(request: HttpRequest, *, problem: Invalid | Conflict | None = None) -> HttpResponse:
    actor = actor_of(request)
    found = queries.search(wanted=Wanted(origin=Origin.TAKEN), actor=actor)
    wrong = _wrong(problem) if problem else []
    context = {
        "lines": [(line, RETENTIONS[line.retention], False) for line in found.lines],
        "after": found.after,
        "keeps": actor.may(Permission.ARCHIVE_KEEP),
        "head": [(name, name in NEEDED) for name in HEAD],
        "list": LIST,
        "most": MOST_TAKEN >> 20,
        "problem": text_for(problem) if problem else "",
        "wrong": wrong[:_SHOWN],
        "others": max(0, len(wrong) - _SHOWN),
        "typed": request.POST,
    }
    return render(request, "archive/old.html", context, status=status_in_place(problem))


def _wrong(problem: Invalid | Conflict) -> list[str]:
    """What is wrong, line by line."""
    problems = problem.problems if isinstance(problem, Invalid) else ()
    return [
        (_("第 %(row)s 行：") % {"row": each.place} if each.place else "")
        + wording(each.code, each.facts)
        for each in problems
    ]


@require_POST
@keepers
def take(request: HttpRequest) -> HttpResponse:
    """Take a batch over, whole or not at all."""
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise errors.text_needed("file")
        pieces = services.take_over(
            content=upload.read(MOST_TAKEN + 1),
            source=text_of(request, "source", _LONG),
            actor=actor_of(request),
        )
    except (Conflict, Invalid) as error:
        return _old(request, problem=error)
    told = ngettext("接收了 %(n)s 件。", "接收了 %(n)s 件。", pieces)
    messages.success(request, told % {"n": pieces})
    return HttpResponseRedirect(reverse("archive:old"))
