"""Which service point takes a thing in, looks at originals and hands out its results, by number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.definition import Material
from onevisit.catalogue.rules.points import PointAbility, PointAct
from onevisit.directory.rules import PlaceKind
from onevisit.guidance.rules.taking import CENTRE_ONLY, Taking, taking
from onevisit.guidance.web.things import Thing
from onevisit.ui.formatting import joined

_HANDS_IN = (Taking.WHOLE, Taking.PAPERS)


@dataclass(frozen=True)
class Taker:
    """One point under its number in the list."""

    number: int
    name: str
    phone: str
    looks: bool
    gives: bool
    sends: bool

    @property
    def does(self) -> str:
        """All it does, in words."""
        said = [_("收材料")]
        said += [_("看原件")] if self.looks else []
        said += [_("代收原件随袋送")] if self.sends else []
        said += [_("发结果")] if self.gives else []
        return joined(said)


def takers(thing: Thing) -> tuple[Taker, ...]:
    """The points at which it can be handed in, centres first, by code; two queries."""
    able = [each for each in catalogue.abilities() if _hands_in(each, thing)]
    kinds = list(PlaceKind)
    able.sort(key=lambda each: (kinds.index(each.point.kind), each.point.code))
    return tuple(_taker(n, each, thing.offer.code) for n, each in enumerate(able, 1))


def _hands_in(found: PointAbility, thing: Thing) -> bool:
    reached = catalogue.in_range(thing.pinned, found.point.region)
    return taking(found, thing.offer, in_range=reached) in _HANDS_IN


def _taker(number: int, found: PointAbility, code: str) -> Taker:
    looks = found.abilities.does(PointAct.IDENTIFY, code)
    return Taker(
        number=number,
        name=found.point.name,
        phone=found.point.phone,
        looks=looks,
        gives=found.abilities.gives(code),
        sends=not looks and found.sends_bags,
    )


def by_doing(found: Iterable[Taker]) -> list[tuple[str, str]]:
    """What points do, and those that do just this, each with its number."""
    alike: dict[str, list[str]] = {}
    for each in found:
        alike.setdefault(each.does, []).append(f"{each.number}\N{NO-BREAK SPACE}{each.name}")
    return [(does, joined(names)) for does, names in alike.items()]


def shown_at(material: Material, found: Sequence[Taker]) -> str:
    """Where an original is looked at; "" for what nobody must see."""
    windows = [mode for mode in material.modes if not mode.remote and mode.place == CENTRE_ONLY]
    if not found or not (windows or material.original_seen_at_collection):
        return ""
    looking = numbers([each.number for each in found if each.looks])
    said = [_("原件到 %(n)s 号网点看。") % {"n": looking}] if looking else []
    sending = numbers([each.number for each in found if each.sends])
    if sending and not material.original_seen_at_collection:
        said.append(_("%(n)s 号网点代收，随袋送去看。") % {"n": sending})
    return "".join(said)


def numbers(found: Sequence[int]) -> str:
    """`3`, `3、7`, `1–6、9`: runs are drawn together."""
    runs: list[list[int]] = []
    for each in found:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return joined(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
