"""What a profile makes of a row, and what became of it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.kernel.item_codes import ItemCode


@dataclass(frozen=True, slots=True)
class Office:
    """A department as an import names it; `uscc` only where its check character is right."""

    code: str
    name: str
    region: str
    region_name: str
    uscc: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd in a field that does not forbid the import; `code` is worded like an error."""

    field: str
    code: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One item as the source describes it. `row` is its line in the file, from 1."""

    row: int
    code: ItemCode
    source_code: str
    entry_code: str
    entry_name: str
    source_task_type: str
    office: Office
    definition: ItemDefinition
    remarks: tuple[Remark, ...] = ()


class Outcome(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    RETIRED = "retired"  # the source says that it ended
    PROPOSED = "proposed"  # kept here: the change waits as a draft
    NOTED = "noted"  # a remark on a row that went the way of its item


@dataclass(frozen=True, slots=True)
class RowResult:
    """One line of the report. A refused row says which field and why."""

    row: int
    code: str
    outcome: Outcome
    field: str = ""
    reason: str = ""
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Summary:
    """How many rows came to what."""

    counts: dict[Outcome, int] = dataclasses.field(
        default_factory=lambda: dict.fromkeys(Outcome, 0)
    )
    remarks: int = 0

    def add(self, result: RowResult) -> None:
        """Count one row."""
        self.counts[result.outcome] += 1
        self.remarks += len(result.remarks)

    @property
    def rows(self) -> int:
        """All rows of the file."""
        return sum(self.counts.values())

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.counts[Outcome.IMPORTED] or self.counts[Outcome.UPDATED])
