"""A case that follows another in the same application, with all that was handed in and proven."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from onevisit.cases.models import Case, CaseMaterial
from onevisit.cases.rules.charging import Fee
from onevisit.cases.rules.lifecycle import Action, ApplicationState
from onevisit.cases.rules.numbers import number_of_case
from onevisit.cases.services.holding import Held
from onevisit.kernel import rows

_NEXT = """
INSERT INTO cases_numberseries (series, last) VALUES (%s, 1)
ON CONFLICT (series) DO UPDATE SET last = cases_numberseries.last + 1 RETURNING last
"""


def successor(
    held: Held, case: Case, days: int | None, place: tuple[UUID, str] | None = None
) -> Case:
    """A case to be decided in the place of another within `days`, at the same department or at
    `place` (department and region); what was paid is not paid again.
    """
    item_code = held.offer.pins[case.part].item_code
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [f"{item_code}:{held.today:%Y%m%d}"])
        (last,) = cursor.fetchone() or (1,)
    department_id, region_id = place or (case.department_id, case.region_id)
    return Case(
        number=number_of_case(item_code, held.today, last),
        application=held.application,
        part=case.part,
        name=case.name,
        item_version_id=case.item_version_id,
        department_id=department_id,
        region_id=region_id,
        promise_days=case.promise_days,
        ordered_days=days,
        follows=case,
        fee=case.fee if case.fee == Fee.SETTLED else "",
    )


def begin_successor(
    held: Held, case: Case, after: Case, action: Action, facts: Mapping[str, object]
) -> None:
    """It is born accepted; its application runs again, promised until its last day."""
    application = held.application
    held.cases.append(after)
    held.move(after, action, facts={**facts, "follows": case.number})
    rows.insert([after])
    rows.insert(_materials(case, after))
    application.state, application.ended_at = ApplicationState.SUBMITTED, None
    application.promised_on, application.promise_provisional = (
        after.promised_due,
        after.provisional,
    )
    rows.update(application, ("state", "ended_at", "promised_on", "promise_provisional"))


def _materials(case: Case, after: Case) -> list[CaseMaterial]:
    """What was required and stays proven; a doubt is looked at anew."""
    return [
        CaseMaterial(
            case=after,
            material=row.material,
            name=row.name,
            how=row.how,
            **_verdict(row),
        )
        for row in CaseMaterial.objects.filter(case=case).order_by("id")
    ]


def _verdict(row: CaseMaterial) -> dict[str, object]:
    if row.verdict != "ok":
        return {}
    said = ("verdict", "verdict_by", "verdict_by_name", "verdict_at")
    return {name: getattr(row, name) for name in said}
