"""What the cells of one row say, as changes of a definition; and the columns read together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from onevisit.catalogue.rules.definition import ItemDefinition, ResultSpec
from onevisit.catalogue.rules.exchange import composite
from onevisit.catalogue.rules.exchange.codecs import Flag, Number, Unreadable, parted
from onevisit.catalogue.rules.exchange.markup import has_markup
from onevisit.catalogue.rules.exchange.model import Column, Row
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.importing.drafts import Remark
from onevisit.catalogue.rules.importing.materials import material_key
from onevisit.catalogue.rules.importing.profiles import once
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.vocabulary import PayWay
from onevisit.kernel.calendar import DayUnit

N = TypeVar("N", bound=Node)
MOST_DAYS = 3_650
_DAYS, _FLAG = Number(0, MOST_DAYS), Flag()
UNNAMED = "办理结果"
CHARGED, FREE = "收费", "不收费"


@dataclass(slots=True)
class Reader:
    """A row being read: what it changes by dotted path, and what looked odd."""

    row: Row
    profile: Profile
    remarks: list[Remark] = field(default_factory=list)

    def has(self, *names: str) -> bool:
        """Whether the file has one of these columns."""
        return any(name in self.row for name in names)

    def value(self, column: Column) -> Any:
        """The value of a cell. Raises Unreadable."""
        cell = self.row[column.name]
        if has_markup(cell):
            self.odd(column.name, "catalogue.warn_markup")
        return column.codec.read(cell, self.profile)

    def changes(self, columns: Iterable[Column]) -> dict[str, Any]:
        """Path → value of the columns that stand for one place each."""
        found: dict[str, Any] = {}
        for column in columns:
            cell = self.row.get(column.name) if column.place else None
            if cell is None or (column.required and not cell.strip()):
                continue
            try:
                value = self.value(column)
            except Unreadable as problem:
                self.odd(column.name, "catalogue.warn_unknown_code", found=problem.found)
                continue
            if value != () or not column.required:
                found[column.place] = value
        return found

    def number(self, name: str, held: int | None, codec: Number = _DAYS) -> int | None:
        """A number, None for none; `held` where the file has no such column or it is unreadable."""
        if name not in self.row:
            return held
        try:
            found = codec.read(self.row[name], self.profile)
        except Unreadable as problem:
            self.odd(name, "catalogue.warn_unknown_code", found=problem.found)
            return held
        return found if isinstance(found, int) else None

    def flag(self, name: str, held: bool | None) -> bool | None:
        """Yes, no, or not said; `held` where it is unreadable."""
        try:
            found = _FLAG.read(self.row.get(name, ""), self.profile)
        except Unreadable as problem:
            self.odd(name, "catalogue.warn_unknown_code", found=problem.found)
            return held
        return None if found is None else bool(found)

    def unit(self, name: str, days: str, held: DayUnit) -> DayUnit:
        """The unit of the limit in the column `days`, written in a column of its own or behind the
        number; working days where neither says it, `held` where the file has neither column.
        """
        if not self.has(name, days):
            return held
        cell = self.row.get(name, "").strip()
        found = self.profile.into("day_unit", cell) if cell else None
        if cell and found is None:
            self.odd(name, "catalogue.warn_unknown_code", found=cell[:40])
        behind = next((each for each in DayUnit if each.value in self.row.get(days, "")), None)
        if found and behind and behind.value != found:
            self.odd(days, "catalogue.warn_units_contradict", found=self.row[days][:40])
        return DayUnit(found) if found else behind or (held if cell else DayUnit.WORKING)

    def odd(self, name: str, code: str, **facts: object) -> None:
        """Remember something odd."""
        self.remarks.append(Remark(name, code, facts))


def applied(node: N, changes: dict[str, Any]) -> N:
    """The node with these values at these paths."""
    own: dict[str, Any] = {}
    below: dict[str, dict[str, Any]] = {}
    for path, value in changes.items():
        head, _, rest = path.partition(".")
        if rest:
            below.setdefault(head, {})[rest] = value
        else:
            own[head] = value
    for head, more in below.items():
        own[head] = applied(getattr(node, head), more)
    return msgspec.structs.replace(node, **own) if own else node


def limits(reader: Reader, base: ItemDefinition) -> dict[str, Any]:
    """Both limits with their units. A promise longer than the law allows is void; a legal limit in
    another unit than the promise is kept beside it.
    """
    if not reader.has("anticipate_day", "anticipate_type", "promise_day", "promise_type"):
        return {}
    was = base.national.legal_unit or base.regime.unit
    apart = base.national.legal_days
    legal = reader.number("anticipate_day", base.regime.legal if apart is None else apart)
    promise = reader.number("promise_day", base.regime.promise)
    legal_unit = reader.unit("anticipate_type", "anticipate_day", was)
    unit = reader.unit("promise_type", "promise_day", base.regime.unit)
    if promise is None:
        unit = legal_unit if legal is not None else base.regime.unit
    found: dict[str, Any] = {"regime.unit": unit, "regime.legal": legal}
    found |= {"national.legal_unit": None, "national.legal_days": None}
    if legal is not None and promise is not None and legal_unit is not unit:
        found["regime.legal"] = None
        found |= {"national.legal_unit": legal_unit, "national.legal_days": legal}
    elif legal is not None and promise is not None and promise > legal:
        reader.odd("promise_day", "catalogue.warn_promise_over_legal", promise=promise, legal=legal)
        promise = None
    return {**found, "regime.promise": promise}


def flow(reader: Reader, base: ItemDefinition) -> dict[str, Any]:
    """The process in words, unless the steps say the same."""
    cell = reader.row.get("handle_flow")
    if cell is None or cell == composite.flow_of(base) or (not cell and base.steps):
        return {}
    own = applied(base, {"national.handle_flow": ""})
    return {"national.handle_flow": "" if cell == composite.flow_of(own) else cell}


def charge(reader: Reader, base: ItemDefinition) -> dict[str, Any]:
    """Whether anything is charged, where fees and words do not say so already."""
    if not reader.has("is_fee"):
        return {}
    wanted = reader.flag("is_fee", composite.charges(base))
    if wanted is composite.charges(base):
        return {}
    if base.fees:
        reader.odd("is_fee", "catalogue.warn_fee_contradicts")
        return {}
    return {"fee": "" if wanted is None else CHARGED if wanted else FREE}


def results(reader: Reader, base: ItemDefinition) -> dict[str, Any]:
    """Results by name; one of the same name keeps what no column can say of it."""
    if not reader.has("result_name", "result_type", "result_guid"):
        return {}
    names = [each.name for each in base.results]
    if reader.has("result_name"):
        names = parted(reader.row["result_name"])
    kinds = [_kind(reader, each) for each in parted(reader.row.get("result_type", ""))]
    samples = parted(reader.row.get("result_guid", ""))
    if not names and (any(kinds) or any(samples)):
        reader.odd("result_name", "catalogue.warn_result_unnamed")
        names = [UNNAMED]
    left = list(base.results)
    found: dict[str, ResultSpec] = {}
    for index, name in enumerate(names):
        spec = _placed(left, len(names), name)
        key, count = spec.key, 1
        while key in found:
            count += 1
            key = f"{spec.key}-{count}"
        kind = _at(kinds, index) if reader.has("result_type") else spec.kind
        sample = _at(samples, index) if reader.has("result_guid") else spec.sample
        found[key] = msgspec.structs.replace(
            spec, key=key, name=name or UNNAMED, kind=kind, sample=sample
        )
    return {"results": tuple(found.values())}


def _placed(left: list[ResultSpec], count: int, name: str) -> ResultSpec:
    """The result of that name, the only one under a new name, or a new one."""
    same = next((each for each in left if each.name == name), None)
    if same is None and len(left) == 1 and count == 1:
        same = left[0]
    if same is not None:
        left.remove(same)
        return same
    return ResultSpec(key=f"r-{material_key(name or UNNAMED)}", name=name)


def _kind(reader: Reader, written: str) -> str:
    return (reader.profile.into("result_type", written) or "") if written else ""


def _at(values: list[str], index: int) -> str:
    """One value for all, or each its own."""
    if len(values) == 1:
        return values[0]
    return values[index] if index < len(values) else ""


def paying(reader: Reader, base: ItemDefinition) -> dict[str, Any]:
    """Whether fees can be paid online: said of each fee, or of the item where there is none."""
    if not reader.has("is_pay_online"):
        return {}
    wanted = reader.flag("is_pay_online", composite.pays_online(base))
    if wanted is composite.pays_online(base):
        return {}
    if not base.fees or wanted is None or not (wanted or any(each.ways for each in base.fees)):
        return {"national.pay_online": wanted}
    ways = [
        (PayWay.ONLINE, *each.ways) if wanted else _without_online(each.ways) for each in base.fees
    ]
    return {
        "fees": tuple(
            msgspec.structs.replace(fee, ways=once(each))
            for fee, each in zip(base.fees, ways, strict=True)
        ),
        "national.pay_online": None,
    }


def _without_online(ways: tuple[PayWay, ...]) -> tuple[PayWay, ...]:
    return tuple(each for each in ways if each is not PayWay.ONLINE) or (PayWay.WINDOW,)


def online(reader: Reader, base: ItemDefinition) -> dict[str, Any]:
    """Whether it can be done online, where the depth means something else."""
    wanted = reader.flag("is_online", None) if reader.has("is_online") else None
    if wanted is None:
        return {}
    own = applied(base, {"national.online": None})
    return {"national.online": None if composite.goes_online(own) is wanted else wanted}


def themes(reader: Reader, base: ItemDefinition) -> dict[str, Any]:
    """Themes of both columns, and which stands where if that is not plain."""
    if not reader.has("user_topic_type", "corp_topic_type"):
        return {}
    persons, legal = held = composite.shared_out(base)
    if reader.has("user_topic_type"):
        persons = _topics(reader.row["user_topic_type"])
    if reader.has("corp_topic_type"):
        legal = _topics(reader.row["corp_topic_type"])
    if (persons, legal) == held:
        return {}
    found: dict[str, Any] = {
        "themes": once((*persons, *legal)),
        "national.person_themes": (),
        "national.corporate_themes": (),
    }
    if composite.shared_out(applied(base, found)) != (persons, legal):
        found |= {"national.person_themes": persons, "national.corporate_themes": legal}
    return found


def _topics(cell: str) -> tuple[str, ...]:
    return once(each.strip() for each in _BETWEEN.split(cell) if each.strip())


_BETWEEN = re.compile(r"[,，;；、^|\n](?![^（(]{0,60}[）)])")
"""Marks between themes; 社会保障（社会保险、社会救助） is one."""
