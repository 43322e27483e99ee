from django.db import migrations, models


class Migration(migrations.Migration):
    """What is typed of a version and not handed over yet."""

    dependencies = [
        ('projects', '0003_registered_at_window'),
    ]

    operations = [
        migrations.CreateModel(
            name='KindTyping',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('by', models.UUIDField()),
                ('typed', models.JSONField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'by'), name='kind_typing_of_whom')],
            },
        ),
    ]
