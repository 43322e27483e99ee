

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0011_activities'),
    ]

    operations = [
        migrations.AlterField(
            model_name='item',
            name='case_kind',
            field=models.CharField(blank=True, db_default='', max_length=1),
        ),
        migrations.AlterField(
            model_name='item',
            name='charged',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
