from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A text of results may be for one item only."""

    dependencies = [
        ('cases', '0046_worded_papers'),
    ]

    operations = [
        migrations.AddField('letterversion', 'item', models.CharField(blank=True, db_default='', default='', max_length=80)),
        migrations.RemoveConstraint('letterversion', 'letter_version_numbered'),
        migrations.RemoveConstraint('letterversion', 'letter_version_waits_once'),
        migrations.AddConstraint('letterversion', models.UniqueConstraint(fields=('form', 'department', 'item', 'n'), name='letter_version_numbered', nulls_distinct=False)),
        migrations.AddConstraint('letterversion', models.UniqueConstraint(condition=Q(state='waiting'), fields=('form', 'department', 'item'), name='letter_version_waits_once', nulls_distinct=False)),
        migrations.AddConstraint('letterversion', models.CheckConstraint(condition=Q(item='') | Q(department__isnull=False, form__in=['licence', 'reply', 'result']), name='letter_version_of_item')),
    ]
