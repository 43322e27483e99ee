"""改图期限: the applicant asks once for more days, and is answered."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0047_worded_items'),
    ]

    operations = [
        migrations.AddField(
            model_name='drawingreview',
            name='more_days',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='drawingreview',
            name='more_sealed',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='drawingreview',
            name='more_state',
            field=models.CharField(blank=True, choices=[('', 'NONE'), ('asked', 'ASKED'), ('allowed', 'ALLOWED'), ('refused', 'REFUSED')], default='', max_length=10),
        ),
        migrations.AlterField(
            model_name='letterversion',
            name='form',
            field=models.CharField(choices=[('receipt', 'RECEIPT'), ('corrected', 'CORRECTED'), ('commitment', 'COMMITMENT'), ('acceptance', 'ACCEPTANCE'), ('acceptance_deemed', 'ACCEPTANCE_DEEMED'), ('notice', 'NOTICE'), ('non_acceptance', 'NON_ACCEPTANCE'), ('suspension', 'SUSPENSION'), ('extension', 'EXTENSION'), ('approval', 'APPROVAL'), ('refusal', 'REFUSAL'), ('return', 'RETURN'), ('termination', 'TERMINATION'), ('voiding', 'VOIDING'), ('withdrawal', 'WITHDRAWAL'), ('passing', 'PASSING'), ('ruling', 'RULING'), ('ruling_suit', 'RULING_SUIT'), ('order', 'ORDER'), ('order_promise', 'ORDER_PROMISE'), ('hearing', 'HEARING'), ('hearing_promise', 'HEARING_PROMISE'), ('revocation', 'REVOCATION'), ('revocation_promise', 'REVOCATION_PROMISE'), ('delivery', 'DELIVERY'), ('drawings', 'DRAWINGS'), ('drawings_agreed', 'DRAWINGS_AGREED'), ('drawings_more', 'DRAWINGS_MORE'), ('acceptance_together', 'ACCEPTANCE_TOGETHER'), ('visit_together', 'VISIT_TOGETHER'), ('supervision', 'SUPERVISION'), ('payment', 'PAYMENT'), ('licence', 'LICENCE'), ('reply', 'REPLY'), ('result', 'RESULT'), ('number', 'NUMBER')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='drawingreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('more_days', None), ('more_sealed', None), ('more_state', '')), models.Q(('more_days__gte', 1), ('more_sealed__isnull', False), ('more_state__in', ['asked', 'allowed', 'refused'])), _connector='OR'), name='drawing_review_more_whole'),
        ),
    ]
