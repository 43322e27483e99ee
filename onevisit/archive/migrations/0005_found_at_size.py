"""What lists of the archive are read by where hundreds of thousands of packages stand: what is due
by where its content lies, titles by their pairs of characters, the rest in the order of its list.
"""

from django.db import migrations, models
from django.db.models import Q

PAIRS = """
CREATE FUNCTION archive_pairs(title text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower(title), n, 2)), '{}')
    FROM generate_series(1, length(title) - 1) AS n
$$;
CREATE INDEX package_by_pairs ON archive_package USING gin (archive_pairs(title));
"""
NO_PAIRS = "DROP INDEX package_by_pairs; DROP FUNCTION archive_pairs(text)"
TERMS = (
    "UPDATE archive_kept SET keep_until = p.keep_until FROM archive_package p"
    " WHERE p.id = package_id AND p.keep_until IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [("archive", "0004_taken_over_as_packages")]

    operations = [
        migrations.AddField("kept", "keep_until", models.DateField(null=True)),
        migrations.RunSQL(TERMS, migrations.RunSQL.noop),
        migrations.AddIndex(
            "kept",
            models.Index(
                condition=Q(keep_until__isnull=False),
                fields=["keep_until", "package"],
                name="kept_by_term",
            ),
        ),
        migrations.RemoveIndex("package", "package_by_term"),
        migrations.AlterField(
            "package", "item_code", models.CharField(blank=True, max_length=40)
        ),
        migrations.AddIndex(
            "package", models.Index(fields=["year", "id"], name="package_by_year")
        ),
        migrations.AddIndex(
            "package", models.Index(fields=["item_code", "id"], name="package_by_item")
        ),
        migrations.AddIndex(
            "package", models.Index(fields=["department", "id"], name="package_of_department")
        ),
        migrations.AddIndex(
            "package",
            models.Index(condition=Q(case=None), fields=["id"], name="package_taken_over"),
        ),
        migrations.AddIndex(
            "due",
            models.Index(
                condition=~Q(problem=""), fields=["due_on", "case"], name="archive_due_in_vain"
            ),
        ),
        migrations.RunSQL(PAIRS, NO_PAIRS),
    ]
