"""A finding that a device kept bears the device's id, and is written once."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_motions")]

    operations = [
        migrations.AddField(
            model_name="jointfinding", name="entry", field=models.UUIDField(null=True)
        ),
        migrations.AddField(
            model_name="jointfinding", name="noted_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddConstraint(
            model_name="jointfinding",
            constraint=models.UniqueConstraint(fields=["entry"], name="joint_finding_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="jointfinding",
            constraint=models.CheckConstraint(
                condition=Q(noted_at=None) | Q(entry__isnull=False), name="joint_finding_noted"
            ),
        ),
    ]
