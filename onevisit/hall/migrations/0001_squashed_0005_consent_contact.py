"""0001 to 0005 at once, for a database that is made anew.

One that stands goes on through the single ones; what only mended its rows is not done here.
"""

import django.db.models.deletion
import onevisit.kernel.ids
from django.conf import settings
from django.db import migrations, models

from onevisit.kernel.migrating import AtOnce

MAKE_FIRST = """
CREATE TRIGGER hall_contact_no_change BEFORE UPDATE OR DELETE ON hall_contact
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER hall_contact_no_truncate BEFORE TRUNCATE ON hall_contact
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_FIRST = """
DROP TRIGGER hall_contact_no_change ON hall_contact;
DROP TRIGGER hall_contact_no_truncate ON hall_contact;
"""


class Migration(migrations.Migration):

    replaces = [('hall', '0001_initial'), ('hall', '0002_contact_to_correct'), ('hall', '0003_queue'), ('hall', '0004_helpers'), ('hall', '0005_consent_contact')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('audit', '0001_initial'),
        ('cases', '0017_parties'),
        ('directory', '0001_initial'),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name='Ticket',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('day', models.DateField()),
                        ('number', models.PositiveSmallIntegerField()),
                        ('state', models.CharField(choices=[('waiting', 'WAITING'), ('called', 'CALLED'), ('serving', 'SERVING'), ('done', 'DONE'), ('gone', 'GONE')], default='waiting', max_length=8)),
                        ('called_as', models.CharField(blank=True, max_length=40)),
                        ('wants_code', models.CharField(blank=True, max_length=80)),
                        ('wants_name', models.CharField(blank=True, max_length=500)),
                        ('priority', models.CharField(blank=True, choices=[('elder', 'ELDER'), ('disabled', 'DISABLED'), ('military', 'MILITARY'), ('pregnant', 'PREGNANT')], max_length=10)),
                        ('prepared', models.BooleanField(default=False)),
                        ('window', models.CharField(blank=True, max_length=20)),
                        ('for_window', models.CharField(blank=True, max_length=20)),
                        ('calls', models.PositiveSmallIntegerField(default=0)),
                        ('came_at', models.DateTimeField()),
                        ('stands_at', models.DateTimeField()),
                        ('called_at', models.DateTimeField(null=True)),
                        ('began_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.application')),
                        ('clerk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                        ('service_point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['service_point', 'day', 'stands_at'], name='ticket_in_line'), models.Index(fields=['clerk', 'day'], name='ticket_of_clerk')],
                        'constraints': [models.UniqueConstraint(fields=('service_point', 'day', 'number'), name='ticket_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('called', 'serving'))), fields=('clerk',), name='ticket_one_a_clerk'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'called', 'serving', 'done', 'gone'])), name='ticket_state_known'), models.CheckConstraint(condition=models.Q(('priority__in', ['', 'elder', 'disabled', 'military', 'pregnant'])), name='ticket_priority_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('called', 'serving')), _negated=True), models.Q(('called_at__isnull', False), ('clerk__isnull', False), ('ended_at__isnull', True)), _connector='OR'), name='ticket_active_has_clerk'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), models.Q(('clerk__isnull', True), ('ended_at__isnull', True)), _connector='OR'), name='ticket_waiting_is_free'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'serving'), _negated=True), ('began_at__isnull', False), _connector='OR'), name='ticket_serving_began'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'gone'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='ticket_gone_ended')],
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('window', models.CharField(blank=True, max_length=20)),
                        ('at', models.DateTimeField()),
                        ('kind', models.CharField(choices=[('intake', 'INTAKE'), ('on_the_spot', 'ON_THE_SPOT'), ('sent_home', 'SENT_HOME'), ('hand_out', 'HAND_OUT'), ('correction', 'CORRECTION'), ('entrust', 'ENTRUST'), ('at_helper', 'AT_HELPER'), ('consent', 'CONSENT'), ('home_visit', 'HOME_VISIT')], max_length=20)),
                        ('recorded_by', models.UUIDField(null=True)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.application')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                        ('service_point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                        ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='hall.ticket')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['application', 'at'], name='contact_of_application')],
                        'constraints': [models.UniqueConstraint(fields=('application', 'person', 'service_point', 'kind', 'at'), name='contact_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['intake', 'on_the_spot', 'sent_home', 'hand_out', 'correction', 'entrust', 'at_helper', 'consent', 'home_visit'])), name='contact_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='TicketSeries',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('last', models.PositiveSmallIntegerField()),
                        ('service_point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('service_point', 'day'), name='ticket_series_once')],
                    },
                ),
            ]
        ),
        migrations.RunSQL(MAKE_FIRST, DROP_FIRST),
    ]
