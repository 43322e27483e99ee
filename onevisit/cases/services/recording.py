"""A case read whole while nobody can change it."""

from uuid import UUID

from onevisit.cases.models import Case
from onevisit.cases.queries.whole import WholeCase, whole_case
from onevisit.cases.services.locks import lock_for_party


def read_whole(case_id: UUID) -> WholeCase | None:
    """Everything of one case that has ended, its application locked until the end of the
    transaction: what comes later comes later. None while it has not ended, or where there is none.
    """
    application_id = (
        Case.objects.filter(id=case_id).values_list("application_id", flat=True).first()
    )
    if application_id is None:
        return None
    lock_for_party(application_id)
    return whole_case(case_id)
