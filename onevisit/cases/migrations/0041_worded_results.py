"""Results and their numbers are worded too, and each document keeps by which text it was made."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0040_guardians_at_windows'),
    ]

    operations = [
        migrations.AlterField(
            model_name='letterversion',
            name='form',
            field=models.CharField(choices=[('receipt', 'RECEIPT'), ('corrected', 'CORRECTED'), ('commitment', 'COMMITMENT'), ('acceptance', 'ACCEPTANCE'), ('acceptance_deemed', 'ACCEPTANCE_DEEMED'), ('notice', 'NOTICE'), ('non_acceptance', 'NON_ACCEPTANCE'), ('suspension', 'SUSPENSION'), ('extension', 'EXTENSION'), ('approval', 'APPROVAL'), ('refusal', 'REFUSAL'), ('return', 'RETURN'), ('termination', 'TERMINATION'), ('voiding', 'VOIDING'), ('withdrawal', 'WITHDRAWAL'), ('passing', 'PASSING'), ('ruling', 'RULING'), ('ruling_suit', 'RULING_SUIT'), ('order', 'ORDER'), ('order_promise', 'ORDER_PROMISE'), ('hearing', 'HEARING'), ('hearing_promise', 'HEARING_PROMISE'), ('revocation', 'REVOCATION'), ('revocation_promise', 'REVOCATION_PROMISE'), ('licence', 'LICENCE'), ('reply', 'REPLY'), ('result', 'RESULT'), ('number', 'NUMBER')], max_length=20),
        ),
       migrations.AddField(
            model_name='result',
            name='wording',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='obligationevent',
            name='wording',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
    ]
