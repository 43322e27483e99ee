from django.db import migrations, models
from django.db.models import F, Q


def renamed(old, new, field):
    return [
        migrations.AlterField('calendarnotice', old, field),
        migrations.RenameField('calendarnotice', old, new),
    ]


class Migration(migrations.Migration):
    """The names and rules that everything has which two people put in force; columns stay."""

    dependencies = [
        ('cases', '0044_asked_visits'),
    ]

    operations = [
        migrations.RemoveConstraint('calendarnotice', 'calendar_notice_answered'),
        migrations.RemoveConstraint('calendarnotice', 'calendar_notice_two_people'),
        *renamed('entered_at', 'written_at', models.DateTimeField(db_column='entered_at')),
        *renamed('entered_by', 'written_by', models.UUIDField(db_column='entered_by')),
        *renamed('entered_by_name', 'written_by_name', models.CharField(db_column='entered_by_name', max_length=100)),
        migrations.AddConstraint('calendarnotice', models.CheckConstraint(condition=Q(state='waiting', answered_at__isnull=True) | (Q(state__in=['confirmed', 'withdrawn']) & Q(answered_at__isnull=False)), name='calendar_notice_answered')),
        migrations.AddConstraint('calendarnotice', models.CheckConstraint(condition=~Q(state='confirmed') | Q(written_by__isnull=True) | (Q(answered_by__isnull=False) & ~Q(answered_by=F('written_by'))), name='calendar_notice_two_people')),
        migrations.AddConstraint('calendarnotice', models.CheckConstraint(condition=~Q(state='confirmed') | Q(revision__isnull=False), name='calendar_notice_revision')),
    ]
