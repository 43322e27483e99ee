from django.conf import settings
from django.db import migrations, models


# What was revoked before anybody collected it ends; what a courier carries ends with its parcel.
END = """
WITH over AS (
    UPDATE cases_case c
        SET state = 'revoked', last_seq = c.last_seq + 1, ended_at = r.revoked_at, provisional = false
        FROM cases_result r
        WHERE r.case_id = c.id AND c.state = 'issued' AND r.revoked_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM cases_posted p WHERE p.case_id = c.id AND p.live)
        RETURNING c.id, c.last_seq, c.ended_at
)
INSERT INTO cases_caseevent (
    case_id, seq, event_version, action, before, after, effective_at, recorded_at,
    calendar_revision, limit_on, actor_id, actor_name, facts)
SELECT over.id, over.last_seq, 1, 'revoke', 'issued', 'revoked', over.ended_at, now(),
    e.calendar_revision, NULL, NULL, 'system', '{"document": ""}'
FROM over JOIN cases_caseevent e ON e.case_id = over.id AND e.seq = over.last_seq - 1;

UPDATE cases_application a SET state = 'ended', ended_at = (
        SELECT max(c.ended_at) FROM cases_case c WHERE c.application_id = a.id)
    WHERE a.state = 'submitted'
        AND EXISTS (SELECT FROM cases_case c WHERE c.application_id = a.id AND c.state = 'revoked')
        AND NOT EXISTS (
            SELECT FROM cases_case c WHERE c.application_id = a.id AND c.ended_at IS NULL);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_checked_points'),
        ('catalogue', '0001_initial'),
        ('directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='case',
            name='case_ended_at',
        ),
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('submitted', 'SUBMITTED'), ('correction_requested', 'CORRECTION_REQUESTED'), ('accepted', 'ACCEPTED'), ('in_review', 'IN_REVIEW'), ('suspended', 'SUSPENDED'), ('approved', 'APPROVED'), ('issued', 'ISSUED'), ('delivered', 'DELIVERED'), ('refused', 'REFUSED'), ('not_accepted', 'NOT_ACCEPTED'), ('withdrawn', 'WITHDRAWN'), ('returned', 'RETURNED'), ('revoked', 'REVOKED')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['delivered', 'refused', 'not_accepted', 'withdrawn', 'returned', 'revoked'])), models.Q(models.Q(('state__in', ['delivered', 'refused', 'not_accepted', 'withdrawn', 'returned', 'revoked']), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='case_ended_at'),
        ),
        migrations.RunSQL(END, migrations.RunSQL.noop),
    ]
