"""Checks of materials and form fields: sources, deferral, where a value is known from."""

from collections.abc import Iterator, Mapping, Sequence

from onevisit.catalogue.rules.checks.findings import fault
from onevisit.catalogue.rules.checks.process import modes
from onevisit.catalogue.rules.definition import Field, Material, Question, Regime, ResultSpec
from onevisit.catalogue.rules.vocabulary import Need, Prefill, Sensitivity, SourceKind
from onevisit.kernel.conditions import ALWAYS
from onevisit.kernel.errors import Problem

_LEAST = {
    Prefill.PERSON_ID: (Sensitivity.SENSITIVE,),
    Prefill.PERSON_PHONE: (Sensitivity.SENSITIVE,),
    Prefill.PERSON_NAME: (Sensitivity.PERSONAL, Sensitivity.SENSITIVE),
    Prefill.ORG_REPRESENTATIVE: (Sensitivity.PERSONAL, Sensitivity.SENSITIVE),
}
"""Personal data may not be kept as an open value because an editor forgot to say what it is."""


def materials(found: Sequence[Material], results: Sequence[ResultSpec]) -> Iterator[Problem]:
    """Each material says enough to be asked for, or why not."""
    own = {result.key for result in results}
    for index, material in enumerate(found):
        place = f"/materials/{index}"
        if material.when != ALWAYS and not material.why_not.strip():
            yield fault(f"{place}/why_not", "why_not_missing", key=material.key)
        if material.key in own:
            yield fault(f"{place}/key", "asks_own_result", key=material.key)
        if material.need is Need.MAY_FOLLOW and material.defer_days is None:
            yield fault(f"{place}/defer_days", "defer_days_missing", key=material.key)
        yield from _source(place, material)
        yield from _commitment(place, material)
        yield from modes(place, material.modes)


def _commitment(place: str, material: Material) -> Iterator[Problem]:
    """Nobody commits themselves to what they were not told, nor for ever."""
    told = material.commitment
    if told is not None and not (told.conditions and told.consequences and told.check_days > 0):
        yield fault(f"{place}/commitment", "commitment_untold", key=material.key)


def _source(place: str, material: Material) -> Iterator[Problem]:
    source = material.source
    needs = {
        SourceKind.FETCHED: ("provider", "service"),
        SourceKind.ISSUED: ("item",),
    }.get(source.kind, ())
    for name in needs:
        if not getattr(source, name).strip():
            yield fault(
                f"{place}/source/{name}", "source_incomplete", key=material.key, kind=source.kind
            )


def remarks(found: Sequence[Material], regime: Regime) -> Iterator[Problem]:
    """What may follow must arrive before the promise runs out (D ends before C2)."""
    for index, material in enumerate(found):
        late = material.defer_days is not None and regime.promise is not None
        if late and (material.defer_days or 0) >= (regime.promise or 0):
            yield fault(f"/materials/{index}/defer_days", "deferred_past_promise", key=material.key)


def fields(found: Sequence[Field], questions: Mapping[str, Question]) -> Iterator[Problem]:
    """What is filled in by the platform exists, and personal data is declared as such."""
    for index, field in enumerate(found):
        place = f"/form/{index}"
        if field.prefill is Prefill.ANSWER:
            question = questions.get(field.key)
            if question is None:
                yield fault(f"{place}/prefill", "prefill_without_question", key=field.key)
            elif question.kind is not field.kind:
                yield fault(f"{place}/kind", "prefill_other_kind", key=field.key)
        allowed = _LEAST.get(field.prefill)
        if allowed is not None and field.sensitivity not in allowed:
            yield fault(f"{place}/sensitivity", "sensitivity_too_low", key=field.key)
