from django.db import migrations, models

# What was revoked before is told by its obligation.
MARK = """
UPDATE cases_result SET revoked_at = o.ended_at FROM cases_obligation o
    WHERE o.case_id = cases_result.case_id AND o.state = 'revoked';
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_pre_review")]

    operations = [
        migrations.AddField(
            model_name="result",
            name="revoked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
