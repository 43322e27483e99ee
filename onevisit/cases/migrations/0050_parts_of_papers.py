from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0049_demands'),
    ]

    operations = [
        migrations.AlterField(
            model_name='letterversion',
            name='form',
            field=models.CharField(choices=[('receipt', 'RECEIPT'), ('corrected', 'CORRECTED'), ('commitment', 'COMMITMENT'), ('acceptance', 'ACCEPTANCE'), ('acceptance_deemed', 'ACCEPTANCE_DEEMED'), ('notice', 'NOTICE'), ('non_acceptance', 'NON_ACCEPTANCE'), ('suspension', 'SUSPENSION'), ('extension', 'EXTENSION'), ('approval', 'APPROVAL'), ('refusal', 'REFUSAL'), ('return', 'RETURN'), ('termination', 'TERMINATION'), ('voiding', 'VOIDING'), ('withdrawal', 'WITHDRAWAL'), ('passing', 'PASSING'), ('ruling', 'RULING'), ('ruling_suit', 'RULING_SUIT'), ('order', 'ORDER'), ('order_promise', 'ORDER_PROMISE'), ('hearing', 'HEARING'), ('hearing_promise', 'HEARING_PROMISE'), ('revocation', 'REVOCATION'), ('revocation_promise', 'REVOCATION_PROMISE'), ('delivery', 'DELIVERY'), ('drawings', 'DRAWINGS'), ('drawings_agreed', 'DRAWINGS_AGREED'), ('drawings_more', 'DRAWINGS_MORE'), ('acceptance_together', 'ACCEPTANCE_TOGETHER'), ('visit_together', 'VISIT_TOGETHER'), ('drawings_part', 'DRAWINGS_PART'), ('drawings_agreed_part', 'DRAWINGS_AGREED_PART'), ('acceptance_part', 'ACCEPTANCE_PART'), ('visit_part', 'VISIT_PART'), ('supervision', 'SUPERVISION'), ('demand', 'DEMAND'), ('payment', 'PAYMENT'), ('licence', 'LICENCE'), ('reply', 'REPLY'), ('result', 'RESULT'), ('number', 'NUMBER')], max_length=20),
        ),
    ]
