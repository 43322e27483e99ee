"""联合审图: what a department that reviews along is told stands in the feed too."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# What systems of such departments were told already comes after all that is in the feed.
TOLD = """
INSERT INTO reporting_feedentry (id, number, department_id, case_id, seq, at, news, facts)
SELECT gen_random_uuid(),
    (SELECT COALESCE(max(number), 0) FROM reporting_feedentry)
        + row_number() OVER (ORDER BY t.at, t.department_id, t.news),
    t.department_id, t.case_id,
    row_number() OVER (PARTITION BY t.department_id, t.case_id ORDER BY t.at, t.news),
    t.at, t.news, t.facts
FROM (
    SELECT DISTINCT ON (s.department_id, c.news)
        s.department_id, c.case_id, c.made_at AS at, c.news, c.facts
    FROM reporting_call AS c JOIN reporting_subscription AS s ON s.id = c.subscription_id
    WHERE c.news <> '' ORDER BY s.department_id, c.news, c.made_at) AS t
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_guest_points'),
        ('reporting', '0007_lacking_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='happened',
            name='department',
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name='+',
                to='directory.department',
            ),
        ),
        migrations.AddField(
            model_name='happened',
            name='news',
            field=models.CharField(blank=True, default='', max_length=80),
        ),
        migrations.AddField(
            model_name='happened', name='facts', field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name='feedentry',
            name='news',
            field=models.CharField(blank=True, default='', max_length=80),
        ),
        migrations.AddField(
            model_name='feedentry', name='facts', field=models.JSONField(default=dict)
        ),
        migrations.RemoveConstraint(model_name='feedentry', name='feed_once'),
        migrations.AddConstraint(
            model_name='feedentry',
            constraint=models.UniqueConstraint(
                condition=Q(news=''), fields=('case', 'seq'), name='feed_once'
            ),
        ),
        migrations.AddConstraint(
            model_name='feedentry',
            constraint=models.UniqueConstraint(
                condition=~Q(news=''), fields=('department', 'news'), name='feed_news_once'
            ),
        ),
        migrations.AddConstraint(
            model_name='feedentry',
            constraint=models.UniqueConstraint(
                condition=~Q(news=''),
                fields=('department', 'case', 'seq'),
                name='feed_news_in_order',
            ),
        ),
        migrations.AddConstraint(
            model_name='feedentry',
            constraint=models.CheckConstraint(
                condition=Q(facts={}, news='') | (~Q(news='') & ~Q(facts={})),
                name='feed_news_whole',
            ),
        ),
        migrations.AddConstraint(
            model_name='happened',
            constraint=models.UniqueConstraint(
                condition=~Q(news=''), fields=('department', 'news'), name='happened_news_once'
            ),
        ),
        migrations.AddConstraint(
            model_name='happened',
            constraint=models.CheckConstraint(
                condition=Q(department=None, facts={}, news='')
                | (~Q(news='') & ~Q(facts={}) & Q(department__isnull=False, seq=None)),
                name='happened_news_whole',
            ),
        ),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
    ]
