"""退费: into whose hand cash went back."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_mandates'),
        ('payments', '0004_paid_for'),
    ]

    operations = [
        migrations.AddField(
            model_name='refund',
            name='authority',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.authority'),
        ),
        migrations.AddField(
            model_name='refund',
            name='given_to_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(
                condition=Q(authority=None, given_to_sealed=None) | Q(given_to_sealed__isnull=False, state='done'),
                name='refund_given_to',
            ),
        ),
    ]
