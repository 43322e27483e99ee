from django.db import migrations, models

# A receipt given before it had a check code gets one that nobody can guess; only characters that
# check codes have.
GIVE_CODES = """
UPDATE payments_payment SET check_code = translate(
    upper(right(replace(gen_random_uuid()::text, '-', ''), 12)), '01', 'WX')
WHERE receipt_number <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="check_code",
            field=models.CharField(blank=True, max_length=12, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(GIVE_CODES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("check_code", ""), ("receipt_number", ""))
                | (
                    models.Q(("receipt_number", ""), _negated=True)
                    & models.Q(("check_code", ""), _negated=True)
                ),
                name="payment_receipt_checked",
            ),
        ),
    ]
