"""What is ticked on the spot, point for point, stands with the finding."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_received_under")]

    operations = [
        migrations.AddField(
            model_name="jointfinding",
            name="points_sealed",
            field=models.BinaryField(null=True),
        ),
    ]
