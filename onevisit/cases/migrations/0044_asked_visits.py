"""踏勘: the applicant asks for another time, and is answered."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0043_delivery_letters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='jointevent',
            name='move',
            field=models.CharField(choices=[('plan', 'PLAN'), ('move', 'MOVE'), ('ask', 'ASK'), ('keep', 'KEEP'), ('go', 'GO'), ('stay', 'STAY'), ('find', 'FIND'), ('leave', 'LEAVE'), ('done', 'DONE'), ('lapse', 'LAPSE'), ('cancel', 'CANCEL')], max_length=10),
        ),
    ]
