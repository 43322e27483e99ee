"""What is open of a service point: where it was taken in, and where it is collected."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0038_mending")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["intake_point", "id"],
                condition=models.Q(state="submitted"),
                name="application_taken_at",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["collection_point", "id"],
                condition=models.Q(state="submitted", collection__in=["locker", "window"]),
                name="application_collected_at",
            ),
        ),
    ]
