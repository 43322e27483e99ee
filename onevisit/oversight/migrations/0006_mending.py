"""What the director's page reads pauses by: a case also stands still while drawings are mended."""

from django.db import migrations

_PAUSES = "CREATE INDEX oversight_pauses ON cases_caseevent (case_id, seq) WHERE action IN ({})"
OLD = _PAUSES.format("'suspend', 'resume', 'fee_asked', 'fee_settled'")
NEW = _PAUSES.format("'suspend', 'resume', 'fee_asked', 'fee_settled', 'mend_asked', 'mend_over'")


class Migration(migrations.Migration):
    dependencies = [("oversight", "0005_pauses"), ("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(
            ["DROP INDEX oversight_pauses", NEW], ["DROP INDEX oversight_pauses", OLD]
        )
    ]
