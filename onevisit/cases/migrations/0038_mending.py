"""改图期限: reminders of it, and what open reviews are found by."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0037_drawing_reviews'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('deferral', 'DEFERRAL'), ('correction', 'CORRECTION'), ('mending', 'MENDING'), ('mending_day', 'MENDING_DAY'), ('check', 'CHECK'), ('visit', 'VISIT'), ('put_right', 'PUT_RIGHT')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='drawingreview',
            index=models.Index(condition=models.Q(('state__in', ['checking', 'mending', 'reading'])), fields=['due_on', 'id'], name='drawing_review_by_day'),
        ),
    ]
