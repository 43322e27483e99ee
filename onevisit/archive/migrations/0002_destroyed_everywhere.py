"""A list of destruction says how many words and files went outside of the archive."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="destruction",
            name="files",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="destruction",
            name="words",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=Q(words=None, files=None) | Q(state="done"),
                name="destruction_counted_done",
            ),
        ),
    ]
