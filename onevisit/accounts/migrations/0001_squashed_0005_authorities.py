"""0001 to 0005 at once, for a database that is made anew.

One that stands goes on through the single ones; what only mended its rows is not done here.
"""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import onevisit.kernel.clock
import onevisit.kernel.ids
from django.conf import settings
from django.db import migrations, models

from onevisit.kernel.migrating import AtOnce

MAKE_AUTHORITIES = """
CREATE SEQUENCE accounts_authority_number
"""
DROP_AUTHORITIES = """
DROP SEQUENCE accounts_authority_number
"""
MAKE_AUTHORITIES_2 = """
CREATE FUNCTION accounts_authority_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'accounts_authority: an authority is never deleted';
    END IF;
    IF to_jsonb(NEW) - '{used_at,ended_at,ended_by,ended_why,phone_sealed}'::text[]
        IS DISTINCT FROM
        to_jsonb(OLD) - '{used_at,ended_at,ended_by,ended_why,phone_sealed}'::text[]
        OR (OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at)
        OR (OLD.ended_at IS NOT NULL AND
            (NEW.ended_at, NEW.ended_by, NEW.ended_why)
            IS DISTINCT FROM (OLD.ended_at, OLD.ended_by, OLD.ended_why))
        OR (OLD.phone_sealed IS NULL) <> (NEW.phone_sealed IS NULL)
    THEN
        RAISE EXCEPTION 'accounts_authority: what was given does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_authority_keep BEFORE UPDATE OR DELETE ON accounts_authority
    FOR EACH ROW EXECUTE FUNCTION accounts_authority_keep();
"""
DROP_AUTHORITIES_2 = """
DROP TRIGGER accounts_authority_keep ON accounts_authority;
DROP FUNCTION accounts_authority_keep();
"""


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_second_factor'), ('accounts', '0003_phone_codes'), ('accounts', '0004_api_tokens'), ('accounts', '0005_authorities')]

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('uscc', models.CharField(max_length=18, unique=True)),
                        ('uscc_checked', models.BooleanField()),
                        ('address', models.CharField(blank=True, max_length=200)),
                        ('created_at', models.DateTimeField(default=onevisit.kernel.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=64)),
                        ('id_kind', models.CharField(choices=[('resident_id', 'resident_id'), ('passport', 'passport'), ('unproven', 'unproven')], max_length=16)),
                        ('id_number_sealed', models.BinaryField(null=True)),
                        ('id_number_index', models.CharField(max_length=128, null=True, unique=True)),
                        ('phone_sealed', models.BinaryField(null=True)),
                        ('phone_index', models.CharField(blank=True, db_index=True, max_length=128)),
                        ('birth_year', models.PositiveSmallIntegerField(null=True)),
                        ('created_at', models.DateTimeField(default=onevisit.kernel.clock.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('phone_index', ''), ('phone_sealed__isnull', True)), models.Q(('phone_sealed__isnull', False), models.Q(('phone_index', ''), _negated=True)), _connector='OR'), name='person_phone_whole'), models.CheckConstraint(condition=models.Q(('id_kind__in', ['resident_id', 'passport', 'unproven'])), name='person_id_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('id_kind', 'unproven'), ('id_number_index__isnull', True), ('id_number_sealed__isnull', True)), models.Q(models.Q(('id_kind', 'unproven'), _negated=True), ('id_number_index__isnull', False), ('id_number_sealed__isnull', False)), _connector='OR'), name='person_id_number_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('username', models.CharField(max_length=64, unique=True)),
                        ('display_name', models.CharField(max_length=64)),
                        ('kind', models.CharField(choices=[('citizen', 'citizen'), ('staff', 'staff'), ('machine', 'machine')], max_length=8)),
                        ('about', models.CharField(blank=True, max_length=120)),
                        ('is_active', models.BooleanField(default=True)),
                        ('window', models.CharField(blank=True, max_length=16)),
                        ('created_at', models.DateTimeField(default=onevisit.kernel.clock.now)),
                        ('service_point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'citizen'), ('person__isnull', False)), models.Q(('kind__in', ['staff', 'machine']), ('person__isnull', True)), _connector='OR'), name='user_citizen_has_person'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'machine'), _negated=True), ('password__startswith', '!'), _connector='OR'), name='user_machine_has_no_password')],
                    },
                ),
                migrations.CreateModel(
                    name='Representation',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(choices=[('legal_representative', 'legal_representative'), ('agent', 'agent')], max_length=24)),
                        ('valid_from', models.DateTimeField(default=onevisit.kernel.clock.now)),
                        ('valid_until', models.DateTimeField(null=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('person', 'organisation', 'role'), name='representation_once'), models.CheckConstraint(condition=models.Q(('role__in', ['legal_representative', 'agent'])), name='representation_role_known'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='representation_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Grant',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(max_length=32)),
                        ('granted_by', models.UUIDField(null=True)),
                        ('valid_from', models.DateTimeField(default=onevisit.kernel.clock.now)),
                        ('valid_until', models.DateTimeField(null=True)),
                        ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('user', 'role', 'department', 'region'), name='grant_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='grant_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Identity',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('issuer', models.CharField(max_length=120)),
                        ('subject', models.CharField(max_length=200)),
                        ('assurance_level', models.PositiveSmallIntegerField(choices=[(0, 'NONE'), (1, 'CONTACT'), (2, 'REAL_NAME'), (3, 'IN_PERSON')])),
                        ('created_at', models.DateTimeField(default=onevisit.kernel.clock.now)),
                        ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='identity_once'), models.CheckConstraint(condition=models.Q(('assurance_level__lte', 3)), name='identity_assurance_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Attempts',
                    fields=[
                        ('key', models.CharField(max_length=128, primary_key=True, serialize=False)),
                        ('count', models.PositiveIntegerField(default=0)),
                        ('last_at', models.DateTimeField(db_index=True, default=onevisit.kernel.clock.now)),
                        ('until', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='SecondFactor',
                    fields=[
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='second_factor', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('secret_sealed', models.BinaryField()),
                        ('last_step', models.BigIntegerField()),
                        ('enrolled_at', models.DateTimeField(default=onevisit.kernel.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='RecoveryCode',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code_index', models.CharField(max_length=128)),
                        ('used_at', models.DateTimeField(null=True)),
                        ('factor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to='accounts.secondfactor')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('factor', 'code_index'), name='recovery_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PhoneCode',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('use', models.CharField(choices=[('sign_in', 'sign_in'), ('link', 'link'), ('entrust', 'entrust')], max_length=8)),
                        ('phone_sealed', models.BinaryField()),
                        ('code_hash', models.CharField(max_length=128)),
                        ('sent_at', models.DateTimeField(db_index=True, default=onevisit.kernel.clock.now)),
                        ('expires_at', models.DateTimeField()),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('proved_at', models.DateTimeField(null=True)),
                        ('agreed', models.CharField(blank=True, db_default='', default='', max_length=64)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='phone_code_tries'), models.CheckConstraint(condition=models.Q(('use__in', ['sign_in', 'link', 'entrust'])), name='phone_code_use_known')],
                    },
                ),
                migrations.CreateModel(
                    name='SandboxMessage',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('content_sealed', models.BinaryField()),
                        ('sent_at', models.DateTimeField(default=onevisit.kernel.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='ApiToken',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=80)),
                        ('prefix', models.CharField(max_length=8, unique=True)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('scopes', models.JSONField()),
                        ('created_at', models.DateTimeField(default=onevisit.kernel.clock.now)),
                        ('created_by', models.UUIDField(null=True)),
                        ('expires_at', models.DateTimeField()),
                        ('last_used_at', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='api_token_lives')],
                    },
                ),
                migrations.CreateModel(
                    name='ApiAnswer',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=128)),
                        ('request_digest', models.CharField(max_length=64)),
                        ('answer_sealed', models.BinaryField(null=True)),
                        ('made_at', models.DateTimeField(db_index=True, default=onevisit.kernel.clock.now)),
                        ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.apitoken')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='api_answer_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ApiUse',
                    fields=[
                        ('key', models.CharField(max_length=128, primary_key=True, serialize=False)),
                        ('began_at', models.DateTimeField(db_index=True)),
                        ('count', models.PositiveIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Authority',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.CharField(max_length=24, unique=True)),
                        ('offers', models.JSONField(default=list)),
                        ('given_at', models.DateTimeField()),
                        ('given_on', models.DateField()),
                        ('until', models.DateField()),
                        ('way', models.CharField(choices=[('account', 'account'), ('window', 'window'), ('code', 'code')], max_length=8)),
                        ('agreed_digest', models.CharField(max_length=64)),
                        ('phone_sealed', models.BinaryField(null=True)),
                        ('recorded_by', models.UUIDField()),
                        ('window', models.CharField(blank=True, max_length=16)),
                        ('used_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('ended_by', models.UUIDField(null=True)),
                        ('ended_why', models.CharField(blank=True, choices=[('withdrawn', 'withdrawn'), ('at_window', 'at_window'), ('lapsed', 'lapsed')], max_length=10)),
                        ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                        ('point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                        ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['helper', 'until'], name='authority_of_helper')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('principal', 'helper'), name='authority_one_open'), models.CheckConstraint(condition=models.Q(('way__in', ['account', 'window', 'code'])), name='authority_way_known'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('given_on')), ('until__lte', django.db.models.expressions.CombinedExpression(models.F('given_on'), '+', models.Value(datetime.timedelta(days=366))))), name='authority_days'), models.CheckConstraint(condition=models.Q(models.Q(('phone_sealed__isnull', False), ('way', 'code')), models.Q(models.Q(('way', 'code'), _negated=True), ('phone_sealed__isnull', True)), _connector='OR'), name='authority_code_has_phone'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'window'), _negated=True), models.Q(('point__isnull', False), models.Q(('recorded_by', models.F('helper')), _negated=True)), _connector='OR'), name='authority_not_to_oneself'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('ended_why__in', ['withdrawn', 'at_window', 'lapsed'])), _connector='OR'), name='authority_end_whole')],
                    },
                ),
            ]
        ),
        migrations.RunSQL(MAKE_AUTHORITIES, DROP_AUTHORITIES),
        migrations.RunSQL(MAKE_AUTHORITIES_2, DROP_AUTHORITIES_2),
    ]
