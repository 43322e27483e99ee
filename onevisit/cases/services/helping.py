"""Another's hand in an application: held by an authority, written down, never on both sides."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import Actor, Deed, require_deed
from onevisit.accounts.rules.events import HelperLeft
from onevisit.cases import errors
from onevisit.cases.models import Application, CaseEvent, Invitation
from onevisit.cases.queries.hands import kept_from
from onevisit.cases.rules.events import ContactHappened, ContactKind
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.parties import Standing
from onevisit.cases.services.trail import record
from onevisit.kernel import clock, events


def take_hand(application: Application, actor: Actor, deed: Deed) -> None:
    """Write who acts for another down as one who worked on it; saved here where the row stands
    already.

    The authority is held until the transaction ends. Nothing for anybody else, but that who acts
    for an organisation does not sign what its legal representative signs in person. Raises Refused
    `accounts.authority_over`, `accounts.outside_deeds`, `cases.sign_in_person`,
    `cases.officer_helps` for who acted in it as an officer, `cases.both_sides` for who is another
    party of it themself.
    """
    require_own_hand(application, actor, deed)
    if actor.acting is None:
        return
    people.hold_authority(actor)
    require_deed(actor, deed)
    _require_no_officer(application, actor)
    if actor.acting.agent_id is not None and not application._state.adding:
        require_no_party(application, actor.acting.agent_id)
    if str(actor.user_id) in application.helpers:
        return
    application.helpers = [*application.helpers, str(actor.user_id)]
    if not application._state.adding:
        application.save(update_fields=["helpers"])
        record("cases.take_hand", application, actor)


def require_own_hand(application: Application, actor: Actor, deed: Deed) -> None:
    """Raise Refused `cases.sign_in_person` for who acts for another where the law wants the
    applicant's own signature; for an organisation that of its legal representative.
    """
    own = kept_from(actor, application) if deed is Deed.SIGN else None
    if own is not None:
        raise errors.sign_in_person(own.name, own.basis)


def under_authority(actor: Actor, application: Application | None = None) -> dict[str, UUID | None]:
    """What a signature of this actor stands on: the authority, and who signed; at a window that of
    who stands there in the applicant's place.
    """
    if actor.acting is None:
        stood = application.stood_by_id if application is not None and actor.is_staff else None
        return {"authority_id": stood, "signed_by_id": None}
    return {"authority_id": actor.acting.authority_id, "signed_by_id": actor.user_id}


def require_one_side(row: Invitation, agent_id: UUID | None) -> None:
    """A guardian says yes for their ward only in what is not their own matter: not as applicant,
    nor for who applies, nor as a party of another role. Raises Refused `cases.both_sides`.
    """
    application = row.application
    others = Invitation.objects.filter(application=application).exclude(role=row.role)
    named = others.exclude(state=Standing.REMOVED).filter(
        Q(number_index__in=accounts.person_indexes(agent_id)) | Q(authority__agent=agent_id)
        if agent_id
        else Q()
    )
    worked = agent_id is not None and accounts.logins_of(agent_id) & set(application.helpers)
    if application.applicant_id == agent_id or worked or named.exists():
        raise errors.both_sides()


def require_no_party(application: Application, agent_id: UUID) -> None:
    """Raise Refused `cases.both_sides` for an agent who is another party of it, or answers for
    one.
    """
    own = accounts.person_indexes(agent_id)
    named = Invitation.objects.filter(application=application).exclude(state=Standing.REMOVED)
    if named.filter(Q(number_index__in=own) | Q(authority__agent=agent_id)).exists():
        raise errors.both_sides()


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
