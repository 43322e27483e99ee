# The table of working days.

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from onevisit.kernel.migrating import AtOnce


# Shared by every room that has append-only tables: their first migration depends on this one and adds
# two triggers like those below. Only a superuser's `session_replication_role = replica` goes around it.
REFUSE_CHANGE = """
CREATE FUNCTION onevisit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on append-only table % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER kernel_calendarrevision_no_change BEFORE UPDATE OR DELETE ON kernel_calendarrevision
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER kernel_calendarrevision_no_truncate BEFORE TRUNCATE ON kernel_calendarrevision
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""

ALLOW_CHANGE = """
DROP TRIGGER kernel_calendarrevision_no_change ON kernel_calendarrevision;
DROP TRIGGER kernel_calendarrevision_no_truncate ON kernel_calendarrevision;
DROP FUNCTION onevisit_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="CalendarRevision",
                    fields=[
                        ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                        ("token", models.UUIDField(unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("source", models.CharField(max_length=200)),
                    ],
                    options={
                        "ordering": ("number",),
                    },
                ),
                migrations.CreateModel(
                    name="CalendarYear",
                    fields=[
                        ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ("published_on", models.DateField(null=True)),
                        ("source", models.CharField(max_length=200)),
                    ],
                    options={
                        "ordering": ("year",),
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        ("day", models.DateField(primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("holiday", "Holiday"), ("makeup", "Makeup")], max_length=8
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        (
                            "year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="kernel.calendaryear",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("day",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["holiday", "makeup"])),
                                name="calendar_day_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("year", django.db.models.functions.datetime.ExtractYear("day"))
                                ),
                                name="calendar_day_in_its_year",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(REFUSE_CHANGE, ALLOW_CHANGE),
    ]
