"""What the board of exceptions reads by: each kind of trouble in the order of its day. Only indexes
of another room's table, which this room alone needs; the columns beside the key let counting stay
within the index.
"""

from django.db import migrations

_BESIDE = "INCLUDE (department_id, region_id, claimed_by_id, item_version_id)"
_RUNNING = "ended_at IS NULL AND decided_at IS NULL AND accepted_at IS NOT NULL AND NOT paused"
_PROVISIONAL = "provisional AND decided_at IS NULL AND ended_at IS NULL"
INDEXES = (
    ("oversight_running", f"cases_case (promised_due, id) {_BESIDE} WHERE {_RUNNING}"),
    ("oversight_suspended", "cases_case (suspended_until, id) WHERE state = 'suspended'"),
    (
        "oversight_provisional",
        f"cases_case (coalesce(promised_due, '9999-12-31'), id) WHERE {_PROVISIONAL}",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_motions"), ("oversight", "0003_cards")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}")
        for name, what in INDEXES
    ]
