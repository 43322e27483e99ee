"""智能柜: for whom the code was."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0005_open_parcels'),
    ]

    operations = [
        migrations.AddField(
            model_name='stay',
            name='sent_sealed',
            field=models.BinaryField(null=True),
        ),
    ]
