"""What a batch would do, worked out by the same steps with nothing written."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from onevisit.catalogue.models import Item, ItemVersion, VersionState
from onevisit.catalogue.rules.exchange.model import guid_of
from onevisit.catalogue.rules.importing.drafts import ItemDraft
from onevisit.catalogue.services.exchange.batch import Held, Taken, Task, TaskBatch
from onevisit.directory import queries as directory
from onevisit.kernel.types import JsonObject

if TYPE_CHECKING:
    from onevisit.catalogue.services.exchange.applying import Wishes


class ForeseenBatch(TaskBatch):
    """Tasks that are only looked at; a department nobody knows yet has an id for the moment.

    `earlier` are rows of batches before this one that name the same items: what they would have
    made is what these rows find.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        wishes: "Wishes",
        taken: Taken = MappingProxyType({}),
        earlier: Sequence[Task] = (),
    ) -> None:
        super().__init__(tasks, wishes, taken)
        self._earlier = earlier
        self._known: dict[str, Held] = {}
        self._drafted: list[tuple[Item, ItemVersion]] = []

    def _held(self) -> dict[str, Held]:
        for task in self._earlier:
            before = ForeseenBatch([task], self._wishes)
            before._known = self._known
            before.apply()
            self._known = {**self._known, **before._left()}
        return {**super()._held(), **self._known}

    def _left(self) -> dict[str, Held]:
        """The items as these tasks would leave them, by code and by identity."""
        made = {version.item.code: version for version in self._versions}
        found = [Held(item, made.get(item.code), None) for item in self._created]
        found += [Held(item, made[item.code], None) for item in self._updated if item.code in made]
        found += [Held(item, None, None) for item, _number, _reason in self._retired]
        found += [Held(item, item.current, draft) for item, draft in self._drafted]
        return {
            name: held
            for held in found
            for name in (held.item.code, held.item.guid or guid_of(held.item.code))
        }

    def _register(self) -> None:
        self._departments = {each.code: each.id for each in directory.departments()}
        for draft in self._wanted:
            code = draft.office.code
            self._departments.setdefault(code, uuid5(NAMESPACE_OID, code))

    def _name_entries(self) -> None:
        pass

    def _propose(self, draft: ItemDraft, item: Item, document: JsonObject, identity: str) -> None:
        number = item.current.number + 1 if item.current else 1
        version = ItemVersion(item=item, number=number, document=document, digest=identity)
        version.state = VersionState.DRAFT
        self._drafted.append((item, version))

    def _write(self) -> None:
        pass
