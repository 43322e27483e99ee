"""「我的办件」: drafts, what runs and what ended, of oneself and of the organisations one acts
for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import CHOICES, actor_of, organisations_of, own_actor, usable_by
from onevisit.accounts.rules import Actor, Held
from onevisit.cases import queries as cases
from onevisit.cases.queries import ApplicationLine
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.obligations import ObligationState
from onevisit.hall import queries as hall
from onevisit.hall.rules.errands import ErrandInfo
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.citizen.doing import pre_returned, to_collect_now
from onevisit.portal.web.citizen.rails import promise_words, standing
from onevisit.portal.web.citizen.waiting import waiting_for
from onevisit.portal.web.staff import errands as staff_errands
from onevisit.ui.formatting import local_date, local_datetime

PAGE = 20

SHOWS: Mapping[str, tuple[str | Promise, tuple[ApplicationState, ...]]] = {
    "": (pgettext_lazy("办件", "全部"), ()),
    "draft": (pgettext_lazy("办件", "没填完"), (ApplicationState.DRAFT,)),
    "running": (pgettext_lazy("办件", "在办"), (ApplicationState.SUBMITTED,)),
    "ended": (pgettext_lazy("办件", "已办结"), (ApplicationState.ENDED,)),
}


@dataclass(frozen=True)
class Entry:
    """One row. A draft has `draft_url` and `discard_url`, anything else its `url`."""

    row: ApplicationLine
    tag: str
    tag_class: str
    when: str
    url: str = ""
    draft_url: str = ""
    discard_url: str = ""


@require_safe
@citizen_required
def affairs(request: HttpRequest) -> HttpResponse:
    """A page of them, newest first."""
    actor = actor_of(request)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    after = request.GET.get("after", "")
    after = after if parse_id(after) else ""
    own = own_actor(request)
    held = organisations_of(own.person_id) if own.person_id else ()
    page = cases.my_applications(
        actor=actor, after=after or None, limit=PAGE, states=SHOWS[show][1], held=held
    )
    sent = [row.id for row in page.rows if row.state == ApplicationState.SUBMITTED]
    owed = cases.to_follow(application_ids=sent, actor=actor, held=held)
    asked = [row.id for row in page.rows if row.state != ApplicationState.DRAFT]
    turns = cases.turn_of(application_ids=asked, actor=actor, held=held)
    here = reverse("portal:affairs")
    kept = f"show={show}&" if show else ""
    context = {
        "entries": [entry(row, owes=row.id in owed, turn=turns.get(row.id)) for row in page.rows],
        "filters": [(SHOWS[key][0], _filter(here, key), key == show) for key in SHOWS],
        "show": show,
        "first_url": f"{here}?{kept}".rstrip("?&") if after else "",
        "next_url": f"{here}?{kept}after={page.after}" if page.after else "",
        **_for_whom(own, actor, held),
        "here": request.get_full_path(),
        "waiting": () if after or show else waiting_for(actor, held),
        "errands": _errands(actor) if not (after or show) else (),
        "trail": [(_("我的办件"), "")],
    }
    return render(request, "portal/citizen/affairs.html", context)


def _errands(actor: Actor) -> Sequence[tuple[ErrandInfo, str | Promise, str]]:
    """What was taken in for other counties of the person themselves, with its state in words."""
    if actor.person_id is None or actor.acting is not None:
        return ()
    found = hall.errands_of_person(actor.person_id)
    return [(each, *staff_errands.STATES[each.state]) for each in found]


def entry(row: ApplicationLine, *, owes: bool, turn: ObligationState | None = None) -> Entry:
    """An application as the list shows it; `turn`: a commitment of it waits for the reader."""
    if row.state == ApplicationState.DRAFT:
        return Entry(
            row,
            _("没填完"),
            "wait",
            _("%(when)s保存") % {"when": local_datetime(row.saved_at)},
            draft_url=reverse("cases:draft", args=[row.id]),
            discard_url=reverse("cases:discard", args=[row.id]),
        )
    states = [case.standing for case in row.cases]
    tag, tag_class = standing(
        states,
        owes=owes,
        sent=row.by_courier,
        lodged=row.by_locker,
        asked=row.address_due,
        pre_returned=pre_returned(row),
        turn=turn,
    )
    return Entry(row, tag, tag_class, _when(row), url=reverse("portal:affair", args=[row.number]))


def _when(row: ApplicationLine) -> str:
    if row.ended_at:
        return _("%(day)s办结") % {"day": local_date(row.ended_at)}
    if to_collect_now(row):
        text = ngettext("%(n)s 份结果在窗口", "%(n)s 份结果在窗口", row.to_collect)
        return text % {"n": row.to_collect}
    if row.promised_on:
        return promise_words(row.promised_on, [case.standing for case in row.cases])
    return _("%(day)s提交") % {"day": local_date(row.submitted_at)}


def _filter(here: str, key: str) -> str:
    return f"{here}?show={key}" if key else here


def _for_whom(own: Actor, now: Actor, held: Held) -> Mapping[str, object]:
    """In whose name one may act: oneself, organisations, givers of mandates, wards; a helper
    chooses elsewhere.
    """
    if own.person_id is None:
        return {}
    chosen = now.acting.authority_id if now.acting else None
    choices = usable_by(own.person_id, chosen)
    return {
        "firms": held,
        "choices": choices,
        "others": len(choices) >= CHOICES,
        "chosen": chosen,
        "firm": now.organisation_id if now.acting is None else None,
        "oneself": now.acting is None and now.organisation_id is None,
        "choosing": True,
    }
