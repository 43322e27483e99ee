"""数据上报: what the province has no number for is not sent, and the case says so."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0006_drawings_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='due',
            name='lacks',
            field=models.JSONField(default=list),
        ),
    ]
