from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """缴费通知书 has a text, also for one item only."""

    dependencies = [
        ('cases', '0048_longer_mending'),
    ]

    operations = [
        migrations.RemoveConstraint('letterversion', 'letter_version_of_item'),
        migrations.AlterField(
            model_name='letterversion',
            name='form',
            field=models.CharField(choices=[('receipt', 'RECEIPT'), ('corrected', 'CORRECTED'), ('commitment', 'COMMITMENT'), ('acceptance', 'ACCEPTANCE'), ('acceptance_deemed', 'ACCEPTANCE_DEEMED'), ('notice', 'NOTICE'), ('non_acceptance', 'NON_ACCEPTANCE'), ('suspension', 'SUSPENSION'), ('extension', 'EXTENSION'), ('approval', 'APPROVAL'), ('refusal', 'REFUSAL'), ('return', 'RETURN'), ('termination', 'TERMINATION'), ('voiding', 'VOIDING'), ('withdrawal', 'WITHDRAWAL'), ('passing', 'PASSING'), ('ruling', 'RULING'), ('ruling_suit', 'RULING_SUIT'), ('order', 'ORDER'), ('order_promise', 'ORDER_PROMISE'), ('hearing', 'HEARING'), ('hearing_promise', 'HEARING_PROMISE'), ('revocation', 'REVOCATION'), ('revocation_promise', 'REVOCATION_PROMISE'), ('delivery', 'DELIVERY'), ('drawings', 'DRAWINGS'), ('drawings_agreed', 'DRAWINGS_AGREED'), ('drawings_more', 'DRAWINGS_MORE'), ('acceptance_together', 'ACCEPTANCE_TOGETHER'), ('visit_together', 'VISIT_TOGETHER'), ('supervision', 'SUPERVISION'), ('demand', 'DEMAND'), ('payment', 'PAYMENT'), ('licence', 'LICENCE'), ('reply', 'REPLY'), ('result', 'RESULT'), ('number', 'NUMBER')], max_length=20),
        ),
        migrations.AddConstraint('letterversion', models.CheckConstraint(condition=Q(item='') | Q(department__isnull=False, form__in=['demand', 'licence', 'reply', 'result']), name='letter_version_of_item')),
    ]
