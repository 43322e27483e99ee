"""Whose case a package holds stands on it, and titles are indexed by year and pairs of characters:
who looks for a name or a word reads what is shown, not all that fits.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

APPLICANTS = """
ALTER TABLE archive_package DISABLE TRIGGER USER;
UPDATE archive_package SET applicant_id = a.applicant_id
FROM cases_case c JOIN cases_application a ON a.id = c.application_id
WHERE c.id = archive_package.case_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE archive_package ENABLE TRIGGER USER;
"""
PAIRS = """
DROP INDEX package_by_pairs;
DROP FUNCTION archive_pairs(text);
CREATE FUNCTION archive_pairs(year integer, title text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT year || substr(lower(title), n, 2)), '{}')
    FROM generate_series(1, length(title) - 1) AS n
$$;
CREATE INDEX package_by_pairs ON archive_package USING gin (archive_pairs(year, title));
"""
NO_YEARS = """
DROP INDEX package_by_pairs;
DROP FUNCTION archive_pairs(integer, text);
CREATE FUNCTION archive_pairs(title text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower(title), n, 2)), '{}')
    FROM generate_series(1, length(title) - 1) AS n
$$;
CREATE INDEX package_by_pairs ON archive_package USING gin (archive_pairs(title));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_found_at_size"),
        ("cases", "0018_fees"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "package",
            "applicant",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.RunSQL(APPLICANTS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "package",
            models.CheckConstraint(
                condition=Q(case=None, applicant=None)
                | Q(case__isnull=False, applicant__isnull=False),
                name="package_of_whom",
            ),
        ),
        migrations.AddIndex(
            "package", models.Index(fields=["applicant", "id"], name="package_of_applicant")
        ),
        migrations.RunSQL(PAIRS, NO_YEARS),
    ]
