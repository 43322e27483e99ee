"""What a batch would do, worked out by the same steps with nothing written."""

from onevisit.catalogue.models import Item
from onevisit.catalogue.rules.importing.drafts import ItemDraft
from onevisit.catalogue.services.exchange.batch import TaskBatch
from onevisit.directory import queries as directory
from onevisit.kernel.ids import new_id
from onevisit.kernel.types import JsonObject


class ForeseenBatch(TaskBatch):
    """Tasks that are only looked at; a department nobody knows yet has an id for the moment."""

    def _register(self) -> None:
        self._departments = {each.code: each.id for each in directory.departments()}
        for draft in self._wanted:
            self._departments.setdefault(draft.office.code, new_id())

    def _name_entries(self) -> None:
        pass

    def _propose(self, draft: ItemDraft, item: Item, document: JsonObject, identity: str) -> None:
        pass

    def _write(self) -> None:
        pass
