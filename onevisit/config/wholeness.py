"""Whether what is kept is whole: asked after a restore, an upgrade, or a doubt."""

from collections.abc import Iterator

from django.db.models import QuerySet

from onevisit.cases.models import Case, CaseEvent
from onevisit.cases.queries.pinning import happenings, pinned
from onevisit.cases.rules.fold import COLUMNS, fold, limits_from
from onevisit.config import rotation
from onevisit.kernel import crypto
from onevisit.kernel.queries import calendar_at
from onevisit.vault import services as vault

_CHUNK = 200


def findings() -> Iterator[str]:
    """One line for each thing that is not whole; nothing when all is. Reads everything."""
    for column in rotation.SEALED:
        yield from _sealed(column)
    yield from of_cases(Case.objects.all())
    for object_id in vault.damaged_objects():
        yield f"file {object_id}: lost, or does not open"


def _sealed(column: rotation.Sealed) -> Iterator[str]:
    rows = column.of._default_manager.exclude(**{f"{column.column}__isnull": True})
    for pk, blob in rows.values_list("pk", column.column).iterator(_CHUNK):
        try:
            crypto.unseal(blob, bound_to=f"{column.place}:{pk}")
        except crypto.SealBroken as broken:
            yield f"{column.label} of {pk}: {broken}"


def of_cases(cases: QuerySet[Case]) -> Iterator[str]:
    """One line for each of these whose events, folded, do not give its row."""
    rows = cases.select_related("application").order_by("id")
    for case in rows.iterator(_CHUNK):
        history = list(CaseEvent.objects.filter(case_id=case.id).order_by("seq"))
        if not history:
            yield f"case {case.number}: without a history"
            continue
        regime = pinned(case.application).offer.part(case.part).item.regime
        calendar = calendar_at(history[-1].calendar_revision)
        limits = limits_from(regime, case.promise_days, case.ordered_days)
        folded = fold(happenings(history), limits, calendar)
        wrong = [name for name in COLUMNS if getattr(case, name) != getattr(folded, name)]
        if wrong:
            yield f"case {case.number}: {', '.join(wrong)} differ from its history"
