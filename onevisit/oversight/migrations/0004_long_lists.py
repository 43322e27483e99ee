"""What lists are read by where a million cases stand: each holds only the rows of its list, in the
order of its list. Only indexes, and of other rooms' tables. The columns beside a key let counting
stay within the index; the day of the desk is `cases.queries.desks` word for word, as a test sees to.
"""

from django.db import migrations

_DESK = (
    "coalesce(CASE WHEN paused THEN NULL WHEN state = 'submitted' THEN intake_due"
    " ELSE promised_due END, '9999-12-31')"
)
_BESIDE = "INCLUDE (department_id, region_id, claimed_by_id, item_version_id)"
_RUNNING = "ended_at IS NULL AND decided_at IS NULL AND accepted_at IS NOT NULL AND NOT paused"
_PROVISIONAL = "provisional AND decided_at IS NULL AND ended_at IS NULL"
INDEXES = (
    (
        "case_desk_by_day",
        f"cases_case (department_id, ({_DESK}), id) WHERE ended_at IS NULL AND decided_at IS NULL",
    ),
    ("case_to_accept", "cases_case (intake_due, id) WHERE state = 'submitted'"),
    ("case_to_hand_over", "cases_case (delivery_due, id) WHERE state = 'issued'"),
    ("oversight_running", f"cases_case (promised_due, id) {_BESIDE} WHERE {_RUNNING}"),
    ("oversight_suspended", "cases_case (suspended_until, id) WHERE state = 'suspended'"),
    (
        "oversight_provisional",
        f"cases_case (coalesce(promised_due, '9999-12-31'), id) WHERE {_PROVISIONAL}",
    ),
    ("person_by_name", "accounts_person (name)"),
    ("organisation_by_name", "accounts_organisation (name)"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_authorities"),
        ("cases", "0023_motions"),
        ("oversight", "0003_cards"),
    ]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}")
        for name, what in INDEXES
    ]
