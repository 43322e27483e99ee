"""What the formats share: codes, regions, limits, task types."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from onevisit.catalogue.rules.definition import Regime
from onevisit.catalogue.rules.importing.cells import Cells
from onevisit.catalogue.rules.importing.drafts import ItemDraft, Remark
from onevisit.catalogue.rules.importing.reading import Broken, Record
from onevisit.catalogue.rules.vocabulary import Level, TaskType
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.errors import Invalid
from onevisit.kernel.item_codes import ItemCode

Limit = tuple[int, DayUnit]

_LEVELS = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWN, 12: Level.VILLAGE}


@dataclass(frozen=True, slots=True)
class Profile:
    """One format: how its file is cut into records, and how a record becomes a draft."""

    name: str
    read: Callable[[Path, str], Iterator[Record | Broken]]
    draft: Callable[[int, Cells], ItemDraft]
    code_field: str


def item_code(cells: Cells, field: str) -> tuple[ItemCode, tuple[Remark, ...]]:
    """The code in its parts, and what looks wrong about it. Raises Invalid with `field`."""
    written = cells.text(field, longest=80, required=True)
    try:
        code = ItemCode.parse(written)
    except Invalid as refusal:
        raise Invalid(refusal.code, field=field, **refusal.facts) from refusal
    facts = {"length": len(code.department_code)}
    return code, tuple(Remark(field, warning, facts) for warning in code.warnings)


def task_type(cells: Cells, field: str, known: Mapping[str, TaskType]) -> tuple[TaskType, str]:
    """Ours and the source's own number. Raises Invalid `catalogue.row_unknown_type`."""
    written = cells.text(field, longest=8, required=True)
    ours = known.get(written.zfill(2))
    if ours is None:
        raise Invalid("catalogue.row_unknown_type", field=field, found=written)
    return ours, written


def region_code(cells: Cells, field: str) -> str:
    """Twelve digits from six to twelve. Raises Invalid `catalogue.row_bad_region`."""
    written = cells.text(field, longest=40, required=True)
    if not (written.isascii() and written.isdigit() and 6 <= len(written) <= 12):
        raise Invalid("catalogue.row_bad_region", field=field, found=written[:40])
    code = written.ljust(12, "0")
    if code.startswith("00"):
        raise Invalid("catalogue.row_bad_region", field=field, found=written[:40])
    return code


def level_of(region: str) -> Level:
    """The level that a region's code stands for."""
    width = len(region.rstrip("0"))
    return next(level for most, level in _LEVELS.items() if width <= most)


def regime(legal: Limit | None, promise: Limit | None, field: str) -> tuple[Regime, list[Remark]]:
    """The limits as one regime. A promise longer than the law allows is void, so it is left out;
    a legal limit in another unit than the promise's is kept in words only.
    """
    remarks: list[Remark] = []
    basis = ""
    unit = (promise or legal or (0, DayUnit.WORKING))[1]
    if legal and promise and legal[1] is not promise[1]:
        basis = f"法定时限 {legal[0]}（{legal[1].value}）"
        remarks.append(Remark(field, "catalogue.warn_units_differ", {"legal": basis}))
        legal = None
    if legal and promise and promise[0] > legal[0]:
        facts = {"promise": promise[0], "legal": legal[0]}
        remarks.append(Remark(field, "catalogue.warn_promise_over_legal", facts))
        promise = None
    found = Regime(
        unit=unit,
        legal=legal[0] if legal else None,
        promise=promise[0] if promise else None,
        basis=basis,
    )
    return found, remarks


def once(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in order."""
    return tuple(dict.fromkeys(values))
