from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_consultations")]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("deferral", "DEFERRAL"),
                    ("correction", "CORRECTION"),
                    ("check", "CHECK"),
                    ("visit", "VISIT"),
                    ("put_right", "PUT_RIGHT"),
                ],
                max_length=20,
            ),
        ),
    ]
