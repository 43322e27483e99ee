from django.db import migrations, models
from django.db.models import Q

BACKFILL = """
UPDATE projects_project SET handed_in_at = first.at
FROM (
    SELECT part.project_id, min(application.submitted_at) AS at
    FROM projects_projectapplication part
    JOIN cases_application application ON application.id = part.application_id
    WHERE application.submitted_at IS NOT NULL
    GROUP BY part.project_id
) first
WHERE first.project_id = projects_project.id
"""


class Migration(migrations.Migration):
    """When something of a project was first handed in."""

    dependencies = [
        ('projects', '0004_kind_typings'),
    ]

    operations = [
        migrations.AddField('project', 'handed_in_at', models.DateTimeField(null=True)),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            'project',
            models.Index(fields=['region', 'registered_at'], condition=Q(handed_in_at=None), name='project_unhanded'),
        ),
    ]
