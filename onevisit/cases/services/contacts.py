"""Telling the ledger of visits who stood at a window."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases import errors
from onevisit.cases.models import Application
from onevisit.cases.rules.events import ContactHappened, ContactKind
from onevisit.kernel import clock, events


def publish_contact(
    application: Application, actor: Actor, kind: ContactKind, person_id: UUID | None = None
) -> None:
    """Tell the ledger of visits that somebody of the applicant's side stood at this clerk's
    window.
    """
    if actor.service_point_id is None:
        raise errors.window_needed()
    events.publish(
        ContactHappened(
            application_id=application.id,
            person_id=person_id or application.applicant_id,
            service_point_id=actor.service_point_id,
            window=actor.window,
            at=clock.now(),
            kind=kind,
            recorded_by=actor.user_id,
        )
    )
