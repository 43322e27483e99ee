from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_receipts")]

    operations = [
        migrations.AlterField(
            model_name='orderevent',
            name='mark',
            field=models.CharField(choices=[('bill', 'BILL'), ('add', 'ADD'), ('assess', 'ASSESS'), ('exempt', 'EXEMPT'), ('drop', 'DROP'), ('pay', 'PAY'), ('collect', 'COLLECT'), ('surplus', 'SURPLUS'), ('remind', 'REMIND'), ('expire', 'EXPIRE'), ('refund_ask', 'REFUND_ASK'), ('refund_decline', 'REFUND_DECLINE'), ('refund_approve', 'REFUND_APPROVE'), ('refund_fail', 'REFUND_FAIL'), ('refund', 'REFUND')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name="orderevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mark", "remind")),
                fields=("order",),
                name="order_reminded_once",
            ),
        ),
    ]
