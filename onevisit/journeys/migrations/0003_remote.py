from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0002_plans'),
    ]

    operations = [
        migrations.AddField(
            model_name='figure',
            name='applied_remotely',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='figure',
            name='sent_out',
            field=models.BooleanField(db_default=False, default=False),
        ),
        # what is kept does not say it yet: it is asked for, and the worker answers
        migrations.RunSQL(
            'UPDATE journeys_figure SET asked = asked + 1', migrations.RunSQL.noop
        ),
    ]
