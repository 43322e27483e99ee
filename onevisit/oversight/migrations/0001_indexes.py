"""What the director's page reads by: ends, decisions, submissions, pauses. Only indexes of other
rooms' tables, which this room alone needs.
"""

from django.db import migrations

INDEXES = (
    ("oversight_ended", "cases_application (ended_at, id) WHERE ended_at IS NOT NULL"),
    ("oversight_submitted", "cases_application (submitted_at) WHERE submitted_at IS NOT NULL"),
    ("oversight_decided", "cases_case (decided_at, id) WHERE decided_at IS NOT NULL"),
    (
        "oversight_pauses",
        "cases_caseevent (case_id, seq) WHERE action IN ('suspend', 'resume')",
    ),
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0001_initial"), ("hall", "0001_initial")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}")
        for name, what in INDEXES
    ]
