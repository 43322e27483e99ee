"""The tables of one migration, made at once.

Django draws every model that hangs together anew after each single operation of a migration:
150 tables with their constraints and keys took 12,000 drawings, four fifths of the time a new
database takes.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """New tables and what the same migration adds to them: each is made as it is at the end."""

    def __init__(
        self, operations: Sequence[CreateModel | AddField | AddIndex | AddConstraint]
    ) -> None:
        self.operations = operations
        self._tables = [each for each in operations if isinstance(each, CreateModel)]
        new = {table.name_lower for table in self._tables}
        for each in operations:
            if not isinstance(each, CreateModel) and each.model_name_lower not in new:
                raise ValueError(f"{each.describe()}: of a table that is not made here")

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Every operation in turn, unseen; then what they made is drawn."""
        drawn = state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)
        if drawn is not None:
            state.__dict__["apps"] = drawn
            state.reload_models(
                [(app_label, table.name_lower) for table in self._tables], delay=False
            )

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The tables, with all their columns, constraints and indexes."""
        for table in self._tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The tables go, the last first."""
        for table in reversed(self._tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate` says that it does."""
        return f"Create {', '.join(table.name for table in self._tables)}"
