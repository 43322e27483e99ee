"""The migrations say what the models say, have names, and import no room."""

import ast
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.architecture import source


@pytest.mark.django_db
def test_no_model_changed_without_a_migration() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"makemigrations would write:\n{said.getvalue()}")


def migrations() -> list[ast.Module]:
    return [source.tree(path) for path in sorted(source.HOUSE.glob("*/migrations/0*.py"))]


def test_migrations_have_names() -> None:
    files = [path.stem for path in source.HOUSE.glob("*/migrations/0*.py")]
    assert files
    assert [name for name in files if "_auto_" in name] == []


def test_migrations_import_no_services_and_no_models() -> None:
    """They must still run when the code has moved on; field classes are the exception."""
    allowed = ("onevisit.kernel.", "onevisit.accounts.models.sealing")
    imported = [
        node.module
        for tree in migrations()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onevisit.")
    ]
    assert [name for name in imported if name and not name.startswith(allowed)] == []


def tables(state: ProjectState) -> dict[tuple[str, str], object]:
    def told(model: ModelState) -> object:
        fields = {name: field.deconstruct()[1:] for name, field in model.fields.items()}
        rules = ("indexes", "constraints")
        named = {rule.name: rule for kind in rules for rule in model.options.get(kind) or ()}
        others = {key: each for key, each in model.options.items() if each and key not in rules}
        return fields, named, others

    return {key: told(model) for key, model in state.models.items()}


@pytest.mark.django_db
def test_squashed_migrations_make_what_the_single_ones_made() -> None:
    squashed = MigrationLoader(connection, replace_migrations=True)
    single = MigrationLoader(connection, replace_migrations=False)
    for key, migration in single.replacements.items():
        single.graph.remove_replacement_node(key, migration.replaces)
    assert single.replacements
    assert tables(squashed.project_state()) == tables(single.project_state())
