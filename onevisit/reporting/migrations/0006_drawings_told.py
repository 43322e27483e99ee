"""联合审图: a department that reviews along is told, though the case is another's."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0005_feed'),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='news',
            field=models.CharField(blank=True, default='', max_length=80),
        ),
        migrations.AddField(
            model_name='call',
            name='facts',
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(
                condition=~Q(news=''), fields=('subscription', 'news'), name='call_news_once'
            ),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(
                condition=Q(facts={}, news='') | (~Q(news='') & ~Q(facts={})),
                name='call_news_whole',
            ),
        ),
    ]
