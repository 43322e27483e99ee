"""One batch of tasks, each merged into what stands and saved with few statements."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
from django.db.models import Max, Q
from django.db.models.functions import MD5

from onevisit.accounts.rules import SYSTEM, Permission, Scope
from onevisit.audit.rules import Act
from onevisit.audit.services import record_many
from onevisit.catalogue.models import Bundle, Item, ItemVersion, VersionEvent, VersionState
from onevisit.catalogue.rules.checks import check_item
from onevisit.catalogue.rules.definition import ItemDefinition, Regime
from onevisit.catalogue.rules.events import CatalogueChanged
from onevisit.catalogue.rules.exchange.merging import Merged, Told, merged
from onevisit.catalogue.rules.exchange.model import Operation, guid_of
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.exchange.tables import column_of
from onevisit.catalogue.rules.importing.drafts import ItemDraft, Outcome, Remark
from onevisit.catalogue.rules.importing.profiles import level_of
from onevisit.catalogue.rules.parsing import parse_item, to_json
from onevisit.catalogue.rules.versions import OPEN, VersionMove
from onevisit.catalogue.rules.vocabulary import TaskState
from onevisit.catalogue.services.exchange.naming import Offices, entry_of
from onevisit.catalogue.services.exchange.reporting import Line
from onevisit.catalogue.services.holding import take_hand
from onevisit.catalogue.services.import_batch import Batch
from onevisit.catalogue.services.references import resolve, save_refs
from onevisit.directory import queries as directory
from onevisit.directory import services as directory_services
from onevisit.directory.rules import RegionDraft
from onevisit.kernel import events
from onevisit.kernel.canonical import digest
from onevisit.kernel.errors import Invalid
from onevisit.kernel.ids import new_id
from onevisit.kernel.item_codes import ItemCode
from onevisit.kernel.types import JsonObject

if TYPE_CHECKING:
    from onevisit.catalogue.services.exchange.applying import Wishes

SOURCE = "national"
"""The source of items that the national tables keep."""

_NUMBER = re.compile(r"[Vv]?([0-9]{1,8})(?:\.0*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Task:
    """An item as the files name it, with its rows; without `basic` only rows that belong to it."""

    guid: str
    code: str
    basic: Told | None
    rows: tuple[Told, ...]

    @property
    def first(self) -> Told:
        """The row its line in the report is about."""
        return self.basic or self.rows[0]


Taken = Mapping[tuple[str, int], int]
"""File and line of a row whose code another item has in an earlier one, and that one's line."""


@dataclass(slots=True)
class Held:
    """A row that exists already, locked, with what it stands for now."""

    item: Item
    current: ItemVersion | None
    draft: ItemVersion | None


class Skipped(Exception):
    """This task ends here with that outcome."""

    def __init__(
        self, outcome: Outcome, reason: str = "", field: str = "", **facts: object
    ) -> None:
        super().__init__(reason)
        self.outcome, self.reason, self.field, self.facts = outcome, reason, field, facts


class TaskBatch(Batch):
    """Tasks to save together, inside the caller's transaction."""

    def __init__(
        self, tasks: Sequence[Task], wishes: "Wishes", taken: Taken = MappingProxyType({})
    ) -> None:
        super().__init__([], SOURCE, wishes.actor)
        self._tasks = tasks
        self._taken = taken
        self._wishes = wishes
        self._retired: list[tuple[Item, int, str]] = []
        self._numbers: dict[object, int] = {}
        self._guids: dict[str, str] = {}

    def apply(self) -> list[Line]:
        """Write what differs; the lines of the report."""
        held = self._held()
        offices = Offices(self._wishes.region)
        lines: list[Line] = []
        drafts: list[tuple[Task, ItemDraft, Held | None, list[Line]]] = []
        seen: dict[str, Task] = {}
        for task in self._tasks:
            try:
                draft, more = self._draft(task, self._of(task, held), offices)
                self._once(draft, task, seen)
            except Skipped as end:
                lines.append(_line(task, end))
                continue
            except Invalid as refusal:
                field = refusal.field or ""
                lines.append(
                    _line(task, Skipped(Outcome.REFUSED, refusal.code, field, **refusal.facts))
                )
                continue
            drafts.append((task, draft, self._of(task, held), more))
        self._wanted = [draft for _, draft, _, _ in drafts]
        self._register()
        self._name_entries()
        for task, draft, old, more in drafts:
            lines += [self._kept(task, draft, old, _refused(more)), *more]
        self._write()
        return lines

    # -- what stands -----------------------------------------------------------------------------

    def _held(self) -> dict[str, Held]:
        """Items by code and by identity, locked in the order of their codes."""
        codes = {_code(task) for task in self._tasks} - {""}
        guids = {task.guid for task in self._tasks}
        rows = list(
            Item.objects.select_for_update()
            .alias(derived=MD5("code"))
            .filter(Q(code__in=codes) | Q(guid__in=guids) | Q(derived__in=guids))
            .order_by("code")
        )
        versions = ItemVersion.objects.filter(
            Q(id__in=[row.current_id for row in rows if row.current_id])
            | Q(item_id__in=[row.id for row in rows if not row.source], state__in=OPEN)
        )
        by_item: dict[object, dict[str, ItemVersion]] = {}
        for version in versions:
            kind = VersionState.DRAFT if version.is_open else VersionState.PUBLISHED
            by_item.setdefault(version.item_id, {})[kind] = version
        found: dict[str, Held] = {}
        for row in rows:
            own = by_item.get(row.id, {})
            held = Held(row, own.get(VersionState.PUBLISHED), own.get(VersionState.DRAFT))
            found[row.code] = held
            found.setdefault(row.guid or guid_of(row.code), held)
        return found

    def _of(self, task: Task, held: dict[str, Held]) -> Held | None:
        return held.get(_code(task)) or held.get(task.guid)

    # -- one task --------------------------------------------------------------------------------

    def _draft(
        self, task: Task, held: Held | None, offices: Offices
    ) -> tuple[ItemDraft, list[Line]]:
        """The item as it would be. Raises Skipped, Invalid."""
        self._ours(task, held)
        if held is not None:
            self._within(held.item.region_id)
        if why := _ends(task, self._wishes.profile):
            raise self._retiring(held, why)
        code = _parsed(held.item.code if held else _code(task))
        base = _base(held, code)
        rows = [task.basic, *task.rows] if task.basic else list(task.rows)
        found = merged(base, rows, self._wishes.profile, whole=self._wishes.whole)
        cells = task.basic.row if task.basic else {}
        remarks = list(found.remarks.get((task.first.file, task.first.number), ()))
        entry, catalogue_code = entry_of(code, cells, held.item if held else None, remarks)
        office = offices.of(cells, task.rows, held.item if held else None, code, remarks)
        self._within(office.region)
        definition = found.definition
        if catalogue_code is not None:
            definition = msgspec.structs.replace(definition, catalogue_code=catalogue_code)
        if held is None and not cells.get("use_level", "").strip():
            definition = msgspec.structs.replace(definition, level=level_of(office.region))
        problems = check_item(definition).problems
        if problems:
            worst = problems[0]
            field = column_of(worst.place, task.first.table)
            raise Skipped(Outcome.REFUSED, worst.code, field, **dict(worst.facts))
        self._remember(task, code, definition)
        about = {"length": len(code.department_code)}
        draft = ItemDraft(
            row=task.first.number,
            code=code,
            source_code=_code(task) or code.text,
            entry_code=entry,
            entry_name=definition.name,
            source_task_type=cells.get("task_type", "").strip()[:8],
            office=office,
            definition=definition,
            remarks=(*(Remark("task_code", each, about) for each in code.warnings), *remarks),
        )
        return draft, _more_lines(task, found, code.text)

    def _ours(self, task: Task, held: Held | None) -> None:
        """Whether the rows may be about this item. Raises Skipped."""
        if held is None and task.basic is None:
            raise Skipped(Outcome.REFUSED, "catalogue.row_without_task", "task_guid")
        if first := self._taken.get((task.first.file, task.first.number)):
            raise Skipped(Outcome.REFUSED, "catalogue.row_duplicate", "task_code", first=first)
        if held is not None and held.item.source not in ("", SOURCE):
            raise Skipped(Outcome.REFUSED, "catalogue.row_of_other", source=held.item.source)

    def _within(self, region: str) -> None:
        """Nobody's file changes what another place keeps. Raises Skipped."""
        if not self._actor.may(Permission.CATALOGUE_PUBLISH, Scope(None, region)):
            raise Skipped(Outcome.REFUSED, "catalogue.row_elsewhere", region=region)

    def _remember(self, task: Task, code: ItemCode, definition: ItemDefinition) -> None:
        """Identity and number that the file gives."""
        if task.basic is None:
            return
        guid = task.basic.row.get("row_guid", "").strip()[:64]
        self._guids[code.text] = "" if guid in ("", guid_of(code.text)) else guid
        match = _NUMBER.fullmatch(task.basic.row.get("task_version", "").strip())
        if match:
            self._numbers[code.text] = int(match[1])

    def _once(self, draft: ItemDraft, task: Task, seen: dict[str, Task]) -> None:
        first = seen.setdefault(draft.code.text, task)
        if first is not task:
            raise Skipped(
                Outcome.REFUSED, "catalogue.row_duplicate", "task_code", first=first.first.number
            )

    def _retiring(self, held: Held | None, reason: str) -> Skipped:
        if held is None or held.current is None:
            return Skipped(Outcome.UNCHANGED)
        if not held.item.source and not self._wishes.publish:  # two people end what is kept here
            return Skipped(Outcome.REFUSED, "catalogue.row_kept_here", "cd_operation")
        entry = held.item.entry_id
        if entry and Bundle.objects.filter(current__refs__entry_id=entry).exists():
            return Skipped(Outcome.REFUSED, "catalogue.row_in_bundle", "cd_operation")
        self._retired.append((held.item, held.current.number, reason))
        return Skipped(Outcome.RETIRED)

    def _register(self) -> None:
        """Places of the items as well as those of new departments."""
        wanted = {draft.office.region: draft.office.region_name for draft in self._wanted}
        held = {region.code for region in directory.regions()}
        new = [RegionDraft(code, name) for code, name in wanted.items() if code not in held]
        if new:
            directory_services.register_regions(new, actor=SYSTEM)
        super()._register()

    # -- saving ----------------------------------------------------------------------------------

    def _kept(self, task: Task, draft: ItemDraft, held: Held | None, refused: int) -> Line:
        document = to_json(draft.definition)
        guid = self._guids.get(draft.code.text)
        remarks = draft.remarks
        if held is None:
            item = Item(code=draft.code.text, item_code=draft.code.item, source=SOURCE)
            item.variant = draft.code.variant or ""
            item.guid = guid or ""
            self._publish(item, draft, document, digest(document))
            self._created.append(item)
            outcome = Outcome.IMPORTED
        elif not held.item.source and not self._wishes.publish:
            try:
                outcome, remarks = self._proposed(draft, held, document)
            except Skipped as end:
                return _line(task, end)
        else:
            outcome, remarks = self._changed(draft, held, document, guid)
        return Line(
            task.first.file,
            draft.row,
            draft.code.text,
            outcome,
            remarks=remarks,
            along=_along(task) - refused,
        )

    def _changed(
        self, draft: ItemDraft, held: Held, document: JsonObject, guid: str | None
    ) -> tuple[Outcome, tuple[Remark, ...]]:
        old = held.current.digest if held.current else ""
        identity = digest(document)
        item = held.item
        same_guid = guid is None or guid == item.guid
        if old == identity and same_guid and self._same_row(item, draft):
            return Outcome.UNCHANGED, draft.remarks
        item.guid = item.guid if guid is None else guid
        item.source = SOURCE if not item.source else item.source
        if old == identity:
            self._fill(item, draft)
        else:
            self._publish(item, draft, document, identity)
        self._updated.append(item)
        return Outcome.UPDATED, (*draft.remarks, *_beyond(draft.definition))

    def _proposed(
        self, draft: ItemDraft, held: Held, document: JsonObject
    ) -> tuple[Outcome, tuple[Remark, ...]]:
        """What is kept here is not overwritten: the change becomes a draft for somebody to read."""
        identity = digest(document)
        if held.current is not None and held.current.digest == identity:
            return Outcome.UNCHANGED, draft.remarks
        if held.draft is not None:
            if held.draft.digest == identity:
                return Outcome.UNCHANGED, draft.remarks
            raise Skipped(Outcome.REFUSED, "catalogue.row_draft_open", number=held.draft.number)
        self._propose(draft, held.item, document, identity)
        return Outcome.PROPOSED, (*draft.remarks, *_beyond(draft.definition))

    def _propose(self, draft: ItemDraft, item: Item, document: JsonObject, identity: str) -> None:
        """Keep the change as a draft."""
        newest = ItemVersion.objects.filter(item=item).aggregate(n=Max("number"))["n"] or 0
        version = ItemVersion(
            id=new_id(),
            item=item,
            number=newest + 1,
            state=VersionState.DRAFT,
            schema=draft.definition.schema,
            document=document,
            digest=identity,
            made_at=self._now,
            made_by_name=self._actor.name[:100],
        )
        take_hand(version, self._actor)
        version.save(force_insert=True)
        save_refs(version, resolve(draft.definition))
        facts = {"code": item.code, "version": version.number, "source": SOURCE}
        act = Act("catalogue.propose", "catalogue.item", item.id, facts, item.department_id)
        record_many([act], actor=self._actor)

    def _write(self) -> None:
        super()._write()
        if not self._retired:
            return
        items = [item for item, _, _ in self._retired]
        ItemVersion.objects.filter(item__in=items, state=VersionState.PUBLISHED).update(
            state=VersionState.RETIRED
        )
        Item.objects.filter(id__in=[item.id for item in items]).update(current=None)
        VersionEvent.objects.bulk_create(
            VersionEvent(
                item=item,
                number=number,
                move=VersionMove.RETIRE.value,
                at=self._now,
                by=self._actor.user_id,
                by_name=self._actor.name[:100],
                reason=reason,
                facts={"source": SOURCE},
            )
            for item, number, reason in self._retired
        )
        record_many(
            [
                Act(
                    "catalogue.retire",
                    "catalogue.item",
                    item.id,
                    {"code": item.code, "source": SOURCE, "reason": reason},
                    item.department_id,
                )
                for item, _, reason in self._retired
            ],
            actor=self._actor,
        )
        events.publish(CatalogueChanged(item_ids=tuple(item.id for item in items)))

    def _retire_old(self) -> None:
        """As for other imports, but a higher number that the file gives is kept."""
        super()._retire_old()
        for version in self._versions:
            wanted = self._numbers.get(version.item.code, 0)
            version.number = max(version.number, wanted)


def _code(task: Task) -> str:
    """The item's code as the row has it, in its one form where it has one."""
    row = task.basic.row if task.basic else {}
    code = (row.get("task_handle_item") or row.get("task_code") or task.code).strip()
    try:
        return ItemCode.parse(code).text
    except Invalid:
        return code


def _parsed(code: str) -> ItemCode:
    """Raises Invalid with `field`."""
    if not code:
        raise Invalid("catalogue.row_missing_field", field="task_code")
    try:
        return ItemCode.parse(code)
    except Invalid as refusal:
        raise Invalid(refusal.code, field="task_code", **refusal.facts) from refusal


def _ends(task: Task, profile: Profile) -> str:
    """Why the item ends with this row, if it does."""
    if task.basic is None:
        return ""
    if task.basic.operation is Operation.DELETE:
        return "cd_operation D"
    state = task.basic.row.get("task_state", "").strip()
    ended = profile.into("task_state", state) == TaskState.CANCELLED
    return f"task_state {state}" if ended else ""


def _base(held: Held | None, code: ItemCode) -> ItemDefinition:
    if held is not None and held.current is not None:
        return parse_item(held.current.document)
    return ItemDefinition(code=code.text, name="", regime=Regime(legal=None))


def _along(task: Task) -> int:
    return len(task.rows) - (0 if task.basic else 1)


def _line(task: Task, end: Skipped) -> Line:
    return Line(
        task.first.file,
        task.first.number,
        task.code or task.guid,
        end.outcome,
        end.field,
        end.reason,
        end.facts,
        along=_along(task),
    )


def _more_lines(task: Task, found: Merged, code: str) -> list[Line]:
    """Rows beside the first that were refused, or look odd and are counted with their task."""
    first = (task.first.file, task.first.number)
    lines = [
        Line(file, number, code, Outcome.REFUSED, field, reason)
        for (file, number), (field, reason) in found.refused.items()
    ]
    lines += [
        Line(file, number, code, Outcome.NOTED, remarks=tuple(remarks), along=-1)
        for (file, number), remarks in found.remarks.items()
        if remarks and (file, number) != first
    ]
    return lines


def _refused(lines: Iterable[Line]) -> int:
    return sum(each.outcome is Outcome.REFUSED for each in lines)


_BEYOND = ("questions", "steps", "form")


def _beyond(definition: ItemDefinition) -> tuple[Remark, ...]:
    """What the tables cannot say and an update has left as it was."""
    counts: Counter[str] = Counter()
    for name in _BEYOND:
        counts[name] = len(getattr(definition, name))
    kept = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    return (Remark("", "catalogue.warn_kept_beyond", {"kept": kept}),) if kept else ()
