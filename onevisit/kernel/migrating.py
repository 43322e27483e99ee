"""Migrations without needless drawing: tables made at once, models drawn alone.

Django draws every model that hangs together anew after each single operation of a migration:
150 tables with their constraints and keys took 16,000 drawings, four fifths of the time a new
database takes.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveIndex,
    RunPython,
    RunSQL,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced


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


_OF_ONE_TABLE = (
    *(AddConstraint, AddField, AddIndex, AtOnce, CreateModel, RemoveConstraint, RemoveIndex),
    *(RunPython, RunSQL),
)
"""What looks at no other model than its own, or, as RunPython, has all of them drawn first."""


class DrawingAlone(MigrationExecutor):
    """A migration whose operations each look at one table draws that model and no other.

    What the others hold of it is old until somebody looks: an operation of another kind draws all
    that refer to its model, by name, and Django draws all there are for code in a migration.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, *args: Any, **options: Any
    ) -> ProjectState:
        """Run a migration forwards."""
        app = migration.app_label
        if not all(_looks_at_one_table(app, each, state) for each in migration.operations):
            return super().apply_migration(state, migration, *args, **options)
        vars(state)["_find_reload_model"] = partial(_only_itself, state)
        try:
            return super().apply_migration(state, migration, *args, **options)
        finally:
            del vars(state)["_find_reload_model"]


def _looks_at_one_table(app_label: str, operation: Operation, state: ProjectState) -> bool:
    """A changed field concerns other tables where they refer to it."""
    if not isinstance(operation, AlterField):
        return isinstance(operation, _OF_ONE_TABLE)
    model, field = (app_label, operation.model_name_lower), operation.field
    return not field.unique and not (
        model in state.models and field_is_referenced(state, model, (operation.name, field))
    )


def _only_itself(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    state.is_delayed = True
    return {(app_label, model_name)}
