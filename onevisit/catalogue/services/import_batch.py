"""One batch of an import, saved with few statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.audit.rules import Act
from onevisit.audit.services import record_many
from onevisit.catalogue.models import Alias, CatalogueEntry, Item, ItemVersion, VersionState
from onevisit.catalogue.rules.events import CatalogueChanged
from onevisit.catalogue.rules.importing.drafts import ItemDraft, Outcome, RowResult
from onevisit.catalogue.rules.importing.formats import refused
from onevisit.catalogue.rules.parsing import to_json
from onevisit.catalogue.rules.publishing import item_findings
from onevisit.catalogue.services.publishing import fill_listing
from onevisit.directory import queries as directory
from onevisit.directory import services as directory_services
from onevisit.directory.rules import DepartmentDraft, RegionDraft
from onevisit.kernel import clock, events, rows
from onevisit.kernel.canonical import digest
from onevisit.kernel.ids import new_id
from onevisit.kernel.types import JsonObject

_CHANGING = (
    "name",
    "source_code",
    "entry",
    "department",
    "region",
    "current",
    "short_name",
    "served",
    "life_events",
    "applicable",
    "online_depth",
    "declared_visits",
    "promise",
    "promise_unit",
    "findings",
    "case_kind",
    "charged",
)


@dataclass(slots=True)
class _Held:
    """A row that exists already, locked, with the digest and the entry it stands for."""

    item: Item
    digest: str


class Batch:
    """Rows to save together, inside the caller's transaction."""

    def __init__(self, wanted: list[ItemDraft], source: str, actor: Actor) -> None:
        self._wanted = wanted
        self._source = source
        self._actor = actor
        self._now = clock.now()
        self._departments: dict[str, UUID] = {}
        self._created: list[Item] = []
        self._updated: list[Item] = []
        self._versions: list[ItemVersion] = []

    def save(self) -> list[RowResult]:
        """Write what differs and tell what became of each row."""
        held = self._lock()
        self._register()
        self._name_entries()
        results = [self._one(draft, held.get(draft.code.text)) for draft in self._wanted]
        self._write()
        return results

    def _lock(self) -> dict[str, _Held]:
        codes = [draft.code.text for draft in self._wanted]
        found = Item.objects.select_for_update().filter(code__in=codes).order_by("code")
        items = {row.code: row for row in found}
        digests = dict(
            ItemVersion.objects.filter(
                id__in=[row.current_id for row in items.values() if row.current_id]
            ).values_list("id", "digest")
        )
        return {
            code: _Held(row, digests.get(row.current_id, "") if row.current_id else "")
            for code, row in items.items()
        }

    def _register(self) -> None:
        """Regions and departments that are not known yet; known ones stay as they are."""
        offices = {draft.office.code: draft.office for draft in reversed(self._wanted)}
        known = directory.departments()
        self._departments = {each.code: each.id for each in known}
        new = [office for code, office in offices.items() if code not in self._departments]
        if not new:
            return
        held = {region.code for region in directory.regions()}
        regions = {each.region: each.region_name for each in new if each.region not in held}
        directory_services.register_regions(
            [RegionDraft(code, name) for code, name in regions.items()], actor=SYSTEM
        )
        taken = {each.uscc for each in known}
        drafts = []
        for office in new:
            uscc = office.uscc if office.uscc not in taken else None
            taken.add(uscc)
            drafts.append(
                DepartmentDraft(office.code, office.name, office.name[:40], office.region, uscc)
            )
        self._departments |= directory_services.register_departments(drafts, actor=SYSTEM)

    def _name_entries(self) -> None:
        entries = {draft.entry_code: draft for draft in reversed(self._wanted) if draft.entry_code}
        CatalogueEntry.objects.bulk_create(
            [
                CatalogueEntry(
                    code=code,
                    name=draft.entry_name,
                    task_type=draft.definition.task_type.value,
                    source_task_type=draft.source_task_type,
                )
                for code, draft in entries.items()
            ],
            ignore_conflicts=True,
        )

    def _one(self, draft: ItemDraft, held: _Held | None) -> RowResult:
        document = to_json(draft.definition)
        identity = digest(document)
        if held is None:
            item = Item(code=draft.code.text, item_code=draft.code.item, source=self._source)
            item.variant = draft.code.variant or ""
            self._publish(item, draft, document, identity)
            self._created.append(item)
            return self._result(draft, Outcome.IMPORTED)
        if held.item.source != self._source:
            reason = "catalogue.row_kept_here" if not held.item.source else "catalogue.row_of_other"
            return refused(draft.row, draft.code.text, "", reason, source=held.item.source)
        if held.digest == identity and self._same_row(held.item, draft):
            return self._result(draft, Outcome.UNCHANGED)
        if held.digest == identity:
            self._fill(held.item, draft)
        else:
            self._publish(held.item, draft, document, identity)
        self._updated.append(held.item)
        return self._result(draft, Outcome.UPDATED)

    def _result(self, draft: ItemDraft, outcome: Outcome) -> RowResult:
        return RowResult(draft.row, draft.code.text, outcome, remarks=draft.remarks)

    def _same_row(self, item: Item, draft: ItemDraft) -> bool:
        return (item.department_id, item.region_id, item.entry_id, item.source_code) == (
            self._departments[draft.office.code],
            draft.office.region,
            draft.entry_code or None,
            draft.source_code,
        )

    def _fill(self, item: Item, draft: ItemDraft) -> None:
        item.name = draft.definition.name
        item.source_code = draft.source_code
        item.entry_id = draft.entry_code or None
        item.department_id = self._departments[draft.office.code]
        item.region_id = draft.office.region
        fill_listing(item, draft.definition, item_findings(draft.definition))

    def _publish(self, item: Item, draft: ItemDraft, document: JsonObject, identity: str) -> None:
        version = ItemVersion(
            id=new_id(),
            item=item,
            number=1,
            state=VersionState.PUBLISHED,
            schema=draft.definition.schema,
            document=document,
            digest=identity,
            made_at=self._now,
            published_at=self._now,
            published_by=self._actor.user_id,
        )
        self._versions.append(version)
        self._fill(item, draft)
        item.current_id = version.id  # the key is checked when the transaction ends

    def _write(self) -> None:
        self._retire_old()
        rows.copy(self._created)
        rows.copy(self._versions)
        if self._updated:
            Item.objects.bulk_update(self._updated, _CHANGING)
        self._name_aliases()
        touched = [*self._created, *self._updated]
        acts = [*self._acts("import", self._created), *self._acts("reimport", self._updated)]
        record_many(acts, actor=self._actor)
        if touched:
            events.publish(CatalogueChanged(item_ids=tuple(item.id for item in touched)))

    def _retire_old(self) -> None:
        """The new version of an updated item takes the next number; its old one retires."""
        ids = [version.item_id for version in self._versions]
        olds = ItemVersion.objects.filter(item_id__in=ids)
        newest = dict(olds.values_list("item_id").annotate(newest=Max("number")))
        if not newest:
            return
        olds.filter(state=VersionState.PUBLISHED).update(state=VersionState.RETIRED)
        for version in self._versions:
            version.number = newest.get(version.item_id, 0) + 1

    def _name_aliases(self) -> None:
        changed = [version.item_id for version in self._versions]
        Alias.objects.filter(item_id__in=changed, source="definition").delete()
        phrases = {v.item_id: v.document.get("everyday", []) for v in self._versions}
        Alias.objects.bulk_create(
            [
                Alias(phrase=phrase, item_id=item_id, source="definition")
                for item_id, listed in phrases.items()
                for phrase in listed
            ],
            ignore_conflicts=True,
        )

    def _acts(self, verb: str, items: Iterable[Item]) -> list[Act]:
        return [
            Act(
                f"catalogue.{verb}",
                "catalogue.item",
                item.id,
                {"code": item.code, "source": self._source},
                item.department_id,
            )
            for item in items
        ]
