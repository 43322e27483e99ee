"""Enablers 支撑能力: what must work so that nobody has to come. An item names them, the register
says which of them do, from when, and what they cost.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import ItemDefinition, Mode
from onevisit.catalogue.rules.registers import refused
from onevisit.catalogue.rules.vocabulary import SourceKind
from onevisit.kernel.errors import Problem
from onevisit.kernel.money import MOST, Fen, parse_yuan

E = TypeVar("E", bound=StrEnum)
LONGEST = {"code": 60, "name": 100, "name_en": 120}
LONGEST_WHY = 500


class EnablerKind(StrEnum):
    """What it is."""

    DATA_SERVICE = "data_service"  # 数据接口: an office is asked instead of the applicant
    COURIER = "courier"  # 邮寄
    REMOTE_IDENTITY = "remote_identity"  # 远程核验身份
    E_SIGNATURE = "e_signature"  # 电子签名
    ONLINE_PAYMENT = "online_payment"  # 网上缴费
    E_LICENCE = "e_licence"  # 电子证照


class EnablerState(StrEnum):
    """Whether it works. Only what is open counts."""

    OPEN = "open"
    PLANNED = "planned"  # by a day that is named
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class EnablerDraft:
    """One enabler as it is to be kept. Costs are once and for each year, None where nobody knows
    yet; `department` is a code; `regions` are those where it is meant, none for everywhere.
    """

    code: str
    name: str
    name_en: str
    kind: EnablerKind
    department: str
    once: Fen | None
    yearly: Fen | None
    state: EnablerState
    planned_by: date | None
    regions: tuple[str, ...]
    why: str


def read_enabler(cells: Mapping[str, str], regions: Sequence[str] = ()) -> EnablerDraft:
    """What was typed, typed. Costs in 元. Raises Invalid `catalogue.register_refused` with
    `problems`, each at the name of its field.
    """
    told = {key: " ".join(text.replace("\0", "").split()) for key, text in cells.items()}
    problems = [*_lacking(told), *_lengths(told)]
    kind = _one_of(EnablerKind, told.get("kind", ""), "kind", problems)
    state = _one_of(EnablerState, told.get("state", ""), "state", problems)
    once, yearly = (_cost(told.get(each, ""), each, problems) for each in ("once", "yearly"))
    planned = _planned(told.get("planned_by", ""), state, problems)
    if problems or kind is None or state is None:
        raise refused(problems)
    return EnablerDraft(
        code=told["code"],
        name=told["name"],
        name_en=told.get("name_en", ""),
        kind=kind,
        department=told["department"],
        once=once,
        yearly=yearly,
        state=state,
        planned_by=planned,
        regions=tuple(sorted(set(regions))),
        why=told["why"],
    )


def _lacking(told: Mapping[str, str]) -> Iterator[Problem]:
    for each in ("code", "name", "kind", "department", "state", "why"):
        if not told.get(each):
            yield Problem(each, "catalogue.cell_missing")


def _lengths(told: Mapping[str, str]) -> Iterator[Problem]:
    for each, most in {**LONGEST, "why": LONGEST_WHY}.items():
        if len(told.get(each, "")) > most:
            yield Problem(each, "catalogue.cell_too_long", {"most": most})
    if " " in told.get("code", ""):
        yield Problem("code", "catalogue.cell_not_a_code", {"found": told["code"][:40]})


def _one_of(of: type[E], text: str, field: str, problems: list[Problem]) -> E | None:
    if text in list(of):
        return of(text)
    if text:
        problems.append(Problem(field, "catalogue.cell_unknown", {"found": text[:40]}))
    return None


def _cost(text: str, field: str, problems: list[Problem]) -> Fen | None:
    amount = parse_yuan(text) if text else None
    if text and (amount is None or amount > MOST):
        problems.append(Problem(field, "catalogue.cell_not_money", {"found": text[:40]}))
        return None
    return amount


def _planned(text: str, state: EnablerState | None, problems: list[Problem]) -> date | None:
    """The day is asked for where something is planned, and means nothing elsewhere."""
    if state is not EnablerState.PLANNED:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        code = "catalogue.cell_not_a_day" if text else "catalogue.cell_missing"
        problems.append(Problem("planned_by", code, {"found": text[:40]} if text else {}))
        return None


def enablers_of(item: ItemDefinition) -> dict[str, str]:
    """What the item names as an enabler, each with the first place (JSON pointer) that does."""
    found: dict[str, str] = {}
    for at, step in enumerate(item.steps):
        for name in _needed(step.modes):
            found.setdefault(name, f"/steps/{at}/modes")
    for at, material in enumerate(item.materials):
        source = material.source
        if source.service and source.kind in (SourceKind.FETCHED, SourceKind.ISSUED):
            found.setdefault(source.service, f"/materials/{at}/source/service")
        for name in _needed(material.modes):
            found.setdefault(name, f"/materials/{at}/modes")
    return found


def enablers_of_offer(offer: Offer) -> frozenset[str]:
    """What any of its parts names."""
    return frozenset(name for part in offer.parts for name in enablers_of(part.item))


def _needed(modes: Sequence[Mode]) -> Iterator[str]:
    for mode in modes:
        yield from mode.needs
