"""What the out-window reads parcels by that have not ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0004_late_bags")]

    operations = [
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(
                fields=["id"], condition=models.Q(ended_at=None), name="parcel_open"
            ),
        ),
    ]
