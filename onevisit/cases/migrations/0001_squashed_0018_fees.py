"""0001 to 0018 at once, for a database that is made anew.

One that stands goes on through the single ones; what only mended its rows is not done here.
"""

import django.db.models.deletion
import onevisit.kernel.ids
from django.conf import settings
from django.db import migrations, models

from onevisit.kernel.migrating import AtOnce

MAKE_FIRST = """
CREATE TRIGGER cases_caseevent_no_change BEFORE UPDATE OR DELETE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_caseevent_no_truncate BEFORE TRUNCATE ON cases_caseevent
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();

CREATE TRIGGER cases_opinion_no_change BEFORE UPDATE OR DELETE ON cases_opinion
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_opinion_no_truncate BEFORE TRUNCATE ON cases_opinion
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();

CREATE TRIGGER cases_handout_no_change BEFORE UPDATE OR DELETE ON cases_handout
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_handout_no_truncate BEFORE TRUNCATE ON cases_handout
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_FIRST = """
DROP TRIGGER cases_caseevent_no_change ON cases_caseevent; DROP TRIGGER cases_caseevent_no_truncate ON cases_caseevent;DROP TRIGGER cases_opinion_no_change ON cases_opinion; DROP TRIGGER cases_opinion_no_truncate ON cases_opinion;DROP TRIGGER cases_handout_no_change ON cases_handout; DROP TRIGGER cases_handout_no_truncate ON cases_handout;
"""
MAKE_FIRST_2 = """
CREATE SEQUENCE cases_application_number;
CREATE SEQUENCE cases_result_number;
"""
DROP_FIRST_2 = """
DROP SEQUENCE cases_application_number; DROP SEQUENCE cases_result_number;
"""
MAKE_NOTICES_AND_LAPSES = """
CREATE TRIGGER cases_redcard_no_change BEFORE UPDATE OR DELETE ON cases_redcard
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_redcard_no_truncate BEFORE TRUNCATE ON cases_redcard
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_NOTICES_AND_LAPSES = """
DROP TRIGGER cases_redcard_no_change ON cases_redcard;
DROP TRIGGER cases_redcard_no_truncate ON cases_redcard;
"""
MAKE_REMINDERS = """
CREATE TRIGGER cases_reminder_no_change BEFORE UPDATE OR DELETE ON cases_reminder
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_reminder_no_truncate BEFORE TRUNCATE ON cases_reminder
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_REMINDERS = """
DROP TRIGGER cases_reminder_no_change ON cases_reminder;
DROP TRIGGER cases_reminder_no_truncate ON cases_reminder;
"""
MAKE_JOINT_VISITS = """
CREATE TRIGGER cases_jointevent_no_change BEFORE UPDATE OR DELETE ON cases_jointevent
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_jointevent_no_truncate BEFORE TRUNCATE ON cases_jointevent
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();

CREATE TRIGGER cases_jointfinding_no_change BEFORE UPDATE OR DELETE ON cases_jointfinding
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_jointfinding_no_truncate BEFORE TRUNCATE ON cases_jointfinding
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();

CREATE TRIGGER cases_jointphoto_no_change BEFORE UPDATE OR DELETE ON cases_jointphoto
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_jointphoto_no_truncate BEFORE TRUNCATE ON cases_jointphoto
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_JOINT_VISITS = """
DROP TRIGGER cases_jointevent_no_change ON cases_jointevent;
DROP TRIGGER cases_jointevent_no_truncate ON cases_jointevent;

DROP TRIGGER cases_jointfinding_no_change ON cases_jointfinding;
DROP TRIGGER cases_jointfinding_no_truncate ON cases_jointfinding;

DROP TRIGGER cases_jointphoto_no_change ON cases_jointphoto;
DROP TRIGGER cases_jointphoto_no_truncate ON cases_jointphoto;
"""
MAKE_COMMITMENTS = """
CREATE TRIGGER cases_obligationevent_no_change BEFORE UPDATE OR DELETE ON cases_obligationevent
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER cases_obligationevent_no_truncate BEFORE TRUNCATE ON cases_obligationevent
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_COMMITMENTS = """
DROP TRIGGER cases_obligationevent_no_change ON cases_obligationevent;
DROP TRIGGER cases_obligationevent_no_truncate ON cases_obligationevent;
"""
MAKE_PARTIES = """
CREATE FUNCTION cases_application_consents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FILTER (WHERE state = 'agreed') < NEW.others
               OR count(*) FILTER (WHERE state NOT IN ('agreed', 'removed')) > 0
        FROM cases_invitation WHERE application_id = NEW.id)
    THEN
        RAISE EXCEPTION 'cases_application: somebody who must agree has not'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_application_consents BEFORE UPDATE ON cases_application FOR EACH ROW
    WHEN (NEW.others > 0 AND OLD.state = 'draft' AND NEW.state = 'submitted')
    EXECUTE FUNCTION cases_application_consents();

CREATE FUNCTION cases_invitation_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    handed_in boolean := (SELECT state IN ('submitted', 'ended') FROM cases_application
                          WHERE id = OLD.application_id);
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF handed_in THEN
            RAISE EXCEPTION 'cases_invitation: what was agreed to is never deleted';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.application_id, NEW.role, NEW.index, NEW.number_index)
        IS DISTINCT FROM (OLD.application_id, OLD.role, OLD.index, OLD.number_index)
        OR (OLD.state = 'removed' AND NEW.state <> 'removed')
        OR (handed_in AND OLD.state = 'agreed' AND (NEW.state NOT IN ('agreed', 'void')
            OR to_jsonb(NEW) - '{state,named_sealed}'::text[]
               IS DISTINCT FROM to_jsonb(OLD) - '{state,named_sealed}'::text[]))
    THEN
        RAISE EXCEPTION 'cases_invitation: whom it was and what they agreed to does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_invitation_keep BEFORE UPDATE OR DELETE ON cases_invitation
    FOR EACH ROW EXECUTE FUNCTION cases_invitation_keep();
"""
DROP_PARTIES = """
DROP TRIGGER cases_invitation_keep ON cases_invitation;
DROP FUNCTION cases_invitation_keep();
DROP TRIGGER cases_application_consents ON cases_application;
DROP FUNCTION cases_application_consents();
"""


class Migration(migrations.Migration):

    replaces = [('cases', '0001_initial'), ('cases', '0002_notices_and_lapses'), ('cases', '0003_four_eyes'), ('cases', '0004_reminders'), ('cases', '0005_joint_visits'), ('cases', '0006_cosigning'), ('cases', '0007_parcels'), ('cases', '0008_who_saved'), ('cases', '0009_deputies'), ('cases', '0010_commitments'), ('cases', '0011_pre_review'), ('cases', '0012_revoked_results'), ('cases', '0013_checked_points'), ('cases', '0014_revoked_cases'), ('cases', '0015_helpers'), ('cases', '0016_rolled_drafts'), ('cases', '0017_parties'), ('cases', '0018_fees')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('audit', '0001_initial'),
        ('catalogue', '0012_servers_before'),
        ('delivery', '0001_initial'),
        ('directory', '0001_initial'),
        ('vault', '0001_initial'),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name='NumberSeries',
                    fields=[
                        ('series', models.CharField(max_length=100, primary_key=True, serialize=False)),
                        ('last', models.PositiveIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Application',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.CharField(max_length=24, null=True, unique=True)),
                        ('state', models.CharField(choices=[('draft', 'DRAFT'), ('submitted', 'SUBMITTED'), ('ended', 'ENDED'), ('discarded', 'DISCARDED')], default='draft', max_length=10)),
                        ('offer_code', models.CharField(max_length=80)),
                        ('offer_name', models.CharField(max_length=500)),
                        ('pins', models.JSONField(default=dict)),
                        ('channel', models.CharField(choices=[('online', 'Online'), ('window', 'Window')], default='online', max_length=10)),
                        ('collection', models.CharField(default='online', max_length=10)),
                        ('answers', models.JSONField(default=dict)),
                        ('form_open', models.JSONField(default=dict)),
                        ('form_sealed', models.BinaryField(null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('promised_on', models.DateField(null=True)),
                        ('promise_provisional', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField()),
                        ('saved_at', models.DateTimeField()),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                        ('bundle_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.bundleversion')),
                        ('collection_point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                        ('filed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('intake_point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                        ('item_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.itemversion')),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                        ('gathering', models.BooleanField(db_default=False, default=False)),
                        ('notified', models.PositiveSmallIntegerField(db_default=0, default=0)),
                        ('destination', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.destination')),
                        ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('saved_point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                        ('saved_window', models.CharField(blank=True, db_default='', default='', max_length=20)),
                        ('pre_returned', models.BooleanField(db_default=False, default=False)),
                        ('helped', models.CharField(blank=True, choices=[('home', 'home'), ('place', 'place'), ('absent', 'absent')], db_default='', default='', max_length=8)),
                        ('helpers', models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                        ('rolled', models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                        ('others', models.PositiveSmallIntegerField(db_default=0, default=0)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['applicant', '-created_at'], name='application_of_person')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bundle_version__isnull', True), ('item_version__isnull', False)), models.Q(('bundle_version__isnull', False), ('item_version__isnull', True)), _connector='OR'), name='application_of_one_offer'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('applicant', 'organisation', 'offer_code'), name='application_one_draft', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'discarded']), models.Q(('number__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='application_submitted_has_number'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='application_ended_at'), models.CheckConstraint(condition=models.Q(('helped__in', ['', 'home', 'place', 'absent'])), name='application_helped_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Case',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.CharField(max_length=100, unique=True)),
                        ('part', models.CharField(max_length=40)),
                        ('name', models.CharField(max_length=500)),
                        ('state', models.CharField(choices=[('submitted', 'SUBMITTED'), ('correction_requested', 'CORRECTION_REQUESTED'), ('accepted', 'ACCEPTED'), ('in_review', 'IN_REVIEW'), ('suspended', 'SUSPENDED'), ('approved', 'APPROVED'), ('issued', 'ISSUED'), ('delivered', 'DELIVERED'), ('refused', 'REFUSED'), ('not_accepted', 'NOT_ACCEPTED'), ('withdrawn', 'WITHDRAWN'), ('returned', 'RETURNED'), ('revoked', 'REVOKED')], max_length=20)),
                        ('last_seq', models.PositiveIntegerField()),
                        ('waits_for', models.JSONField(default=list)),
                        ('promise_days', models.PositiveIntegerField(null=True)),
                        ('intake_due', models.DateField(null=True)),
                        ('legal_due', models.DateField(null=True)),
                        ('promised_due', models.DateField(null=True)),
                        ('delivery_due', models.DateField(null=True)),
                        ('suspended_until', models.DateField(null=True)),
                        ('paused', models.BooleanField(default=False)),
                        ('provisional', models.BooleanField(default=False)),
                        ('submitted_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('claimed_at', models.DateTimeField(null=True)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.application')),
                        ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('item_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.itemversion')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                        ('lapses_on', models.DateField(null=True)),
                        ('pre_review', models.CharField(blank=True, choices=[('', 'NONE'), ('passed', 'PASSED'), ('returned', 'RETURNED'), ('resupplied', 'RESUPPLIED'), ('overtaken', 'OVERTAKEN')], db_default='', default='', max_length=12)),
                        ('fee', models.CharField(blank=True, choices=[('due', 'DUE'), ('settled', 'SETTLED')], db_default='', default='', max_length=8)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['department', 'state', 'promised_due'], name='case_desk'), models.Index(condition=models.Q(('lapses_on__isnull', False)), fields=['lapses_on'], name='case_lapsing')],
                        'constraints': [models.UniqueConstraint(fields=('application', 'part'), name='case_once_per_part'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'suspended'), _negated=True), ('paused', True), _connector='OR'), name='case_suspended_is_paused'), models.CheckConstraint(condition=models.Q(models.Q(('pre_review', 'returned'), _negated=True), ('state', 'submitted'), _connector='OR'), name='case_pre_returned_waits'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['delivered', 'refused', 'not_accepted', 'withdrawn', 'returned', 'revoked'])), models.Q(models.Q(('state__in', ['delivered', 'refused', 'not_accepted', 'withdrawn', 'returned', 'revoked']), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='case_ended_at'), models.CheckConstraint(condition=models.Q(('fee', 'due'), ('state__in', ['issued', 'delivered']), _negated=True), name='case_released_paid')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseEvent',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('seq', models.PositiveIntegerField()),
                        ('event_version', models.PositiveSmallIntegerField(default=1)),
                        ('action', models.CharField(max_length=20)),
                        ('before', models.CharField(max_length=20, null=True)),
                        ('after', models.CharField(max_length=20)),
                        ('effective_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField()),
                        ('calendar_revision', models.PositiveIntegerField()),
                        ('limit_on', models.DateField(null=True)),
                        ('actor_id', models.UUIDField(null=True)),
                        ('actor_name', models.CharField(blank=True, max_length=100)),
                        ('facts', models.JSONField(default=dict)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'seq'), name='case_event_seq'), models.UniqueConstraint(condition=models.Q(('action__in', ['extend', 'extend_late'])), fields=('case',), name='case_extended_once'), models.UniqueConstraint(condition=models.Q(('action__in', ['pre_pass', 'pre_return'])), fields=('case',), name='case_pre_reviewed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseMaterial',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('material', models.CharField(max_length=80)),
                        ('name', models.CharField(max_length=300)),
                        ('how', models.CharField(max_length=20)),
                        ('verdict', models.CharField(blank=True, max_length=10)),
                        ('verdict_by', models.UUIDField(null=True)),
                        ('verdict_by_name', models.CharField(blank=True, max_length=100)),
                        ('verdict_at', models.DateTimeField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'material'), name='case_material_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Evidence',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('material', models.CharField(max_length=80)),
                        ('party_role', models.CharField(default='applicant', max_length=20)),
                        ('party_index', models.PositiveSmallIntegerField(default=0)),
                        ('index', models.PositiveSmallIntegerField(default=0)),
                        ('kind', models.CharField(choices=[('upload', 'Upload'), ('scan', 'Scan'), ('paper', 'Paper'), ('generated', 'Generated'), ('fetched', 'Fetched'), ('promise', 'Promise')], max_length=10)),
                        ('pages', models.PositiveIntegerField(null=True)),
                        ('supplied_at', models.DateTimeField()),
                        ('supplied_by', models.UUIDField(null=True)),
                        ('original_pending', models.BooleanField(default=False)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='cases.application')),
                        ('stored_object', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.storedobject')),
                        ('checked', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('application', 'material', 'party_role', 'party_index', 'index'), name='evidence_place'), models.UniqueConstraint(fields=('application', 'material', 'stored_object'), name='evidence_same_file_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['upload', 'scan']), _negated=True), ('stored_object__isnull', False), _connector='OR'), name='evidence_file_present')],
                    },
                ),
                migrations.CreateModel(
                    name='HandOut',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('identified_by', models.CharField(max_length=20)),
                        ('window', models.CharField(blank=True, max_length=20)),
                        ('clerk_id', models.UUIDField()),
                        ('at', models.DateTimeField()),
                        ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='hand_out', to='cases.case')),
                        ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                        ('service_point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                    ],
                ),
                migrations.CreateModel(
                    name='Opinion',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('event_seq', models.PositiveIntegerField(null=True)),
                        ('step', models.CharField(blank=True, max_length=40)),
                        ('kind', models.CharField(max_length=20)),
                        ('text_sealed', models.BinaryField()),
                        ('author_id', models.UUIDField(null=True)),
                        ('author_name', models.CharField(max_length=100)),
                        ('at', models.DateTimeField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='cases.case')),
                    ],
                ),
                migrations.CreateModel(
                    name='Party',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(default='applicant', max_length=20)),
                        ('index', models.PositiveSmallIntegerField(default=0)),
                        ('signed_at', models.DateTimeField(null=True)),
                        ('signed_digest', models.CharField(blank=True, max_length=64)),
                        ('signed_assurance', models.PositiveSmallIntegerField(default=0)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='cases.application')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                        ('authority', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.authority')),
                        ('signed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('application', 'role', 'index'), name='party_once_in_role'), models.CheckConstraint(condition=models.Q(models.Q(('authority__isnull', True), ('signed_by__isnull', True)), models.Q(('authority__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='party_helper_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Result',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.CharField(max_length=60, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('template', models.CharField(max_length=40)),
                        ('facts_sealed', models.BinaryField()),
                        ('check_code', models.CharField(max_length=20, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='cases.case')),
                        ('stored_object', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.storedobject')),
                        ('revoked_at', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('step', models.CharField(max_length=40)),
                        ('kind', models.CharField(max_length=20)),
                        ('name', models.CharField(max_length=200)),
                        ('state', models.CharField(choices=[('open', 'open'), ('done', 'done'), ('void', 'void')], max_length=10)),
                        ('opened_at', models.DateTimeField()),
                        ('due_on', models.DateField(null=True)),
                        ('done_at', models.DateTimeField(null=True)),
                        ('done_by', models.UUIDField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'step'), name='task_once_per_step'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', False), _connector='OR'), name='task_done_at')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('state', models.CharField(choices=[('gathering', 'gathering'), ('sent', 'sent'), ('dropped', 'dropped')], max_length=10)),
                        ('opened_at', models.DateTimeField()),
                        ('due_on', models.DateField()),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='cases.application')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'gathering')), fields=['due_on'], name='notice_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'gathering')), fields=('application',), name='notice_gathers_once'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='notice_sent_at')],
                    },
                ),
                migrations.CreateModel(
                    name='Gap',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('material', 'material'), ('field', 'field')], max_length=10)),
                        ('key', models.CharField(max_length=80)),
                        ('name', models.CharField(max_length=300)),
                        ('words_sealed', models.BinaryField()),
                        ('recorded_at', models.DateTimeField()),
                        ('recorded_by', models.UUIDField(null=True)),
                        ('recorded_by_name', models.CharField(max_length=100)),
                        ('mended_at', models.DateTimeField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='cases.case')),
                        ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='cases.notice')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('notice', 'case', 'kind', 'key'), name='gap_once_in_notice'), models.UniqueConstraint(condition=models.Q(('notice__isnull', True)), fields=('case', 'kind', 'key'), name='gap_once_in_pre_review')],
                    },
                ),
                migrations.CreateModel(
                    name='RedCard',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('event_seq', models.PositiveIntegerField()),
                        ('kind', models.CharField(choices=[('deemed_accepted', 'deemed_accepted'), ('not_checked', 'not_checked')], max_length=20)),
                        ('due_on', models.DateField()),
                        ('shown_at', models.DateTimeField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='red_cards', to='cases.case')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-shown_at'], name='red_card_newest')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'event_seq'), name='red_card_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Extension',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('state', models.CharField(choices=[('asked', 'asked'), ('granted', 'granted'), ('declined', 'declined')], max_length=10)),
                        ('days', models.PositiveIntegerField()),
                        ('asked_at', models.DateTimeField()),
                        ('asked_by', models.UUIDField(null=True)),
                        ('asked_by_name', models.CharField(max_length=100)),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('answered_by', models.UUIDField(null=True)),
                        ('answered_by_name', models.CharField(blank=True, max_length=100)),
                        ('answer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.opinion')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='cases.case')),
                        ('reason', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='extension', to='cases.opinion')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'asked')), fields=['asked_at'], name='extension_open')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'declined'), _negated=True), fields=('case',), name='extension_once'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='extension_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='extension_answered')],
                    },
                ),
                migrations.CreateModel(
                    name='Reminder',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('deferral', 'DEFERRAL'), ('correction', 'CORRECTION'), ('check', 'CHECK'), ('put_right', 'PUT_RIGHT')], max_length=20)),
                        ('due_on', models.DateField()),
                        ('at', models.DateTimeField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'kind', 'due_on'), name='reminder_once')],
                    },
                ),
                migrations.CreateModel(
                    name='JointAct',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=80)),
                        ('name', models.CharField(max_length=200)),
                        ('state', models.CharField(choices=[('planned', 'PLANNED'), ('done', 'DONE'), ('lapsed', 'LAPSED'), ('cancelled', 'CANCELLED')], max_length=10)),
                        ('last_seq', models.PositiveIntegerField()),
                        ('on', models.DateField()),
                        ('half', models.CharField(choices=[('am', 'MORNING'), ('pm', 'AFTERNOON')], max_length=2)),
                        ('hour', models.TimeField(null=True)),
                        ('words_sealed', models.BinaryField()),
                        ('planned_at', models.DateTimeField()),
                        ('planned_by', models.UUIDField(null=True)),
                        ('planned_by_name', models.CharField(max_length=100)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_acts', to='cases.application')),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['on'], name='joint_act_ahead')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('application', 'key'), name='joint_act_planned_once'), models.CheckConstraint(condition=models.Q(('half__in', ['am', 'pm'])), name='joint_act_half')],
                    },
                ),
                migrations.CreateModel(
                    name='JointEvent',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('seq', models.PositiveIntegerField()),
                        ('move', models.CharField(choices=[('plan', 'PLAN'), ('move', 'MOVE'), ('go', 'GO'), ('stay', 'STAY'), ('find', 'FIND'), ('leave', 'LEAVE'), ('done', 'DONE'), ('lapse', 'LAPSE'), ('cancel', 'CANCEL')], max_length=10)),
                        ('on', models.DateField(null=True)),
                        ('half', models.CharField(blank=True, max_length=2)),
                        ('hour', models.TimeField(null=True)),
                        ('reason_sealed', models.BinaryField(null=True)),
                        ('at', models.DateTimeField()),
                        ('actor_id', models.UUIDField(null=True)),
                        ('actor_name', models.CharField(blank=True, max_length=100)),
                        ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.jointact')),
                        ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('act', 'seq'), name='joint_event_seq')],
                    },
                ),
                migrations.CreateModel(
                    name='JointFinding',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('seq', models.PositiveIntegerField()),
                        ('verdict', models.CharField(choices=[('passed', 'PASSED'), ('failed', 'FAILED'), ('mend', 'MEND')], max_length=10)),
                        ('mend_by', models.DateField(null=True)),
                        ('due_on', models.DateField(null=True)),
                        ('note_sealed', models.BinaryField()),
                        ('at', models.DateTimeField()),
                        ('author_id', models.UUIDField(null=True)),
                        ('author_name', models.CharField(max_length=100)),
                        ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='cases.jointact')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('act', 'seq'), name='joint_finding_seq'), models.CheckConstraint(condition=models.Q(models.Q(('mend_by__isnull', False), ('verdict', 'mend')), models.Q(models.Q(('verdict', 'mend'), _negated=True), ('mend_by__isnull', True)), _connector='OR'), name='joint_finding_mend_by')],
                    },
                ),
                migrations.CreateModel(
                    name='JointPhoto',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('index', models.PositiveSmallIntegerField()),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='cases.jointfinding')),
                        ('stored_object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.storedobject')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('finding', 'index'), name='joint_photo_place')],
                    },
                ),
                migrations.CreateModel(
                    name='Proposal',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('state', models.CharField(choices=[('open', 'open'), ('confirmed', 'confirmed'), ('sent_back', 'sent_back'), ('taken_back', 'taken_back')], max_length=10)),
                        ('outcome', models.CharField(choices=[('approve', 'approve'), ('refuse', 'refuse')], max_length=10)),
                        ('proposed_at', models.DateTimeField()),
                        ('proposed_by', models.UUIDField(null=True)),
                        ('proposed_by_name', models.CharField(max_length=100)),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('answered_by', models.UUIDField(null=True)),
                        ('answered_by_name', models.CharField(blank=True, max_length=100)),
                        ('answer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.opinion')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='cases.case')),
                        ('reason', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.opinion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'confirmed'])), fields=('case',), name='proposal_once'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), ('state', 'taken_back'), models.Q(('answered_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='proposal_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='proposal_answered')],
                    },
                ),
                migrations.CreateModel(
                    name='Posted',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('live', models.BooleanField(default=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posted', to='cases.case')),
                        ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.parcel')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'parcel'), name='posted_once'), models.UniqueConstraint(condition=models.Q(('live', True)), fields=('case',), name='posted_in_one_live_parcel')],
                    },
                ),
                migrations.CreateModel(
                    name='Deputy',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('first_on', models.DateField()),
                        ('last_on', models.DateField()),
                        ('reason', models.CharField(choices=[('leave', 'leave'), ('duty', 'duty'), ('training', 'training'), ('other', 'other')], max_length=10)),
                        ('named_at', models.DateTimeField()),
                        ('named_by', models.UUIDField(null=True)),
                        ('named_by_name', models.CharField(max_length=100)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('absent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['deputy', 'last_on'], name='deputy_now')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('absent', 'department'), name='deputy_one_at_a_time'), models.CheckConstraint(condition=models.Q(('deputy', models.F('absent')), _negated=True), name='deputy_is_another'), models.CheckConstraint(condition=models.Q(('first_on__lte', models.F('last_on'))), name='deputy_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Obligation',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('material', models.CharField(max_length=80)),
                        ('name', models.CharField(max_length=300)),
                        ('state', models.CharField(choices=[('open', 'OPEN'), ('kept', 'KEPT'), ('ordered', 'ORDERED'), ('put_right', 'PUT_RIGHT'), ('hearing', 'HEARING'), ('heard', 'HEARD'), ('revoked', 'REVOKED')], default='open', max_length=10)),
                        ('due_on', models.DateField()),
                        ('last_seq', models.PositiveIntegerField(default=0)),
                        ('made_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='cases.case')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['due_on'], name='obligation_due')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'material'), name='obligation_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['kept', 'put_right', 'revoked'])), models.Q(models.Q(('state__in', ['kept', 'put_right', 'revoked']), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='obligation_ended_at')],
                    },
                ),
                migrations.CreateModel(
                    name='ObligationEvent',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('seq', models.PositiveIntegerField()),
                        ('check_kind', models.CharField(choices=[('confirm', 'CONFIRM'), ('order', 'ORDER'), ('put_right', 'PUT_RIGHT'), ('call_hearing', 'CALL_HEARING'), ('hear', 'HEAR'), ('revoke', 'REVOKE')], max_length=20)),
                        ('after', models.CharField(max_length=10)),
                        ('limit_on', models.DateField(null=True)),
                        ('at', models.DateTimeField()),
                        ('actor_id', models.UUIDField(null=True)),
                        ('actor_name', models.CharField(max_length=100)),
                        ('words_sealed', models.BinaryField()),
                        ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.obligation')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('obligation', 'seq'), name='obligation_event_seq')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(max_length=20)),
                        ('index', models.PositiveSmallIntegerField(default=0)),
                        ('named_sealed', models.BinaryField()),
                        ('number_index', models.CharField(db_index=True, max_length=128)),
                        ('state', models.CharField(choices=[('invited', 'INVITED'), ('agreed', 'AGREED'), ('declined', 'DECLINED'), ('withdrawn', 'WITHDRAWN'), ('void', 'VOID'), ('removed', 'REMOVED')], default='invited', max_length=10)),
                        ('reason', models.CharField(blank=True, default='', max_length=500)),
                        ('invited_at', models.DateTimeField()),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('agreed_digest', models.CharField(blank=True, default='', max_length=64)),
                        ('agreed_assurance', models.PositiveSmallIntegerField(default=0)),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='cases.application')),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                        ('point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.servicepoint')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('application', 'role', 'index'), name='invitation_once_in_role'), models.UniqueConstraint(condition=models.Q(('state', 'removed'), _negated=True), fields=('application', 'number_index'), name='invitation_once'), models.CheckConstraint(condition=models.Q(('state__in', ['invited', 'agreed', 'declined', 'withdrawn', 'void', 'removed'])), name='invitation_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), models.Q(('agreed_assurance__gte', 2), ('answered_at__isnull', False), ('person__isnull', False), models.Q(('agreed_digest', ''), _negated=True)), _connector='OR'), name='invitation_agreed_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='invitation_declined_why')],
                    },
                ),
            ]
        ),
        migrations.RunSQL(MAKE_FIRST, DROP_FIRST),
        migrations.RunSQL(MAKE_FIRST_2, DROP_FIRST_2),
        migrations.RunSQL(MAKE_NOTICES_AND_LAPSES, DROP_NOTICES_AND_LAPSES),
        migrations.RunSQL(MAKE_REMINDERS, DROP_REMINDERS),
        migrations.RunSQL(MAKE_JOINT_VISITS, DROP_JOINT_VISITS),
        migrations.RunSQL(MAKE_COMMITMENTS, DROP_COMMITMENTS),
        migrations.RunSQL(MAKE_PARTIES, DROP_PARTIES),
    ]
