"""Drawings that several departments review together."""

import django.db.models.deletion
import onevisit.kernel.ids
from django.db import migrations, models

from onevisit.kernel.migrating import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0036_withdrawal_letters'),
        ('directory', '0002_guest_points'),
    ]

    operations = [AtOnce([
        migrations.CreateModel(
            name='DrawingReview',
            fields=[
                ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('reading', 'READING'), ('mending', 'MENDING'), ('checking', 'CHECKING'), ('agreed', 'AGREED'), ('failed', 'FAILED')], max_length=10)),
                ('special', models.BooleanField()),
                ('materials', models.JSONField()),
                ('versions', models.JSONField()),
                ('days', models.PositiveSmallIntegerField()),
                ('mend_days', models.PositiveSmallIntegerField()),
                ('due_on', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.UUIDField(null=True)),
                ('opened_by_name', models.CharField(max_length=100)),
                ('told_sealed', models.BinaryField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by_name', models.CharField(blank=True, default='', max_length=100)),
                ('reason_sealed', models.BinaryField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawing_reviews', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='DrawingSeat',
            fields=[
                ('id', models.UUIDField(default=onevisit.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ready_at', models.DateTimeField(null=True)),
                ('ready_by_name', models.CharField(blank=True, default='', max_length=100)),
                ('comments_sealed', models.BinaryField(null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='cases.drawingreview')),
            ],
        ),
        migrations.AddConstraint(
            model_name='drawingreview',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['checking', 'mending', 'reading'])), fields=('case',), name='drawing_review_open_once'),
        ),
        migrations.AddConstraint(
            model_name='drawingreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state__in', ['checking', 'mending', 'reading'])), models.Q(('closed_at__isnull', False), ('state__in', ['agreed', 'failed'])), _connector='OR'), name='drawing_review_closed_whole'),
        ),
        migrations.AddConstraint(
            model_name='drawingseat',
            constraint=models.UniqueConstraint(fields=('review', 'department'), name='drawing_seat_once'),
        ),
    ])]
