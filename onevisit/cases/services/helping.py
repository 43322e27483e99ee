"""A helper's hand in an application: held by their authority, written down, never on both sides."""

from datetime import datetime
from uuid import UUID

from onevisit.accounts import services as people
from onevisit.accounts.rules import Actor
from onevisit.accounts.rules.events import HelperLeft
from onevisit.cases import errors
from onevisit.cases.models import Application, CaseEvent
from onevisit.cases.rules.events import ContactHappened, ContactKind
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.kernel import clock, events


def take_hand(application: Application, actor: Actor) -> None:
    """Write a helper down as one who worked on it; saved here where the row stands already.

    The authority is held until the transaction ends. Nothing for anybody else. Raises Refused
    `accounts.authority_over`, `cases.officer_helps` for who acted in it as an officer.
    """
    if actor.acting is None:
        return
    people.hold_authority(actor)
    _require_no_officer(application, actor)
    if str(actor.user_id) in application.helpers:
        return
    application.helpers = [*application.helpers, str(actor.user_id)]
    if not application._state.adding:
        application.save(update_fields=["helpers"])


def under_authority(actor: Actor) -> dict[str, UUID | None]:
    """What a signature of this actor stands on: for a helper the authority, and who signed."""
    if actor.acting is None:
        return {"authority_id": None, "signed_by_id": None}
    return {"authority_id": actor.acting.authority_id, "signed_by_id": actor.user_id}


def require_other_eyes(application: Application, actor: Actor) -> None:
    """Who worked on an application as the applicant's helper does nothing in it as an officer.

    Raises Refused `cases.helped_here`.
    """
    if actor.acting is None and str(actor.user_id) in application.helpers:
        raise errors.helped_here()


def _require_no_officer(application: Application, actor: Actor) -> None:
    if application.state in (ApplicationState.DRAFT, ApplicationState.DISCARDED):
        return
    done = CaseEvent.objects.filter(case__application_id=application.id, actor_id=actor.user_id)
    if done.exclude(facts__has_key="authority").exists():
        raise errors.officer_helps()


def left(event: HelperLeft) -> None:
    """Whoever came to a helper's place and left a draft there that nobody handed in came in vain:
    the ledger of visits has it, as when a window sends somebody home.
    """
    if not event.came:
        return
    drafts = Application.objects.filter(
        state=ApplicationState.DRAFT,
        applicant_id=event.person_id,
        saved_by_id=event.helper_id,
        saved_at__gte=event.since,
    )
    now = clock.now()
    for application_id in drafts.order_by("id").values_list("id", flat=True):
        _came_in_vain(application_id, event, now)


def _came_in_vain(application_id: UUID, event: HelperLeft, now: datetime) -> None:
    events.publish(
        ContactHappened(
            application_id=application_id,
            person_id=event.person_id,
            service_point_id=event.service_point_id,
            window="",
            at=now,
            kind=ContactKind.SENT_HOME,
            recorded_by=event.helper_id,
        )
    )
