"""0001 to 0002 at once, for a database that is made anew.

One that stands goes on through the single ones; what only mended its rows is not done here.
"""

import django.db.models.deletion
from django.db import migrations, models

from onevisit.kernel.migrating import AtOnce

MAKE_SEARCH = """
CREATE SEQUENCE guidance_search_revision
"""
DROP_SEARCH = """
DROP SEQUENCE guidance_search_revision
"""


class Migration(migrations.Migration):

    replaces = [('guidance', '0001_search'), ('guidance', '0002_learning')]

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('directory', '0001_initial'),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name='SearchState',
                    fields=[
                        ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ('revision', models.BigIntegerField(default=0)),
                        ('base', models.BigIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='search_state_is_one_row')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchDocument',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('card', models.JSONField()),
                        ('boost', models.FloatField(default=1.0)),
                        ('phrases', models.TextField()),
                        ('related', models.TextField(blank=True)),
                        ('office', models.TextField(blank=True)),
                        ('pinyin', models.TextField(blank=True)),
                        ('revision', models.BigIntegerField(db_index=True)),
                        ('bundle', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.bundle')),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                        ('item', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.item')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bundle__isnull', True), ('item__isnull', False)), models.Q(('bundle__isnull', False), ('item__isnull', True)), _connector='OR'), name='search_document_of_one_thing')],
                    },
                ),
                migrations.CreateModel(
                    name='Choice',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('day', models.DateField()),
                        ('phrase', models.CharField(max_length=20)),
                        ('code', models.CharField(blank=True, max_length=80)),
                        ('visitor', models.CharField(max_length=16)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('day', 'visitor', 'phrase', 'code'), name='choice_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Verdict',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('phrase', models.CharField(max_length=20)),
                        ('code', models.CharField(max_length=80)),
                        ('taken', models.BooleanField()),
                        ('given_at', models.DateTimeField()),
                        ('given_by', models.UUIDField(null=True)),
                        ('given_by_name', models.CharField(max_length=100)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('phrase', 'code'), name='verdict_once')],
                    },
                ),
            ]
        ),
        migrations.RunSQL(MAKE_SEARCH, DROP_SEARCH),
    ]
