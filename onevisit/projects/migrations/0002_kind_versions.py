from django.db import migrations, models
from django.db.models import F, Q

# What stood before is numbered by its day, and counts as answered the day before it began.
NUMBER = """
UPDATE projects_projectkind k
   SET n = o.n, state = 'in_force', written_by_name = 'system', written_at = now(),
       answered_by_name = 'system', answered_at = now(), answered_on = k.since - 1
  FROM (SELECT id, row_number() OVER (PARTITION BY code ORDER BY since) AS n
          FROM projects_projectkind) o
 WHERE o.id = k.id;
"""
# A project keeps the version it began with: once answered, a version stays as it is.
KEEP = """
CREATE TRIGGER projects_projectkind_no_change BEFORE UPDATE OR DELETE ON projects_projectkind
    FOR EACH ROW WHEN (OLD.state <> 'waiting') EXECUTE FUNCTION onevisit_refuse_change();
"""
LET_GO = "DROP TRIGGER projects_projectkind_no_change ON projects_projectkind;"


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='projectkind', name='project_kind_since'),
        migrations.AddField('projectkind', 'n', models.PositiveIntegerField(default=1), preserve_default=False),
        migrations.AddField('projectkind', 'why', models.CharField(default='', max_length=200), preserve_default=False),
        migrations.AddField('projectkind', 'state', models.CharField(choices=[('waiting', 'waiting'), ('in_force', 'in_force'), ('sent_back', 'sent_back')], default='waiting', max_length=10)),
        migrations.AddField('projectkind', 'written_by', models.UUIDField(null=True)),
        migrations.AddField('projectkind', 'written_by_name', models.CharField(default='', max_length=100), preserve_default=False),
        migrations.AddField('projectkind', 'written_at', models.DateTimeField(null=True)),
        migrations.AddField('projectkind', 'answered_by', models.UUIDField(null=True)),
        migrations.AddField('projectkind', 'answered_by_name', models.CharField(blank=True, default='', max_length=100), preserve_default=False),
        migrations.AddField('projectkind', 'answered_at', models.DateTimeField(null=True)),
        migrations.AddField('projectkind', 'answered_on', models.DateField(null=True)),
        migrations.AddField('projectkind', 'reason', models.CharField(blank=True, default='', max_length=200), preserve_default=False),
        migrations.RunSQL(NUMBER, migrations.RunSQL.noop),
        migrations.AlterField('projectkind', 'since', models.DateField(null=True)),
        migrations.AlterField('projectkind', 'written_at', models.DateTimeField()),
        migrations.AddConstraint('projectkind', models.UniqueConstraint(fields=('code', 'n'), name='project_kind_numbered')),
        migrations.AddConstraint('projectkind', models.UniqueConstraint(condition=Q(('state', 'waiting')), fields=('code',), name='project_kind_waits_once')),
        migrations.AddConstraint('projectkind', models.CheckConstraint(condition=Q(Q(('answered_at__isnull', True), ('answered_on__isnull', True), ('state', 'waiting')), Q(Q(('state', 'waiting'), _negated=True), ('answered_at__isnull', False), ('answered_on__isnull', False)), _connector='OR'), name='project_kind_answered')),
        migrations.AddConstraint('projectkind', models.CheckConstraint(condition=Q(Q(('since__isnull', False), ('state', 'in_force'), ('since__gt', F('answered_on')), Q(('answered_by', F('written_by')), _negated=True)), Q(Q(('state', 'in_force'), _negated=True), ('since__isnull', True)), _connector='OR'), name='project_kind_two_people')),
        migrations.RunSQL(KEEP, LET_GO),
    ]
