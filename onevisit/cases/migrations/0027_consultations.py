"""Opinions asked of departments that only advise."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import onevisit.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_stand_ins"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onevisit.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "OPEN"),
                            ("answered", "ANSWERED"),
                            ("withdrawn", "WITHDRAWN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("materials", models.JSONField(default=list)),
                ("question_sealed", models.BinaryField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_by_name", models.CharField(max_length=100)),
                ("due_on", models.DateField()),
                (
                    "stance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agree", "AGREE"),
                            ("condition", "CONDITION"),
                            ("object", "OBJECT"),
                            ("no_view", "NO_VIEW"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("answer_sealed", models.BinaryField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("answered_by_name", models.CharField(blank=True, default="", max_length=100)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="cases.case",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.department",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["department", "state", "due_on"], name="consultation_to_answer"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("state", "open")),
                        fields=("case", "department"),
                        name="consultation_open_once",
                    ),
                    models.CheckConstraint(
                        condition=(Q(state="answered", answered_at__isnull=False) & ~Q(stance=""))
                        | (~Q(state="answered") & Q(answered_at=None, stance="")),
                        name="consultation_answered_whole",
                    ),
                ],
            },
        ),
    ]
