"""What the director's page reads pauses by: a case also stands still while its payer is waited for."""

from django.db import migrations

_PAUSES = "CREATE INDEX oversight_pauses ON cases_caseevent (case_id, seq) WHERE action IN ({})"
NEW = _PAUSES.format("'suspend', 'resume', 'fee_asked', 'fee_settled'")
OLD = _PAUSES.format("'suspend', 'resume'")


class Migration(migrations.Migration):
    dependencies = [("oversight", "0004_long_lists"), ("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(
            ["DROP INDEX oversight_pauses", NEW], ["DROP INDEX oversight_pauses", OLD]
        )
    ]
