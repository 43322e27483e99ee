"""Pages of the catalogue's officers: what each service point can do, written and confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission, Scope
from onevisit.catalogue import queries, services
from onevisit.catalogue.queries import PointListView
from onevisit.catalogue.rules.points import (
    BAGS,
    ERRANDS,
    EVERYTHING,
    LONGEST_WHY,
    Abilities,
    PointAbility,
    PointAct,
    errand_line,
)
from onevisit.directory.rules import PlaceKind
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.ui.fields import Text
from onevisit.ui.formatting import joined
from onevisit.ui.posted import text_of, uuid_of, written
from onevisit.ui.wordings import status_in_place, text_for, wording

keepers = staff_required(Permission.CATALOGUE_EDIT, Permission.CATALOGUE_PUBLISH)
ACTS: Mapping[PointAct, Text] = {
    PointAct.TAKE: gettext_lazy("收件"),
    PointAct.IDENTIFY: gettext_lazy("核验本人和原件"),
    PointAct.HAND_OUT: gettext_lazy("发件"),
}
STATES: Mapping[str, tuple[Text, str]] = {
    "waiting": (gettext_lazy("等人确认"), "wait"),
    "confirmed": (gettext_lazy("已确认"), "ok"),
    "returned": (gettext_lazy("已退回"), ""),
}
_LONGEST_TYPED = 200_000


@dataclass(frozen=True)
class ActRow:
    """One act of a list as the page shows it and as the form begins with it."""

    key: str
    label: Text
    everything: bool
    codes: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def how(self) -> str:
        """Which of the three choices the form begins with."""
        return "all" if self.everything else "some" if self.codes else "none"


@dataclass(frozen=True)
class ListShown:
    """One list with its words."""

    view: PointListView
    acts: list[ActRow]
    state: Text
    tone: str


def act_rows(found: Abilities, names: Mapping[str, str]) -> list[ActRow]:
    """The three acts, in order."""
    return [
        ActRow(
            key=act.value,
            label=ACTS[act],
            everything=EVERYTHING in found.of(act),
            codes=tuple(sorted(found.of(act) - {EVERYTHING})),
            names=tuple(names.get(code, code) for code in sorted(found.of(act) - {EVERYTHING})),
        )
        for act in PointAct
    ]


def extent(found: Abilities, act: PointAct) -> str:
    """How much of one act a point does, in a word."""
    codes = found.of(act)
    if EVERYTHING in codes:
        return _("全部")
    n = len(codes)
    return ngettext("%(n)s 项", "%(n)s 项", n) % {"n": n} if codes else _("不做")


_BLIND = (PointAct.TAKE, PointAct.HAND_OUT)


def blind_words(act: PointAct, found: Abilities, names: Mapping[str, str]) -> str:
    """What a list says of an act without anybody being checked, and what comes of it; "" for
    nothing.
    """
    codes = found.unidentified(act)
    if not codes:
        return ""
    every = _("通办范围内的全部") if EVERYTHING in codes else ""
    named = joined(names.get(code, code) for code in sorted(codes - {EVERYTHING}))
    said = wording(f"catalogue.point_{act}_blind", {})
    return _("%(said)s（%(what)s）") % {"said": said, "what": every or named}


@require_safe
@keepers
def points(request: HttpRequest) -> HttpResponse:
    """Every point in the officer's reach: what it does now, and whose list waits."""
    found = queries.kept_points(actor_of(request))
    rows = [
        {
            "point": each.ability.point,
            "since": each.ability.since,
            "acts": [(ACTS[act], extent(each.ability.abilities, act)) for act in PointAct],
            "waiting": each.waiting is not None,
            "blind": each.ability.since is not None
            and any(each.ability.abilities.unidentified(act) for act in _BLIND),
        }
        for each in found
    ]
    context = {"rows": rows, "acts": list(ACTS.values())}
    return render(request, "catalogue/points.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def point(request: HttpRequest, point_id: UUID) -> HttpResponse:
    """One point: its lists, the one that waits to be confirmed, and the form for the next."""
    if request.method != "POST":
        return _point(request, point_id)
    try:
        _act(request, point_id)
    except (Invalid, Conflict, Refused) as error:
        return _point(request, point_id, error=error)
    return HttpResponseRedirect(reverse("catalogue:point", args=[point_id]))


def _act(request: HttpRequest, point_id: UUID) -> None:
    actor, wanted = actor_of(request), text_of(request, "do", 20)
    list_id = uuid_of(request, "list")
    if wanted == "confirm" and list_id is not None:
        services.confirm_point_list(list_id=list_id, actor=actor)
        messages.success(request, _("已确认，从清单写的那天起按它办。"))
    elif wanted == "return" and list_id is not None:
        why = text_of(request, "answer", LONGEST_WHY + 1)
        services.return_point_list(list_id=list_id, why=why, actor=actor)
        messages.success(request, _("已退回。"))
    elif wanted == "propose":
        services.propose_point_list(
            point_id=point_id,
            since=clock.parse_day(text_of(request, "since", 20)) or clock.today(),
            abilities=_typed(request),
            why=text_of(request, "why", LONGEST_WHY + 1),
            actor=actor,
        )
        messages.success(request, _("已提交，等另一位同事确认后生效。"))
    else:
        raise Invalid("catalogue.point_list_empty")


def _typed(request: HttpRequest) -> dict[str, Iterable[str]]:
    """The three acts, the bags and the errands as the form was filled in."""
    found: dict[str, Iterable[str]] = {}
    for act in PointAct:
        how = text_of(request, f"how-{act}", 10)
        codes = written(request, f"codes-{act}")[:_LONGEST_TYPED].split()
        found[act.value] = [EVERYTHING] if how == "all" else codes if how == "some" else []
    found[BAGS] = [] if text_of(request, BAGS, 10) == "no" else [EVERYTHING]
    found[ERRANDS] = written(request, ERRANDS)[:_LONGEST_TYPED].splitlines()
    return found


def _point(
    request: HttpRequest, point_id: UUID, *, error: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    views = queries.point_lists(point_id, actor=actor)
    now = queries.ability_of(point_id)
    lists = [
        ListShown(each, act_rows(each.abilities, each.names), *STATES[each.state]) for each in views
    ]
    waiting = next((each for each in lists if each.view.state == "waiting"), None)
    scope = Scope(None, now.point.region)
    typed = request.POST if error is not None else {}
    mend = request.GET.get("mend") == "1"
    begins = replace(now, abilities=now.abilities.mended) if mend else now
    names = queries.offer_names(now.abilities.codes)
    context = {
        "point": now.point,
        "now": now,
        "acts": act_rows(now.abilities, names),
        "blind": _blind(now, names),
        "fix": wording("catalogue.point_blind_fix", {}),
        "form": _form(begins, typed),
        "errands": typed.get(ERRANDS, "\n".join(map(errand_line, now.abilities.errands))),
        "away": now.point.kind is PlaceKind.GUEST,
        "machine": now.point.kind is PlaceKind.KIOSK,
        "bags": typed.get(BAGS, "yes" if now.abilities.bags else "no"),
        "waiting": waiting,
        "earlier": [each for each in lists if each is not waiting],
        "may_edit": waiting is None and actor.may(Permission.CATALOGUE_EDIT, scope),
        "may_confirm": actor.may(Permission.CATALOGUE_PUBLISH, scope),
        "today": clock.today(),
        "problem": text_for(error) if error else "",
        "typed": typed,
        "longest": LONGEST_WHY,
    }
    shown = error if isinstance(error, (Invalid, Conflict)) else None
    status = 403 if isinstance(error, Refused) else status_in_place(shown)
    return render(request, "catalogue/point.html", context, status=status)


def _blind(now: PointAbility, names: Mapping[str, str]) -> list[str]:
    """What the list in force does without checking anybody; a kind's own habits are no list."""
    if now.since is None:
        return []
    return [words for act in _BLIND if (words := blind_words(act, now.abilities, names))]


def _form(now: PointAbility, typed: Mapping[str, str]) -> list[dict[str, object]]:
    """The rows of the form: as typed, else as the point stands now."""
    return [
        {
            "key": row.key,
            "label": row.label,
            "how": typed.get(f"how-{row.key}", row.how),
            "codes": typed.get(f"codes-{row.key}", "\n".join(row.codes)),
        }
        for row in act_rows(now.abilities, {})
    ]
