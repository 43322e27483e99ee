"""Messages about more days to mend drawings."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_mandates'),
        ('cases', '0048_longer_mending'),
        ('notifications', '0012_visits_asked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='message',
            name='message_kind_known',
        ),
        migrations.AlterField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('received', 'RECEIVED'), ('correction', 'CORRECTION'), ('correction_near', 'CORRECTION_NEAR'), ('corrected', 'CORRECTED'), ('pre_returned', 'PRE_RETURNED'), ('accepted', 'ACCEPTED'), ('accepted_deferred', 'ACCEPTED_DEFERRED'), ('deferral_near', 'DEFERRAL_NEAR'), ('not_accepted', 'NOT_ACCEPTED'), ('suspended', 'SUSPENDED'), ('resumed', 'RESUMED'), ('extended', 'EXTENDED'), ('approved', 'APPROVED'), ('refused', 'REFUSED'), ('ready', 'READY'), ('delivered', 'DELIVERED'), ('withdrawn', 'WITHDRAWN'), ('returned', 'RETURNED'), ('revoked', 'REVOKED'), ('passed_up', 'PASSED_UP'), ('ruled', 'RULED'), ('stopped', 'STOPPED'), ('put_right_near', 'PUT_RIGHT_NEAR'), ('fee_due', 'FEE_DUE'), ('money_back', 'MONEY_BACK'), ('parcel_sent', 'PARCEL_SENT'), ('parcel_back', 'PARCEL_BACK'), ('locker_ready', 'LOCKER_READY'), ('locker_over', 'LOCKER_OVER'), ('papers_sent', 'PAPERS_SENT'), ('papers_here', 'PAPERS_HERE'), ('papers_late', 'PAPERS_LATE'), ('bag_coming', 'BAG_COMING'), ('bag_late', 'BAG_LATE'), ('consent', 'CONSENT'), ('put_right', 'PUT_RIGHT'), ('fee_near', 'FEE_NEAR'), ('fee_settled', 'FEE_SETTLED'), ('visit_set', 'VISIT_SET'), ('visit_moved', 'VISIT_MOVED'), ('visit_off', 'VISIT_OFF'), ('visit_near', 'VISIT_NEAR'), ('visit_kept', 'VISIT_KEPT'), ('visit_asked', 'VISIT_ASKED'), ('drawings', 'DRAWINGS'), ('mending_near', 'MENDING_NEAR'), ('mending_day', 'MENDING_DAY'), ('mending_answered', 'MENDING_ANSWERED'), ('drawings_result', 'DRAWINGS_RESULT'), ('drawings_asked', 'DRAWINGS_ASKED'), ('drawings_came', 'DRAWINGS_CAME'), ('drawings_last', 'DRAWINGS_LAST'), ('drawings_ready', 'DRAWINGS_READY'), ('drawings_over', 'DRAWINGS_OVER'), ('drawings_more', 'DRAWINGS_MORE'), ('ordered', 'ORDERED'), ('hearing', 'HEARING'), ('check_over', 'CHECK_OVER'), ('card_yellow', 'CARD_YELLOW'), ('card_red', 'CARD_RED'), ('card_contested', 'CARD_CONTESTED'), ('card_upheld', 'CARD_UPHELD'), ('card_withdrawn', 'CARD_WITHDRAWN'), ('order_to_answer', 'ORDER_TO_ANSWER'), ('order_sent_back', 'ORDER_SENT_BACK'), ('order_near', 'ORDER_NEAR'), ('order_over', 'ORDER_OVER'), ('order_answered', 'ORDER_ANSWERED'), ('order_escalated', 'ORDER_ESCALATED'), ('order_ended', 'ORDER_ENDED')], max_length=20),
        ),
        migrations.AlterField(
            model_name='wording',
            name='kind',
            field=models.CharField(choices=[('received', 'RECEIVED'), ('correction', 'CORRECTION'), ('correction_near', 'CORRECTION_NEAR'), ('corrected', 'CORRECTED'), ('pre_returned', 'PRE_RETURNED'), ('accepted', 'ACCEPTED'), ('accepted_deferred', 'ACCEPTED_DEFERRED'), ('deferral_near', 'DEFERRAL_NEAR'), ('not_accepted', 'NOT_ACCEPTED'), ('suspended', 'SUSPENDED'), ('resumed', 'RESUMED'), ('extended', 'EXTENDED'), ('approved', 'APPROVED'), ('refused', 'REFUSED'), ('ready', 'READY'), ('delivered', 'DELIVERED'), ('withdrawn', 'WITHDRAWN'), ('returned', 'RETURNED'), ('revoked', 'REVOKED'), ('passed_up', 'PASSED_UP'), ('ruled', 'RULED'), ('stopped', 'STOPPED'), ('put_right_near', 'PUT_RIGHT_NEAR'), ('fee_due', 'FEE_DUE'), ('money_back', 'MONEY_BACK'), ('parcel_sent', 'PARCEL_SENT'), ('parcel_back', 'PARCEL_BACK'), ('locker_ready', 'LOCKER_READY'), ('locker_over', 'LOCKER_OVER'), ('papers_sent', 'PAPERS_SENT'), ('papers_here', 'PAPERS_HERE'), ('papers_late', 'PAPERS_LATE'), ('bag_coming', 'BAG_COMING'), ('bag_late', 'BAG_LATE'), ('consent', 'CONSENT'), ('put_right', 'PUT_RIGHT'), ('fee_near', 'FEE_NEAR'), ('fee_settled', 'FEE_SETTLED'), ('visit_set', 'VISIT_SET'), ('visit_moved', 'VISIT_MOVED'), ('visit_off', 'VISIT_OFF'), ('visit_near', 'VISIT_NEAR'), ('visit_kept', 'VISIT_KEPT'), ('visit_asked', 'VISIT_ASKED'), ('drawings', 'DRAWINGS'), ('mending_near', 'MENDING_NEAR'), ('mending_day', 'MENDING_DAY'), ('mending_answered', 'MENDING_ANSWERED'), ('drawings_result', 'DRAWINGS_RESULT'), ('drawings_asked', 'DRAWINGS_ASKED'), ('drawings_came', 'DRAWINGS_CAME'), ('drawings_last', 'DRAWINGS_LAST'), ('drawings_ready', 'DRAWINGS_READY'), ('drawings_over', 'DRAWINGS_OVER'), ('drawings_more', 'DRAWINGS_MORE'), ('ordered', 'ORDERED'), ('hearing', 'HEARING'), ('check_over', 'CHECK_OVER'), ('card_yellow', 'CARD_YELLOW'), ('card_red', 'CARD_RED'), ('card_contested', 'CARD_CONTESTED'), ('card_upheld', 'CARD_UPHELD'), ('card_withdrawn', 'CARD_WITHDRAWN'), ('order_to_answer', 'ORDER_TO_ANSWER'), ('order_sent_back', 'ORDER_SENT_BACK'), ('order_near', 'ORDER_NEAR'), ('order_over', 'ORDER_OVER'), ('order_answered', 'ORDER_ANSWERED'), ('order_escalated', 'ORDER_ESCALATED'), ('order_ended', 'ORDER_ENDED')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['received', 'correction', 'correction_near', 'corrected', 'pre_returned', 'accepted', 'accepted_deferred', 'deferral_near', 'not_accepted', 'suspended', 'resumed', 'extended', 'approved', 'refused', 'ready', 'delivered', 'withdrawn', 'returned', 'revoked', 'passed_up', 'ruled', 'stopped', 'put_right_near', 'fee_due', 'money_back', 'parcel_sent', 'parcel_back', 'locker_ready', 'locker_over', 'papers_sent', 'papers_here', 'papers_late', 'bag_coming', 'bag_late', 'consent', 'put_right', 'fee_near', 'fee_settled', 'visit_set', 'visit_moved', 'visit_off', 'visit_near', 'visit_kept', 'visit_asked', 'drawings', 'mending_near', 'mending_day', 'mending_answered', 'drawings_result', 'drawings_asked', 'drawings_came', 'drawings_last', 'drawings_ready', 'drawings_over', 'drawings_more', 'ordered', 'hearing', 'check_over', 'card_yellow', 'card_red', 'card_contested', 'card_upheld', 'card_withdrawn', 'order_to_answer', 'order_sent_back', 'order_near', 'order_over', 'order_answered', 'order_escalated', 'order_ended'])), name='message_kind_known'),
        ),
    ]
