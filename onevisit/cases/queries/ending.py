"""How an application ended, for whoever asks people how it was."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.cases import errors
from onevisit.cases.access import get_application_for
from onevisit.cases.models import Case
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.catalogue.rules.vocabulary import Collection


@dataclass(frozen=True, slots=True)
class Ending:
    """`by_hand`: a result was handed over at a window or fetched from a locker; `by_courier`:
    received by courier.
    """

    applicant_id: UUID
    by_hand: bool
    by_courier: bool
    all_withdrawn: bool


def ending_of(application_id: UUID) -> Ending:
    """How it ended; one query."""
    rows = list(
        Case.objects.filter(application_id=application_id).values_list(
            "state", "hand_out", "application__applicant_id", "application__collection"
        )
    )
    states = {CaseState(row[0]) for row in rows}
    fetched = rows[0][3] == Collection.LOCKER and CaseState.DELIVERED in states
    sent = rows[0][3] == Collection.COURIER
    return Ending(
        applicant_id=rows[0][2],
        by_hand=fetched or any(row[1] is not None for row in rows),
        by_courier=sent and CaseState.DELIVERED in states,
        all_withdrawn=states == {CaseState.WITHDRAWN},
    )


def caller_about(*, application_id: UUID, actor: Actor) -> UUID:
    """Whom the actor, who may look it up, speaks with about a submitted application: its applicant.

    Raises Refused `accounts.not_permitted`, NotFound `cases.no_such_application`, Conflict
    `cases.not_submitted`.
    """
    application = get_application_for(actor, application_id)
    require(actor, Permission.CASES_LOOK_UP, Scope(None, application.region_id))
    if application.number is None:
        raise errors.not_submitted()
    return application.applicant_id


def ended_cases(
    *, application_id: UUID | None = None, case_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Of an application, or of one case, those that have ended and are still there; one query."""
    about = Q(application_id=application_id) if application_id else Q(id=case_id)
    found = Case.objects.filter(about, ended_at__isnull=False, destroyed_at=None)
    return tuple(found.order_by("id").values_list("id", flat=True))
