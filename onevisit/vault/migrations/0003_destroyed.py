"""A file may be destroyed while its row stays: without its key nobody opens it, here or in a copy."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_packages")]

    operations = [
        migrations.AlterField(
            model_name="storedobject", name="key_sealed", field=models.BinaryField(null=True)
        ),
        migrations.AddField(
            model_name="storedobject",
            name="destroyed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="storedobject",
            constraint=models.CheckConstraint(
                condition=Q(key_sealed__isnull=False, destroyed_at=None)
                | Q(key_sealed=None, destroyed_at__isnull=False),
                name="stored_has_key_or_is_destroyed",
            ),
        ),
    ]
