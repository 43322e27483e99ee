"""By which day a desk sorts its open cases: the index and the query say it with the same words."""

from datetime import date

from django.db.models import Case as Choice
from django.db.models import DateField, F, Value, When
from django.db.models.functions import Coalesce

from onevisit.cases.rules.lifecycle import CaseState

NEVER = date(9999, 12, 31)
"""Sorts what has no due day after everything that has one."""


def sorted_by() -> Coalesce:
    """The day that counts now, never for what stands still."""
    due = Choice(
        When(paused=True, then=Value(None)),
        When(state=CaseState.SUBMITTED.value, then=F("intake_due")),
        default=F("promised_due"),
        output_field=DateField(),
    )
    return Coalesce(due, Value(NEVER), output_field=DateField())
