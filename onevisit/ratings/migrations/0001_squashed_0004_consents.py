"""0001 to 0004 at once, for a database that is made anew.

One that stands goes on through the single ones; what only mended its rows is not done here.
"""

import django.db.models.deletion
import onevisit.kernel.ids
from django.db import migrations, models

from onevisit.kernel.migrating import AtOnce

MAKE_FIRST = """
CREATE TRIGGER ratings_rectificationnote_no_change
    BEFORE UPDATE OR DELETE ON ratings_rectificationnote
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER ratings_rectificationnote_no_truncate
    BEFORE TRUNCATE ON ratings_rectificationnote
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_FIRST = """
DROP TRIGGER ratings_rectificationnote_no_change ON ratings_rectificationnote;
DROP TRIGGER ratings_rectificationnote_no_truncate ON ratings_rectificationnote;
"""


class Migration(migrations.Migration):

    replaces = [('ratings', '0001_initial'), ('ratings', '0002_helpers'), ('ratings', '0003_calls'), ('ratings', '0004_consents')]

    initial = True

    dependencies = [
        ('accounts', '0005_authorities'),
        ('audit', '0001_initial'),
        ('cases', '0017_parties'),
        ('directory', '0001_initial'),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name='Occasion',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('token', models.CharField(max_length=40, unique=True)),
                        ('kind', models.CharField(choices=[('intake', 'INTAKE'), ('on_the_spot', 'ON_THE_SPOT'), ('sent_home', 'SENT_HOME'), ('hand_out', 'HAND_OUT'), ('correction', 'CORRECTION'), ('entrust', 'ENTRUST'), ('at_helper', 'AT_HELPER'), ('consent', 'CONSENT'), ('home_visit', 'HOME_VISIT'), ('online', 'ONLINE'), ('parcel', 'PARCEL'), ('call', 'CALL')], max_length=20)),
                        ('window', models.CharField(blank=True, max_length=20)),
                        ('clerk_id', models.UUIDField(null=True)),
                        ('at', models.DateTimeField()),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.application')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                        ('service_point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['application', 'at'], name='occasion_of_application')],
                        'constraints': [models.UniqueConstraint(fields=('application', 'person', 'service_point', 'kind', 'at'), name='occasion_once'), models.UniqueConstraint(condition=models.Q(('kind__in', ['online', 'parcel'])), fields=('application',), name='occasion_one_ending'), models.CheckConstraint(condition=models.Q(('kind__in', ['intake', 'on_the_spot', 'sent_home', 'hand_out', 'correction', 'entrust', 'at_helper', 'consent', 'home_visit', 'online', 'parcel', 'call'])), name='occasion_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Rating',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('level', models.PositiveSmallIntegerField()),
                        ('reasons', models.JSONField(default=list)),
                        ('words_sealed', models.BinaryField(null=True)),
                        ('given_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField(null=True)),
                        ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='ratings.occasion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['given_at', 'id'], name='rating_by_time')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3, 4, 5])), name='rating_level_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Rectification',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('state', models.CharField(choices=[('open', 'OPEN'), ('called', 'CALLED'), ('rectified', 'RECTIFIED')], max_length=10)),
                        ('level', models.PositiveSmallIntegerField()),
                        ('opened_at', models.DateTimeField()),
                        ('call_due', models.DateField()),
                        ('rectify_due', models.DateField()),
                        ('called_at', models.DateTimeField(null=True)),
                        ('rectified_at', models.DateTimeField(null=True)),
                        ('rating', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rectification', to='ratings.rating')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'rectify_due'], name='rectification_by_due')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('called_at', None), ('rectified_at', None), ('state', 'open')), models.Q(('called_at__isnull', False), ('rectified_at', None), ('state', 'called')), models.Q(('called_at__isnull', False), ('rectified_at__isnull', False), ('state', 'rectified')), _connector='OR'), name='rectification_state_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='RectificationNote',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('no_answer', 'NO_ANSWER'), ('called', 'CALLED'), ('rectified', 'RECTIFIED')], max_length=10)),
                        ('words_sealed', models.BinaryField()),
                        ('at', models.DateTimeField()),
                        ('actor_id', models.UUIDField(null=True)),
                        ('actor_name', models.CharField(max_length=100)),
                        ('rectification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='ratings.rectification')),
                    ],
                ),
            ]
        ),
        migrations.RunSQL(MAKE_FIRST, DROP_FIRST),
    ]
