"""What a case says of people may be destroyed by schedule; states, days and figures stay."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_offline_findings")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="destroyed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case", name="destroyed_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=Q(destroyed_at=None)
                | Q(ended_at__isnull=False, form_sealed=None, form_open={}),
                name="application_destroyed_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(ended_at__isnull=False),
                name="case_destroyed_ended",
            ),
        ),
    ]
