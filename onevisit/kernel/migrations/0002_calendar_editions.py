# The days of each revision of the calendar, kept. What stands today is kept as the first revision's:
# which days an earlier one had was never written down.

import django.db.models.deletion
from django.db import migrations, models

KEEP = """
INSERT INTO kernel_calendaredition (revision_id, year, holidays, makeup_days)
SELECT (SELECT min(number) FROM kernel_calendarrevision), y.year,
    coalesce(jsonb_object_agg(d.day, d.name) FILTER (WHERE d.kind = 'holiday'), '{}'),
    coalesce(jsonb_object_agg(d.day, d.name) FILTER (WHERE d.kind = 'makeup'), '{}')
FROM kernel_calendaryear AS y LEFT JOIN kernel_calendarday AS d ON d.year_id = y.year
WHERE EXISTS (SELECT FROM kernel_calendarrevision) GROUP BY y.year;
"""
REFUSE_CHANGE = """
CREATE TRIGGER kernel_calendaredition_no_change BEFORE UPDATE OR DELETE ON kernel_calendaredition
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER kernel_calendaredition_no_truncate BEFORE TRUNCATE ON kernel_calendaredition
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
ALLOW_CHANGE = """
DROP TRIGGER kernel_calendaredition_no_change ON kernel_calendaredition;
DROP TRIGGER kernel_calendaredition_no_truncate ON kernel_calendaredition;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_working_calendar")]

    operations = [
        migrations.CreateModel(
            name="CalendarEdition",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("holidays", models.JSONField()),
                ("makeup_days", models.JSONField()),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="kernel.calendarrevision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "year"), name="calendar_edition_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        # deferred keys of the rows above would keep a table from getting triggers
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE_CHANGE, ALLOW_CHANGE),
    ]
