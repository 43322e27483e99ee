"""Telling the ledger of visits who stood at a window."""

from uuid import UUID

from onevisit.accounts import services as people
from onevisit.accounts.rules import Actor, Met
from onevisit.cases import errors
from onevisit.cases.models import Application
from onevisit.cases.rules.events import ContactHappened, ContactKind
from onevisit.kernel import clock, events


def publish_contact(
    application: Application,
    actor: Actor,
    kind: ContactKind,
    person_id: UUID | None = None,
    *,
    reason: str = "",
) -> None:
    """Tell the ledger of visits that somebody of the applicant's side stood at this clerk's window,
    and why they were sent home (a code of `SentHome`) if they were.
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
            reason=reason,
        )
    )


_MET = {Met.HOME: ContactKind.HOME_VISIT, Met.PLACE: ContactKind.AT_HELPER}


def publish_help(application: Application, actor: Actor) -> None:
    """Tell the ledger that a helper met the person for this, and where. Nothing for others, nor
    where nobody met.
    """
    kind = _MET.get(actor.acting.met) if actor.acting is not None else None
    if kind is not None:
        publish_contact(application, actor, kind)


def publish_entrusting(application: Application, actor: Actor) -> None:
    """The trip to the window at which the authority was given belongs to what is first handed in
    under it.
    """
    authority_id = actor.acting.authority_id if actor.acting else application.stood_by_id
    first = people.first_use(authority_id) if authority_id else None
    if first is None:
        return
    events.publish(
        ContactHappened(
            application_id=application.id,
            person_id=application.applicant_id,
            service_point_id=first.service_point_id,
            window=first.window,
            at=first.at,
            kind=ContactKind.ENTRUST,
            recorded_by=first.recorded_by,
        )
    )
