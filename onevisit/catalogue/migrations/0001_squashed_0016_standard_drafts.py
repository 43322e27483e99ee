"""0001 to 0016 at once, for a database that is made anew.

One that stands goes on through the single ones; what only mended its rows is not done here.
"""

import django.db.models.deletion
import django.db.models.functions.text
import onevisit.kernel.ids
from django.db import migrations, models

from onevisit.kernel.migrating import AtOnce

MAKE_FIRST = """
CREATE FUNCTION catalogue_freeze_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    probe record;
BEGIN
    IF OLD.state = 'draft' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'version % is % and cannot be deleted', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    probe := NEW;
    probe.state := OLD.state;
    IF probe IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'version % is % and cannot be changed', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'published' AND NEW.state = 'retired') THEN
        RAISE EXCEPTION 'version % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION catalogue_freeze_ref() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM catalogue_itemversion v
        WHERE v.id = OLD.item_version_id AND v.state <> 'draft'
        UNION ALL
        SELECT 1 FROM catalogue_bundleversion v
        WHERE v.id = OLD.bundle_version_id AND v.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'what a published version names cannot be changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER catalogue_itemversion_freeze BEFORE UPDATE OR DELETE ON catalogue_itemversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_freeze_version();
CREATE TRIGGER catalogue_bundleversion_freeze BEFORE UPDATE OR DELETE ON catalogue_bundleversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_freeze_version();
CREATE TRIGGER catalogue_definitionref_freeze BEFORE UPDATE OR DELETE ON catalogue_definitionref
    FOR EACH ROW EXECUTE FUNCTION catalogue_freeze_ref();
"""
DROP_FIRST = """
DROP TRIGGER catalogue_definitionref_freeze ON catalogue_definitionref;
DROP TRIGGER catalogue_bundleversion_freeze ON catalogue_bundleversion;
DROP TRIGGER catalogue_itemversion_freeze ON catalogue_itemversion;
DROP FUNCTION catalogue_freeze_ref();
DROP FUNCTION catalogue_freeze_version();
"""
MAKE_REVIEW = """
CREATE OR REPLACE FUNCTION catalogue_freeze_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    probe record;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'draft' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'version % is % and cannot be deleted', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'in_review'), ('draft', 'published'),
        ('in_review', 'draft'), ('in_review', 'approved'), ('in_review', 'published'),
        ('approved', 'draft'), ('approved', 'in_review'), ('approved', 'published'),
        ('published', 'retired')
    ) THEN
        RAISE EXCEPTION 'version % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'draft' THEN
        RETURN NEW;
    END IF;
    probe := NEW;
    probe.state := OLD.state;
    IF OLD.state IN ('in_review', 'approved') THEN
        probe.submitted_at := OLD.submitted_at;
        probe.approved_by := OLD.approved_by;
        probe.effective_on := OLD.effective_on;
        probe.published_at := OLD.published_at;
        probe.published_by := OLD.published_by;
    END IF;
    IF probe IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'version % is % and cannot be changed', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
"""
MAKE_REVIEW_2 = """
ALTER TABLE catalogue_itemversion ADD CONSTRAINT item_version_two_people CHECK (
    NOT coalesce(hands @> to_jsonb(approved_by::text), false)
    AND NOT coalesce(hands @> to_jsonb(published_by::text), false)
);
"""
DROP_REVIEW_2 = """
ALTER TABLE catalogue_itemversion DROP CONSTRAINT item_version_two_people
"""
MAKE_REVIEW_3 = """
ALTER TABLE catalogue_bundleversion ADD CONSTRAINT bundle_version_two_people CHECK (
    NOT coalesce(hands @> to_jsonb(approved_by::text), false)
    AND NOT coalesce(hands @> to_jsonb(published_by::text), false)
);
"""
DROP_REVIEW_3 = """
ALTER TABLE catalogue_bundleversion DROP CONSTRAINT bundle_version_two_people
"""
MAKE_REVIEW_4 = """
CREATE TRIGGER catalogue_versionevent_no_change BEFORE UPDATE OR DELETE ON catalogue_versionevent
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER catalogue_versionevent_no_truncate BEFORE TRUNCATE ON catalogue_versionevent
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_REVIEW_4 = """
DROP TRIGGER catalogue_versionevent_no_change ON catalogue_versionevent;
DROP TRIGGER catalogue_versionevent_no_truncate ON catalogue_versionevent;
"""
MAKE_STANDARDS = """
CREATE TRIGGER catalogue_standard_no_change BEFORE UPDATE OR DELETE ON catalogue_standard
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER catalogue_standard_no_truncate BEFORE TRUNCATE ON catalogue_standard
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
DROP_STANDARDS = """
DROP TRIGGER catalogue_standard_no_change ON catalogue_standard;
DROP TRIGGER catalogue_standard_no_truncate ON catalogue_standard;
"""
MAKE_BASED_ON = """
CREATE FUNCTION catalogue_base_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.based_on IS NULL AND TG_OP = 'UPDATE' THEN
        NEW.based_on := OLD.based_on;
    ELSIF NEW.based_on IS NULL AND NEW.state = 'draft' THEN
        NEW.based_on := (SELECT current_id FROM catalogue_item WHERE id = NEW.item_id);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER catalogue_itemversion_base BEFORE INSERT OR UPDATE ON catalogue_itemversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_base_of_item();
UPDATE catalogue_itemversion v SET based_on = o.current_id
FROM catalogue_item o WHERE o.id = v.item_id AND v.state = 'draft';
"""
DROP_BASED_ON = """
DROP TRIGGER catalogue_itemversion_base ON catalogue_itemversion;
DROP FUNCTION catalogue_base_of_item();
"""
MAKE_BASED_ON_2 = """
CREATE FUNCTION catalogue_base_of_bundle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.based_on IS NULL AND TG_OP = 'UPDATE' THEN
        NEW.based_on := OLD.based_on;
    ELSIF NEW.based_on IS NULL AND NEW.state = 'draft' THEN
        NEW.based_on := (SELECT current_id FROM catalogue_bundle WHERE id = NEW.bundle_id);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER catalogue_bundleversion_base BEFORE INSERT OR UPDATE ON catalogue_bundleversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_base_of_bundle();
UPDATE catalogue_bundleversion v SET based_on = o.current_id
FROM catalogue_bundle o WHERE o.id = v.bundle_id AND v.state = 'draft';
"""
DROP_BASED_ON_2 = """
DROP TRIGGER catalogue_bundleversion_base ON catalogue_bundleversion;
DROP FUNCTION catalogue_base_of_bundle();
"""
MAKE_STANDARD_DRAFTS = """
ALTER TABLE catalogue_standard ADD CONSTRAINT standard_two_people CHECK (
    NOT hands @> to_jsonb(published_by::text)
)
"""
DROP_STANDARD_DRAFTS = """
ALTER TABLE catalogue_standard DROP CONSTRAINT standard_two_people
"""


class Migration(migrations.Migration):

    replaces = [('catalogue', '0001_initial'), ('catalogue', '0002_publish_rules'), ('catalogue', '0003_public_lists'), ('catalogue', '0004_review'), ('catalogue', '0005_standards'), ('catalogue', '0006_retirements'), ('catalogue', '0007_exchange'), ('catalogue', '0008_based_on'), ('catalogue', '0009_draft_changes'), ('catalogue', '0010_registers'), ('catalogue', '0011_activities'), ('catalogue', '0012_servers_before'), ('catalogue', '0013_rewriting'), ('catalogue', '0014_typing'), ('catalogue', '0015_exchange_pages'), ('catalogue', '0016_standard_drafts')]

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('directory', '0001_initial'),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name='CatalogueEntry',
                    fields=[
                        ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=500)),
                        ('task_type', models.CharField(max_length=2)),
                        ('source_task_type', models.CharField(blank=True, max_length=8)),
                        ('by_law', models.TextField(blank=True, db_default='', default='', max_length=20000)),
                        ('cancelled_on', models.DateField(null=True)),
                        ('effective_on', models.DateField(null=True)),
                        ('guid', models.CharField(blank=True, db_default='', default='', max_length=64)),
                        ('local_code', models.CharField(blank=True, db_default='', default='', max_length=80)),
                        ('state', models.CharField(db_default='1', default='1', max_length=1)),
                        ('use_level', models.CharField(blank=True, db_default='', default='', max_length=20)),
                        ('version', models.PositiveIntegerField(db_default=1, default=1)),
                    ],
                ),
                migrations.CreateModel(
                    name='LintRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(unique=True)),
                        ('at', models.DateTimeField()),
                        ('checked', models.PositiveIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='LintCount',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('rule', models.CharField(max_length=60)),
                        ('found', models.PositiveIntegerField()),
                        ('waived', models.PositiveIntegerField()),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='catalogue.lintrun')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('run', 'department', 'rule'), name='lint_count_once'), models.CheckConstraint(condition=models.Q(('waived__lte', models.F('found'))), name='lint_waived_of_found')],
                    },
                ),
                migrations.CreateModel(
                    name='Standard',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('variant', models.CharField(blank=True, max_length=10)),
                        ('number', models.PositiveIntegerField()),
                        ('withdrawn', models.BooleanField(default=False)),
                        ('document', models.JSONField()),
                        ('digest', models.CharField(max_length=64)),
                        ('latitudes', models.JSONField()),
                        ('reason', models.TextField(max_length=500)),
                        ('published_at', models.DateTimeField()),
                        ('published_by', models.UUIDField()),
                        ('published_by_name', models.CharField(max_length=100)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standards', to='catalogue.catalogueentry')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                        ('hands', models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('entry', 'variant', 'region', 'number'), name='standard_number'), models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='standard_reason'), models.CheckConstraint(condition=models.Q(('published_by_name__regex', '\\S')), name='standard_officer_named')],
                    },
                ),
                migrations.CreateModel(
                    name='Adoption',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('by', models.UUIDField(null=True)),
                        ('by_name', models.CharField(max_length=100)),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('undone_by_name', models.CharField(blank=True, max_length=100)),
                        ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='catalogue.standard')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by_name', '')), models.Q(('undone_at__isnull', False), ('undone_by_name__regex', '\\S')), _connector='OR'), name='adoption_undone_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='ExchangeRun',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('import', 'Import'), ('export', 'Export')], max_length=6)),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('reading', 'Reading'), ('checking', 'Checking'), ('checked', 'Checked'), ('applying', 'Applying'), ('stopped', 'Stopped'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='waiting', max_length=9)),
                        ('name', models.CharField(max_length=200)),
                        ('size', models.PositiveBigIntegerField(default=0)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('profile', models.CharField(max_length=40)),
                        ('wishes', models.JSONField(default=dict)),
                        ('files', models.JSONField(default=dict)),
                        ('position', models.BigIntegerField(default=0)),
                        ('total', models.PositiveBigIntegerField(default=0)),
                        ('done', models.PositiveBigIntegerField(default=0)),
                        ('counts', models.JSONField(default=dict)),
                        ('problem', models.JSONField(default=dict)),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.UUIDField(null=True)),
                        ('made_by_name', models.CharField(max_length=100)),
                        ('moved_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('asks', models.BooleanField(db_default=False, default=False)),
                        ('foreseen', models.JSONField(db_default={}, default=dict)),
                        ('started_by', models.UUIDField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-made_at'], name='exchange_run_newest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['import', 'export'])), name='exchange_run_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'reading', 'checking', 'checked', 'applying', 'stopped', 'done', 'failed', 'cancelled'])), name='exchange_run_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed', 'cancelled'))), models.Q(('ended_at', None), models.Q(('state__in', ('done', 'failed', 'cancelled')), _negated=True)), _connector='OR'), name='exchange_run_ended')],
                    },
                ),
                migrations.CreateModel(
                    name='ExchangeChunk',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('input', 'Input'), ('output', 'Output'), ('report', 'Report'), ('plan', 'Plan')], max_length=6)),
                        ('data', models.BinaryField()),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='catalogue.exchangerun')),
                        ('outcomes', models.JSONField(db_default=[], default=list)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['run', 'kind', 'id'], name='exchange_chunk_order')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['input', 'output', 'report', 'plan'])), name='exchange_chunk_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='ExchangeRow',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('role', models.CharField(choices=[('d', 'Entry'), ('b', 'Task'), ('c', 'Child'), ('o', 'Alone')], max_length=1)),
                        ('table', models.CharField(max_length=40)),
                        ('file', models.CharField(max_length=120)),
                        ('number', models.PositiveIntegerField()),
                        ('task', models.CharField(max_length=80)),
                        ('code', models.CharField(max_length=80)),
                        ('values', models.TextField()),
                        ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='catalogue.exchangerun')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('role', 'c'), _negated=True), fields=['run', 'id'], name='exchange_row_tasks'), models.Index(condition=models.Q(('role', 'c')), fields=['run', 'task'], name='exchange_row_of_task')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['d', 'b', 'c', 'o'])), name='exchange_row_role_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Power',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=40)),
                        ('name', models.CharField(max_length=300)),
                        ('basis', models.TextField()),
                        ('codes', models.JSONField(default=list)),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField()),
                        ('changed_by_name', models.CharField(max_length=100)),
                        ('ended_on', models.DateField(null=True)),
                        ('kind', models.CharField(max_length=2)),
                        ('reaches_down', models.BooleanField(default=False)),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ended_on', None)), fields=['code', 'id'], name='power_listed')],
                        'constraints': [models.UniqueConstraint(fields=('department', 'code'), name='power_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PowerDuty',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=100)),
                        ('content', models.TextField(blank=True)),
                        ('basis', models.TextField(blank=True)),
                        ('accountability', models.TextField(blank=True)),
                        ('power', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='catalogue.power')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('power', 'position'), name='power_duty_position')],
                    },
                ),
                migrations.CreateModel(
                    name='PowerEntry',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('entry_code', models.CharField(db_index=True, max_length=40)),
                        ('power', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='catalogue.power')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('power', 'entry_code'), name='power_entry_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Fund',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=40)),
                        ('name', models.CharField(max_length=300)),
                        ('basis', models.TextField()),
                        ('codes', models.JSONField(default=list)),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField()),
                        ('changed_by_name', models.CharField(max_length=100)),
                        ('ended_on', models.DateField(null=True)),
                        ('purpose', models.TextField()),
                        ('recipients', models.TextField(blank=True)),
                        ('standard', models.TextField(blank=True)),
                        ('year', models.PositiveSmallIntegerField(null=True)),
                        ('amount', models.PositiveIntegerField(null=True)),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ended_on', None)), fields=['code', 'id'], name='fund_listed')],
                        'constraints': [models.UniqueConstraint(fields=('department', 'code'), name='fund_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NegativeEntry',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=40)),
                        ('name', models.CharField(max_length=300)),
                        ('basis', models.TextField()),
                        ('codes', models.JSONField(default=list)),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField()),
                        ('changed_by_name', models.CharField(max_length=100)),
                        ('ended_on', models.DateField(null=True)),
                        ('sector', models.CharField(max_length=100)),
                        ('measure', models.CharField(max_length=10)),
                        ('content', models.TextField(blank=True)),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ended_on', None)), fields=['code', 'id'], name='negative_listed')],
                        'constraints': [models.UniqueConstraint(fields=('department', 'code'), name='negative_code_once'), models.CheckConstraint(condition=models.Q(('measure__in', ['forbidden', 'approved'])), name='negative_measure_known')],
                    },
                ),
                migrations.CreateModel(
                    name='BusinessActivity',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=40, unique=True)),
                        ('name', models.CharField(max_length=80)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('document', models.JSONField()),
                        ('digest', models.CharField(max_length=64)),
                        ('set_at', models.DateTimeField()),
                        ('set_by', models.UUIDField(null=True)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9-]*$')), name='activity_code_form')],
                    },
                ),
                migrations.CreateModel(
                    name='Rewriting',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('book', 'BOOK'), ('change', 'CHANGE')], max_length=10)),
                        ('title', models.CharField(max_length=200)),
                        ('content', models.BinaryField(null=True)),
                        ('at', models.DateTimeField()),
                        ('by', models.UUIDField(null=True)),
                        ('by_name', models.CharField(max_length=100)),
                        ('done_at', models.DateTimeField(null=True)),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('undone_by_name', models.CharField(blank=True, max_length=100)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['by', '-at'], name='rewriting_of_whom')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('done_at', None), ('content', None), _connector='OR'), name='rewriting_done_or_waiting'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by_name', '')), models.Q(('done_at__isnull', False), ('undone_at__isnull', False), ('undone_by_name__regex', '\\S')), _connector='OR'), name='rewriting_undone_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='StandardDraft',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('variant', models.CharField(blank=True, max_length=10)),
                        ('based_on', models.PositiveIntegerField(default=0)),
                        ('document', models.JSONField()),
                        ('latitudes', models.JSONField()),
                        ('reason', models.TextField(blank=True, max_length=500)),
                        ('hands', models.JSONField()),
                        ('made_at', models.DateTimeField()),
                        ('made_by_name', models.CharField(max_length=100)),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.catalogueentry')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('entry', 'variant', 'region'), name='standard_draft_one'), models.CheckConstraint(condition=models.Q(('submitted_at', None), ('reason__regex', '\\S'), _connector='OR'), name='standard_draft_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Bundle',
                    fields=[
                        ('short_name', models.CharField(blank=True, max_length=200)),
                        ('served', models.JSONField(default=list)),
                        ('life_events', models.JSONField(default=list)),
                        ('applicable', models.BooleanField(default=False)),
                        ('online_depth', models.CharField(blank=True, max_length=1)),
                        ('declared_visits', models.PositiveSmallIntegerField(null=True)),
                        ('promise', models.PositiveIntegerField(null=True)),
                        ('promise_unit', models.CharField(blank=True, max_length=8)),
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=80, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                        ('findings', models.JSONField(null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='BundleVersion',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('draft', 'DRAFT'), ('in_review', 'IN_REVIEW'), ('approved', 'APPROVED'), ('published', 'PUBLISHED'), ('retired', 'RETIRED')], default='draft', max_length=10)),
                        ('schema', models.PositiveSmallIntegerField()),
                        ('document', models.JSONField()),
                        ('digest', models.CharField(max_length=64)),
                        ('made_at', models.DateTimeField()),
                        ('published_at', models.DateTimeField(null=True)),
                        ('published_by', models.UUIDField(null=True)),
                        ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.bundle')),
                        ('approved_by', models.UUIDField(null=True)),
                        ('effective_on', models.DateField(null=True)),
                        ('hands', models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                        ('made_by_name', models.CharField(blank=True, db_default='', default='', max_length=100)),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('based_on', models.UUIDField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('bundle', 'number'), name='bundle_version_number'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('bundle',), name='bundle_one_published'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved'])), fields=('bundle',), name='bundle_one_open'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'published', 'retired'])), name='bundle_version_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'retired']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='bundle_version_published_at'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_review'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='bundle_version_submitted'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('approved_by__isnull', False), ('effective_on__isnull', False)), _connector='OR'), name='bundle_version_approved')],
                    },
                ),
                migrations.CreateModel(
                    name='Item',
                    fields=[
                        ('short_name', models.CharField(blank=True, max_length=200)),
                        ('served', models.JSONField(default=list)),
                        ('life_events', models.JSONField(default=list)),
                        ('applicable', models.BooleanField(default=False)),
                        ('online_depth', models.CharField(blank=True, max_length=1)),
                        ('declared_visits', models.PositiveSmallIntegerField(null=True)),
                        ('promise', models.PositiveIntegerField(null=True)),
                        ('promise_unit', models.CharField(blank=True, max_length=8)),
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=80, unique=True)),
                        ('item_code', models.CharField(db_index=True, max_length=80)),
                        ('variant', models.CharField(blank=True, max_length=10)),
                        ('source_code', models.CharField(blank=True, max_length=80)),
                        ('source', models.CharField(blank=True, max_length=20)),
                        ('name', models.CharField(max_length=500)),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='catalogue.catalogueentry')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
                        ('findings', models.JSONField(null=True)),
                        ('case_kind', models.CharField(blank=True, db_default='', max_length=1)),
                        ('charged', models.BooleanField(db_default=False, default=False)),
                        ('guid', models.CharField(blank=True, db_default='', default='', max_length=64)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['entry', 'variant'], name='item_entry_variant'), models.Index(condition=models.Q(('applicable', True)), fields=['code'], name='item_applicable'), models.Index(condition=models.Q(('charged', True)), fields=['code'], name='item_charged'), models.Index(condition=models.Q(('case_kind', '1')), fields=['code'], name='item_immediate'), models.Index(condition=models.Q(('declared_visits', 0)), fields=['code'], name='item_without_visit'), models.Index(fields=['department', 'code'], name='item_of_department'), models.Index(condition=models.Q(('guid', ''), _negated=True), fields=['guid'], name='item_guid'), models.Index(django.db.models.functions.text.MD5('code'), name='item_derived_guid')],
                    },
                ),
                migrations.CreateModel(
                    name='Alias',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('phrase', models.CharField(max_length=100)),
                        ('source', models.CharField(default='curated', max_length=20)),
                        ('bundle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='catalogue.bundle')),
                        ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='catalogue.item')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('phrase', 'item', 'bundle'), name='alias_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('bundle__isnull', True), ('item__isnull', False)), models.Q(('bundle__isnull', False), ('item__isnull', True)), _connector='OR'), name='alias_of_one_thing')],
                    },
                ),
                migrations.CreateModel(
                    name='ItemVersion',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('draft', 'DRAFT'), ('in_review', 'IN_REVIEW'), ('approved', 'APPROVED'), ('published', 'PUBLISHED'), ('retired', 'RETIRED')], default='draft', max_length=10)),
                        ('schema', models.PositiveSmallIntegerField()),
                        ('document', models.JSONField()),
                        ('digest', models.CharField(max_length=64)),
                        ('made_at', models.DateTimeField()),
                        ('published_at', models.DateTimeField(null=True)),
                        ('published_by', models.UUIDField(null=True)),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.item')),
                        ('approved_by', models.UUIDField(null=True)),
                        ('effective_on', models.DateField(null=True)),
                        ('hands', models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                        ('made_by_name', models.CharField(blank=True, db_default='', default='', max_length=100)),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('based_on', models.UUIDField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('item', 'number'), name='item_version_number'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('item',), name='item_one_published'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved'])), fields=('item',), name='item_one_open'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'published', 'retired'])), name='item_version_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'retired']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='item_version_published_at'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_review'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='item_version_submitted'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('approved_by__isnull', False), ('effective_on__isnull', False)), _connector='OR'), name='item_version_approved')],
                    },
                ),
                migrations.CreateModel(
                    name='DefinitionRef',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('place', models.CharField(max_length=200)),
                        ('bundle_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='refs', to='catalogue.bundleversion')),
                        ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.catalogueentry')),
                        ('item_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='refs', to='catalogue.itemversion')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bundle_version__isnull', True), ('item_version__isnull', False)), models.Q(('bundle_version__isnull', False), ('item_version__isnull', True)), _connector='OR'), name='ref_of_one_version'), models.CheckConstraint(condition=models.Q(('entry__isnull', False), ('department__isnull', False), _connector='OR'), name='ref_names_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Waiver',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('rule', models.CharField(max_length=60)),
                        ('reason', models.TextField(max_length=500)),
                        ('number', models.PositiveIntegerField()),
                        ('given_at', models.DateTimeField()),
                        ('given_by', models.UUIDField()),
                        ('given_by_name', models.CharField(max_length=100)),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('withdrawn_by', models.UUIDField(null=True)),
                        ('withdrawn_by_name', models.CharField(blank=True, max_length=100)),
                        ('bundle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='catalogue.bundle')),
                        ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='catalogue.item')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('item__isnull', False), ('withdrawn_at', None)), fields=('item', 'rule'), name='waiver_one_live_of_item'), models.UniqueConstraint(condition=models.Q(('bundle__isnull', False), ('withdrawn_at', None)), fields=('bundle', 'rule'), name='waiver_one_live_of_bundle'), models.CheckConstraint(condition=models.Q(models.Q(('bundle__isnull', True), ('item__isnull', False)), models.Q(('bundle__isnull', False), ('item__isnull', True)), _connector='OR'), name='waiver_of_one_thing'), models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='waiver_reason_given'), models.CheckConstraint(condition=models.Q(('given_by_name__regex', '\\S')), name='waiver_officer_named'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='waiver_withdrawn_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='VersionEvent',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('move', models.CharField(max_length=20)),
                        ('at', models.DateTimeField()),
                        ('by', models.UUIDField(null=True)),
                        ('by_name', models.CharField(max_length=100)),
                        ('reason', models.TextField(blank=True, max_length=500)),
                        ('facts', models.JSONField(default=dict)),
                        ('bundle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='catalogue.bundle')),
                        ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='catalogue.item')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['item', '-id'], name='version_event_item'), models.Index(fields=['bundle', '-id'], name='version_event_bundle')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bundle__isnull', True), ('item__isnull', False)), models.Q(('bundle__isnull', False), ('item__isnull', True)), _connector='OR'), name='version_event_of_one_thing')],
                    },
                ),
                migrations.CreateModel(
                    name='Comparison',
                    fields=[
                        ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='comparison', serialize=False, to='catalogue.item')),
                        ('forbidden', models.PositiveIntegerField(default=0)),
                        ('allowed', models.PositiveIntegerField(default=0)),
                        ('aspects', models.JSONField(default=dict)),
                        ('marks', models.JSONField(default=dict)),
                        ('standard', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.standard')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('standard__isnull', False), models.Q(('allowed', 0), ('forbidden', 0)), _connector='OR'), name='comparison_with_standard')],
                    },
                ),
                migrations.CreateModel(
                    name='AdoptedItem',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('version_id', models.UUIDField()),
                        ('number', models.PositiveIntegerField()),
                        ('digest', models.CharField(max_length=64)),
                        ('aspects', models.JSONField(default=list)),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.item')),
                        ('adoption', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='catalogue.adoption')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('adoption', 'item'), name='adopted_item_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Retirement',
                    fields=[
                        ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('on', models.DateField()),
                        ('reason', models.TextField(max_length=500)),
                        ('proposed_at', models.DateTimeField()),
                        ('proposed_by', models.UUIDField()),
                        ('proposed_by_name', models.CharField(max_length=100)),
                        ('confirmed_at', models.DateTimeField(null=True)),
                        ('confirmed_by', models.UUIDField(null=True)),
                        ('confirmed_by_name', models.CharField(blank=True, max_length=100)),
                        ('done_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('bundle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retirements', to='catalogue.bundle')),
                        ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retirements', to='catalogue.item')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('confirmed_at__isnull', False), ('done_at', None), ('ended_at', None)), fields=['on'], name='retirement_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('item__isnull', False)), fields=('item',), name='retirement_one_live_of_item'), models.UniqueConstraint(condition=models.Q(('bundle__isnull', False), ('ended_at', None)), fields=('bundle',), name='retirement_one_live_of_bundle'), models.CheckConstraint(condition=models.Q(models.Q(('bundle__isnull', True), ('item__isnull', False)), models.Q(('bundle__isnull', False), ('item__isnull', True)), _connector='OR'), name='retirement_of_one_thing'), models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='retirement_reason_given'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='retirement_two_people'), models.CheckConstraint(condition=models.Q(('done_at', None), ('confirmed_at__isnull', False), _connector='OR'), name='retirement_confirmed_before_done')],
                    },
                ),
                migrations.CreateModel(
                    name='DraftChange',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('section', models.CharField(max_length=40)),
                        ('before', models.JSONField()),
                        ('after', models.CharField(max_length=64)),
                        ('page', models.CharField(blank=True, max_length=40)),
                        ('at', models.DateTimeField()),
                        ('by', models.UUIDField(null=True)),
                        ('by_name', models.CharField(max_length=100)),
                        ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='catalogue.draftchange')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='catalogue.itemversion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['version', '-id'], name='draft_change_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='RewrittenItem',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=60)),
                        ('name', models.CharField(max_length=500)),
                        ('version_id', models.UUIDField(null=True)),
                        ('made_item', models.BooleanField(default=False)),
                        ('made_draft', models.BooleanField(default=False)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('sections', models.JSONField(default=dict)),
                        ('refusal', models.JSONField(null=True)),
                        ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.item')),
                        ('rewriting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='catalogue.rewriting')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('rewriting', 'code'), name='rewritten_item_once'), models.CheckConstraint(condition=models.Q(models.Q(('refusal__isnull', True), ('version_id__isnull', False)), models.Q(('refusal__isnull', False), ('version_id__isnull', True)), _connector='OR'), name='rewritten_or_refused')],
                    },
                ),
                migrations.CreateModel(
                    name='DraftTyping',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('section', models.CharField(max_length=40)),
                        ('by', models.UUIDField()),
                        ('typed', models.TextField()),
                        ('seen', models.CharField(max_length=64)),
                        ('page', models.CharField(max_length=40)),
                        ('at', models.DateTimeField()),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typings', to='catalogue.itemversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'section', 'by'), name='typing_of_whom')],
                    },
                ),
                migrations.AddField(
                    model_name='bundle',
                    name='current',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.bundleversion'),
                ),
                migrations.AddField(
                    model_name='item',
                    name='current',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.itemversion'),
                ),
            ]
        ),
        migrations.RunSQL(MAKE_FIRST, DROP_FIRST),
        migrations.RunSQL(MAKE_REVIEW, migrations.RunSQL.noop),
        migrations.RunSQL(MAKE_REVIEW_2, DROP_REVIEW_2),
        migrations.RunSQL(MAKE_REVIEW_3, DROP_REVIEW_3),
        migrations.RunSQL(MAKE_REVIEW_4, DROP_REVIEW_4),
        migrations.RunSQL(MAKE_STANDARDS, DROP_STANDARDS),
        migrations.RunSQL(MAKE_BASED_ON, DROP_BASED_ON),
        migrations.RunSQL(MAKE_BASED_ON_2, DROP_BASED_ON_2),
        migrations.RunSQL(MAKE_STANDARD_DRAFTS, DROP_STANDARD_DRAFTS),
    ]
