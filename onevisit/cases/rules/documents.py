"""What a result document says, as plain facts; frozen when the case is approved."""

from collections.abc import Mapping
from datetime import date

from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.definition import Field, ResultSpec
from onevisit.catalogue.rules.vocabulary import Sensitivity, TaskType
from onevisit.guidance.rules.form import said

MOST_DETAILS = 8
"""Rows of the application's own particulars on the document."""


def result_facts(
    *,
    part: OfferPart,
    offer: Offer,
    values: Mapping[str, object],
    holder: Mapping[str, str],
    department: str,
    case_number: str,
    number: str,
    check_code: str,
    day: date,
    spec: ResultSpec | None,
    told: Mapping[str, str],
) -> dict[str, str]:
    """Everything the document shows. `detail_1`, `detail_1_label` … are what was granted in
    particular: fields this part reads, none of the sensitive class. `told` is what the wording may
    name besides: county, phone, number of the application.
    """
    facts = {
        **told,
        "title": spec.name if spec else part.item.name,
        "number": number,
        "holder": holder["name"],
        "holder_id_label": holder["id_label"],
        "holder_id": holder["id"],
        "item": part.item.name,
        "department": department,
        "case_number": case_number,
        "date": day.isoformat(),
        "validity": spec.validity if spec else "",
        "check_code": check_code,
        "permit": "yes" if part.item.task_type is TaskType.PERMIT else "",
    }
    rows = [
        (use.field, values[use.field.key])
        for use in offer.fields
        if any(reader.key == part.key for reader in use.parts) and use.field.key in values
    ]
    shown = [(each, value) for each, value in rows if _is_particular(each)]
    for index, (element, value) in enumerate(shown[:MOST_DETAILS], start=1):
        facts[f"detail_{index}_label"] = element.label
        facts[f"detail_{index}"] = said(element, value)
    return facts


def words_of(facts: Mapping[str, str]) -> dict[str, object]:
    """The same under the names that wordings know. Results from before wordings were data lack
    some; the standing text of their day names none of these.
    """
    return {
        **dict.fromkeys(("application_number", "county", "phone"), ""),
        **facts,
        "addressee": facts["holder"],
        "issuer": facts["department"],
        "result": facts["title"],
        "result_number": facts["number"],
        "permit": facts.get("permit") == "yes",
    }


def _is_particular(element: Field) -> bool:
    """Who it is stands on the document anyway; what is sensitive does not belong there."""
    return element.sensitivity is not Sensitivity.SENSITIVE and not element.prefill.startswith(
        ("person.", "organisation.name", "organisation.uscc")
    )
