"""省里的代码: what two officers recorded of the numbers that the province confirmed."""

import onevisit.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0008_reviews_in_the_feed'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeAnswer',
            fields=[
                ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_by', models.UUIDField(null=True)),
                ('written_by_name', models.CharField(max_length=100)),
                ('written_at', models.DateTimeField()),
                ('answered_by', models.UUIDField(null=True)),
                ('answered_by_name', models.CharField(blank=True, max_length=100)),
                ('answered_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('profile', models.TextField()),
                ('codes', models.JSONField()),
                ('holds', models.BooleanField()),
                ('why', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('confirmed', 'confirmed'), ('returned', 'returned')], default='waiting', max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('profile',), name='code_answer_waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'waiting')), models.Q(('state__in', ['confirmed', 'returned']), ('answered_at__isnull', False)), _connector='OR'), name='code_answer_answered'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('written_by__isnull', True), models.Q(('answered_by__isnull', False), models.Q(('answered_by', models.F('written_by')), _negated=True)), _connector='OR'), name='code_answer_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('codes', {}), _negated=True), models.Q(('why', ''), _negated=True)), name='code_answer_says_something')],
            },
        ),
    ]
