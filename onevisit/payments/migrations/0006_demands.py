"""缴费通知书: what the payer was told, kept with its event."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0005_given_to'),
    ]

    operations = [
        migrations.AddField('orderevent', 'told', models.JSONField(null=True)),
        migrations.AlterField(
            model_name='orderevent',
            name='mark',
            field=models.CharField(choices=[('bill', 'BILL'), ('demand', 'DEMAND'), ('add', 'ADD'), ('assess', 'ASSESS'), ('exempt', 'EXEMPT'), ('drop', 'DROP'), ('pay', 'PAY'), ('collect', 'COLLECT'), ('surplus', 'SURPLUS'), ('remind', 'REMIND'), ('expire', 'EXPIRE'), ('refund_ask', 'REFUND_ASK'), ('refund_decline', 'REFUND_DECLINE'), ('refund_approve', 'REFUND_APPROVE'), ('refund_fail', 'REFUND_FAIL'), ('refund', 'REFUND')], max_length=16),
        ),
        migrations.AddConstraint('orderevent', models.CheckConstraint(condition=Q(mark='demand', told__isnull=False) | (~Q(mark='demand') & Q(told__isnull=True)), name='order_event_demand_told')),
    ]
