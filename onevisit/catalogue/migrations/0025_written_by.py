from django.db import migrations, models
from django.db.models import F, Q


def renamed(old, new, field):
    return [
        migrations.AlterField('pointlist', old, field),
        migrations.RenameField('pointlist', old, new),
    ]


class Migration(migrations.Migration):
    """The names that everything has which two people put in force; columns and rules stay."""

    dependencies = [
        ('catalogue', '0024_point_lists'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.RemoveConstraint('pointlist', 'point_list_two_people'),
            *renamed('answer', 'reason', models.CharField(blank=True, db_column='answer', max_length=300)),
            *renamed('proposed_at', 'written_at', models.DateTimeField(db_column='proposed_at')),
            *renamed('proposed_by', 'written_by', models.UUIDField(db_column='proposed_by', null=True)),
            *renamed('proposed_by_name', 'written_by_name', models.CharField(db_column='proposed_by_name', max_length=100)),
            migrations.AddConstraint('pointlist', models.CheckConstraint(condition=~Q(state='confirmed') | Q(written_by__isnull=True) | (Q(answered_by__isnull=False) & ~Q(answered_by=F('written_by'))), name='point_list_two_people')),
        ]),
    ]
