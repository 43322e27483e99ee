"""Invented letters in the name of a department of ours, and what their placeholders would say."""

from typing import Any
from uuid import UUID

from django.utils import translation

from onevisit.cases.queries.letters import centre
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.letter_samples import sample
from onevisit.cases.rules.letter_values import values_of
from onevisit.directory.queries import department_by_id
from onevisit.kernel import clock
from onevisit.ui.site import site


def sample_facts(form: LetterForm, department_id: UUID | None) -> dict[str, Any]:
    """The facts of an invented letter; without a department a made-up one sends it."""
    with translation.override("zh-hans"):
        county = str(site().county)
        issuer = department_by_id(department_id).name if department_id else f"{county}样例局"
        return sample(
            form,
            issuer=issuer,
            centre=centre(),
            county=county,
            phone=site().hotline,
            day=clock.today(),
        )


def sample_words(form: LetterForm, department_id: UUID | None) -> dict[str, str]:
    """What each placeholder of the form would say there; "" for lists and tables."""
    values = values_of(form, sample_facts(form, department_id))
    return {name: said if isinstance(said, str) else "" for name, said in values.items()}
