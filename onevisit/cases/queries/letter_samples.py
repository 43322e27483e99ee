"""Invented letters in the name of a department of ours, and what their placeholders would say."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from onevisit.cases.queries.letters import centre
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.letter_samples import result_sample, sample
from onevisit.cases.rules.letter_values import values_of
from onevisit.directory.queries import department_by_id
from onevisit.kernel import clock
from onevisit.ui.site import site


def sample_facts(form: LetterForm, department_id: UUID | None) -> dict[str, Any]:
    """The facts of an invented letter; without a department a made-up one sends it. Numbers of
    results begin as the installation says.
    """
    with translation.override("zh-hans"):
        county = str(site().county)
        issuer = department_by_id(department_id).name if department_id else f"{county}样例局"
        facts = sample(
            form,
            issuer=issuer,
            centre=centre(),
            county=county,
            phone=site().hotline,
            day=clock.today(),
        )
    return {**facts, "prefix": settings.RESULT_NUMBER_PREFIX}


def sample_result(form: LetterForm, department_id: UUID | None, number: str) -> dict[str, str]:
    """The facts of an invented result under that number."""
    facts = sample_facts(form, department_id)
    return result_sample(form, facts, number, told_in_results(facts["application_number"], ""))


def told_in_results(application_number: str, phone: str) -> dict[str, str]:
    """What the wording of a result may name besides what stands in its table."""
    with translation.override("zh-hans"):
        county, hotline = str(site().county), str(site().hotline)
    return {
        "application_number": application_number,
        "county": county,
        "phone": phone or hotline,
    }


def sample_words(form: LetterForm, department_id: UUID | None) -> dict[str, str]:
    """What each placeholder of the form would say there; "" for lists and tables."""
    values = values_of(form, sample_facts(form, department_id))
    return {name: said if isinstance(said, str) else "" for name, said in values.items()}
