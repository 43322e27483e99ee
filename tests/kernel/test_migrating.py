"""Models drawn alone while a database is made: what comes of it is what Django makes."""

from typing import Any

import pytest
from django.db import connection, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState, StateApps

from onevisit.kernel.migrating import DrawingAlone

KEY = ("id", models.BigAutoField(primary_key=True))
TOLD = """
    SELECT table_name || '.' || column_name, data_type || is_nullable
    FROM information_schema.columns WHERE table_name LIKE 'drawn_%'
    UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid::regclass::text LIKE 'drawn_%'
    UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'drawn_%'
"""


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Code in a migration sees all models as they are by then, and each other."""
    shop, owner = apps.get_model("drawn", "Shop"), apps.get_model("drawn", "Owner")
    made = shop.objects.create(owner=owner.objects.create(code="a"), seats=3)
    assert owner.objects.get(shop__seats=3, shop__seats__gt=2).shop_set.get() == made


def steps() -> list[list[Any]]:
    owner = models.ForeignKey("drawn.Owner", models.PROTECT)
    few = models.CheckConstraint(condition=models.Q(seats__gt=0), name="drawn_few")
    return [
        [migrations.CreateModel("Owner", [KEY, ("code", models.CharField(unique=True))])],
        [migrations.CreateModel("Shop", [KEY]), migrations.AddField("shop", "owner", owner)],
        [
            migrations.AddField("shop", "seats", models.IntegerField(null=True)),
            migrations.AlterField("shop", "seats", models.BigIntegerField()),
            migrations.AddIndex("shop", models.Index(fields=["seats"], name="drawn_seats")),
            migrations.AddConstraint("shop", few),
            migrations.AddField(
                "shop",
                "code",
                models.ForeignKey("drawn.Owner", models.PROTECT, "+", to_field="code"),
            ),
            migrations.AlterField("shop", "code", models.CharField(null=True)),
            migrations.AddField("owner", "since", models.DateField(null=True)),
            migrations.RunPython(fill),
            migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),
        ],
        [migrations.AlterField("owner", "id", models.IntegerField(primary_key=True))],
        [migrations.RenameField("owner", "code", "name"), migrations.RenameModel("Shop", "Stall")],
    ]


def made_by(executor: type[MigrationExecutor]) -> set[Any]:
    """What the catalogue of the database says then."""
    running, state = executor(connection), ProjectState()
    assert list(state.apps.get_models()) == []
    with transaction.atomic():
        for number, operations in enumerate(steps()):
            migration = type("Migration", (migrations.Migration,), {"operations": operations})
            running.apply_migration(state, migration(f"{number:04}", "drawn"))
        with connection.cursor() as cursor:
            cursor.execute(TOLD)
            told = set(cursor.fetchall())
        transaction.set_rollback(True)
    return told


@pytest.mark.django_db
def test_models_drawn_alone_make_the_tables_that_all_drawn_together_make(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []
    draw = ModelState.render

    def counted(self: ModelState, apps: StateApps) -> object:
        drawn.append(self.name)
        return draw(self, apps)

    monkeypatch.setattr(ModelState, "render", counted)
    djangos, needed = made_by(MigrationExecutor), len(drawn)
    drawn.clear()
    assert made_by(DrawingAlone) == djangos
    assert len(djangos) > 15
    assert len(drawn) < needed
