"""What the pages of kinds say and read: versions as lines, and the form as it was typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from onevisit.kernel.types import JsonObject
from onevisit.projects.queries import KindVersion, Offered, OfferedItem
from onevisit.projects.rules.phases import MOST_PHASES, Phase, waited_for
from onevisit.ui.formatting import joined
from onevisit.ui.posted import text_of

_KEY, _SHOWN = "phase-%d", 60


@dataclass(frozen=True, slots=True)
class Change:
    """Lines of a version that went, and lines that came."""

    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase as it was typed; `after`: keys of the phases it waits for."""

    key: str
    name: str = ""
    lead: str = ""
    limit: str = ""
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Typed:
    """The whole form as it was typed; `within`: the phase of each item, by its 基本编码."""

    code: str = ""
    name: str = ""
    basis: str = ""
    why: str = ""
    phases: tuple[PhaseRow, ...] = ()
    offers: tuple[str, ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()


def waits(phases: Sequence[Phase], phase: Phase) -> str:
    """What a phase waits for, in words."""
    before = waited_for(phases, phase)
    if before:
        return _("等%(names)s办完") % {"names": joined(each.name for each in before)}
    return _("不用等别的阶段") if phases[0] is not phase else _("先办")


def version_lines(
    version: KindVersion, names: Mapping[str, str], leads: Mapping[str, str]
) -> list[str]:
    """A version, line by line, to be read and compared."""
    lines = [
        _("名称：%(name)s") % {"name": version.name},
        _("依据：%(basis)s") % {"basis": version.basis},
    ]
    if not version.phases:
        lines.append(_("不再登记新的项目"))
    for phase in version.phases:
        lines.append(
            _("%(name)s：%(lead)s牵头，限 %(limit)s 个工作日，%(waits)s")
            % {
                "name": phase.name,
                "lead": leads.get(phase.lead, phase.lead),
                "limit": phase.limit,
                "waits": waits(version.phases, phase),
            }
        )
        for item in phase.items:
            note = _("%(name)s，第三方审查") if item in phase.outside else "%(name)s"
            lines.append(
                _("%(phase)s：") % {"phase": phase.name} + note % {"name": names.get(item, item)}
            )
    return lines


def changes(was: Sequence[str], now: Sequence[str]) -> list[Change]:
    """What differs between two versions."""
    found = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [Change(tuple(was[a:b]), tuple(now[c:d])) for tag, a, b, c, d in found if tag != "equal"]


def typed_of(code: str, version: KindVersion) -> Typed:
    """The form that begins with a version."""
    return Typed(
        code=code,
        name=version.name,
        basis=version.basis,
        phases=tuple(
            PhaseRow(
                each.key,
                each.name,
                each.lead,
                str(each.limit),
                frozenset(first.key for first in waited_for(version.phases, each)),
            )
            for each in version.phases
        ),
        offers=tuple(dict.fromkeys(code for each in version.phases for code in each.offers)),
        within={item: each.key for each in version.phases for item in each.items},
        outside=frozenset(item for each in version.phases for item in each.outside),
    )


def new_kind() -> Typed:
    """The form of a kind that is not there yet."""
    return Typed(phases=(PhaseRow(_KEY % 1),))


def posted(request: HttpRequest) -> Typed:
    """The form as it was sent."""
    keys = [key[:_SHOWN] for key in request.POST.getlist("phase")][:MOST_PHASES]
    return Typed(
        code=text_of(request, "code"),
        name=text_of(request, "name"),
        basis=text_of(request, "basis"),
        why=text_of(request, "why"),
        phases=tuple(
            PhaseRow(
                key,
                text_of(request, f"name-{key}"),
                text_of(request, f"lead-{key}"),
                text_of(request, f"limit-{key}"),
                frozenset(request.POST.getlist(f"after-{key}")),
            )
            for key in dict.fromkeys(keys)
        ),
        offers=tuple(dict.fromkeys(request.POST.getlist("offer"))),
        within={
            name.removeprefix("in-"): text_of(request, name)
            for name in request.POST
            if name.startswith("in-")
        },
        outside=frozenset(request.POST.getlist("outside")),
    )


def kept(typed: Typed) -> JsonObject:
    """The form as it is kept aside."""
    rows = [{**asdict(each), "after": sorted(each.after)} for each in typed.phases]
    return {**asdict(typed), "phases": rows, "outside": sorted(typed.outside)}


def typed_from(document: Mapping[str, Any]) -> Typed:
    """The form that was kept aside."""
    rows = ({**each, "after": frozenset(each["after"])} for each in document["phases"])
    lists = {"offers": tuple(document["offers"]), "outside": frozenset(document["outside"])}
    return Typed(**{**document, **lists, "phases": tuple(PhaseRow(**each) for each in rows)})


def changed(typed: Typed, do: str) -> Typed:
    """The form after a button was pressed: a phase added, moved or dropped, an offer likewise."""
    act, _sign, what = do.partition(":")
    if act == "add" and len(typed.phases) < MOST_PHASES:
        return replace(typed, phases=(*typed.phases, _fresh(typed.phases)))
    if act == "drop":
        return replace(typed, phases=tuple(each for each in typed.phases if each.key != what))
    if act in ("up", "down"):
        return replace(typed, phases=_moved(typed.phases, what, -1 if act == "up" else 1))
    if act == "offer":
        return replace(typed, offers=tuple(dict.fromkeys((*typed.offers, what))))
    if act == "drop-offer":
        return replace(typed, offers=tuple(each for each in typed.offers if each != what))
    return typed


def _fresh(phases: Sequence[PhaseRow]) -> PhaseRow:
    keys = {each.key for each in phases}
    free = next(_KEY % n for n in range(1, MOST_PHASES + 2) if _KEY % n not in keys)
    return PhaseRow(free, after=frozenset(keys))


def _moved(phases: Sequence[PhaseRow], key: str, by: int) -> tuple[PhaseRow, ...]:
    """Two neighbours change places; where the one waited for the other, it is the other way now."""
    rows = list(phases)
    at = next((n for n, each in enumerate(rows) if each.key == key), None)
    if at is None or not 0 <= at + by < len(rows):
        return tuple(rows)
    first, second = sorted((at, at + by))
    early, late = rows[first], rows[second]
    if early.key in late.after:
        early = replace(early, after=early.after | {late.key})
    rows[first], rows[second] = replace(late, after=late.after - {early.key}), early
    return tuple(rows)


def documents(typed: Typed, items: Iterable[OfferedItem]) -> list[JsonObject]:
    """The phases as they are handed to the service. What belongs to each is what stands in it; a
    limit that is no number is 0, which the rules refuse by the phase's name.
    """
    held: dict[str, list[OfferedItem]] = {each.key: [] for each in typed.phases}
    for item in items:
        held.get(typed.within.get(item.code, ""), []).append(item)
    found: list[JsonObject] = []
    earlier: list[str] = []
    for each in typed.phases:
        own = held[each.key]
        codes = {code for item in own for code in item.offers}
        document: JsonObject = {
            "key": each.key,
            "name": each.name,
            "lead": each.lead,
            "limit": int(each.limit) if each.limit.isascii() and each.limit.isdigit() else 0,
            "items": [item.code for item in own],
            "offers": [code for code in typed.offers if code in codes],
            "outside": [item.code for item in own if item.code in typed.outside],
        }
        if not set(earlier) <= each.after:
            document["after"] = [key for key in earlier if key in each.after]
        found.append(document)
        earlier.append(each.key)
    return found


def shown_rows(typed: Typed) -> list[tuple[PhaseRow, list[tuple[PhaseRow, bool]]]]:
    """Each phase with those before it, and whether it waits for them."""
    return [
        (each, [(first, first.key in each.after) for first in typed.phases[:at]])
        for at, each in enumerate(typed.phases)
    ]


def item_rows(typed: Typed, offer: Offered) -> list[tuple[OfferedItem, str, bool]]:
    """Each item with the phase it stands in, and whether a third party reviews it."""
    keys = {each.key for each in typed.phases}
    return [
        (
            each,
            typed.within.get(each.code, "") if typed.within.get(each.code) in keys else "",
            each.code in typed.outside,
        )
        for each in offer.items
    ]
