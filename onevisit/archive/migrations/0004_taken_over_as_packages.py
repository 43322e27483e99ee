"""What is taken over becomes packages like the archived cases, with holds of its own. The table of
pieces stood for hours in no version: rows of it are taken over again, from their lists.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import onevisit.kernel.ids

_OF_ONE = Q(case=None, old__isnull=False) | Q(case__isnull=False, old=None)


DELETED = """
SET LOCAL session_replication_role = replica;
CREATE TEMPORARY TABLE emptied ON COMMIT DROP AS
    SELECT destruction_id AS id FROM archive_destructionpiece GROUP BY 1 HAVING bool_and(old_id IS NOT NULL);
DELETE FROM archive_destructionpiece WHERE old_id IS NOT NULL;
DELETE FROM archive_destruction WHERE id IN (SELECT id FROM emptied);
DELETE FROM archive_oldpiece;
SET LOCAL session_replication_role = origin;
"""


def require_none(apps, schema_editor):
    """A kept demonstration goes on without its five invented pieces; nobody's own are deleted."""
    if not apps.get_model("archive", "OldPiece").objects.exists():
        return
    if settings.DEMO:
        schema_editor.execute(DELETED)
        return
    raise RuntimeError(
        "archive_oldpiece holds rows of a state between two versions: delete the rows of"
        " archive_destructionpiece with an old_id and of archive_oldpiece as the owner of the"
        " tables, migrate, and take their lists over again"
    )


def key(to, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0003_old_pieces"),
        ("cases", "0018_fees"),
    ]

    operations = [
        migrations.RunPython(require_none, migrations.RunPython.noop),
        migrations.RemoveConstraint("destructionpiece", "destruction_old_once"),
        migrations.RemoveConstraint("destructionpiece", "destruction_piece_of_one"),
        migrations.RemoveField("destructionpiece", "old"),
        migrations.AlterField("destructionpiece", "package", key("archive.package")),
        migrations.DeleteModel("OldPiece"),
        migrations.CreateModel(
            name="OldPiece",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onevisit.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("source", models.CharField(max_length=100)),
                ("place", models.CharField(blank=True, max_length=100)),
                ("verified", models.BooleanField(default=False)),
                ("taken_by_name", models.CharField(max_length=100)),
                ("holder", models.CharField(blank=True, max_length=100)),
                ("name_index", models.CharField(blank=True, max_length=80)),
                ("number_index", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=~Q(name_index=""), fields=["name_index"], name="old_by_name"
                    ),
                    models.Index(
                        condition=~Q(number_index=""), fields=["number_index"], name="old_by_number"
                    ),
                ],
            },
        ),
        migrations.AddField(
            "package",
            "old",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="package",
                to="archive.oldpiece",
            ),
        ),
        migrations.AlterField("package", "case", key("cases.case", null=True)),
        migrations.AlterField("package", "number", models.CharField(db_index=True, max_length=100)),
        migrations.AlterField("package", "piece", models.PositiveIntegerField(null=True)),
        *(
            migrations.AlterField(
                "package", name, models.CharField(blank=True, db_index=True, max_length=longest)
            )
            for name, longest in (
                ("case_number", 100),
                ("application_number", 24),
                ("item_code", 40),
            )
        ),
        migrations.AddField("hold", "old", key("archive.oldpiece", null=True)),
        migrations.AddField("hold", "placed_by", models.UUIDField(null=True)),
        migrations.AddField("hold", "lifted_by", models.UUIDField(null=True)),
        migrations.AddField("hold", "lifted_why_sealed", models.BinaryField(null=True)),
        migrations.AlterField("hold", "case", key("cases.case", null=True)),
        migrations.AddConstraint(
            "package", models.CheckConstraint(condition=_OF_ONE, name="package_of_one")
        ),
        migrations.AddConstraint(
            "package",
            models.CheckConstraint(
                condition=Q(old=None, piece__isnull=False)
                | Q(old__isnull=False, piece=None, supplement=0),
                name="package_piece_of_ours",
            ),
        ),
        migrations.AddConstraint(
            "package",
            models.UniqueConstraint(fields=("department", "number"), name="package_number_once"),
        ),
        migrations.AddConstraint(
            "hold", models.CheckConstraint(condition=_OF_ONE, name="hold_of_one")
        ),
        migrations.AddConstraint(
            "hold",
            models.UniqueConstraint(
                condition=Q(lifted_at=None), fields=("old",), name="hold_one_stands_old"
            ),
        ),
        migrations.AddConstraint(
            "hold",
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("placed_by")), name="hold_two_people"
            ),
        ),
    ]
