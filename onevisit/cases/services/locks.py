"""An application locked for whoever may write in it."""

from uuid import UUID

from onevisit.accounts.rules import Actor, Deed, Permission
from onevisit.cases import errors
from onevisit.cases.access import is_applicant, require_here, sees_application
from onevisit.cases.models import Application
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.services.consents import after_change
from onevisit.cases.services.helping import take_hand
from onevisit.kernel import clock, rows

_LOCK = (
    f"SELECT {rows.columns(Application)} FROM cases_application"  # noqa: S608
    " WHERE id = %s FOR UPDATE"
)


def lock_draft(application_id: UUID, actor: Actor, deed: Deed = Deed.FILL) -> Application:
    """The draft, locked, for who may write in it; `deed` is what who acts for another does.

    Raises NotFound `cases.no_such_application` for outsiders, Conflict `cases.not_a_draft`.
    """
    application = lock_application(application_id, actor, deed)
    if application.state != ApplicationState.DRAFT:
        raise errors.not_draft()
    return application


def lock_application(application_id: UUID, actor: Actor, deed: Deed) -> Application:
    """The application, locked, for who may write in it: its applicant, or a clerk who receives.

    Raises NotFound `cases.no_such_application` for outsiders, Refused `accounts.not_permitted`,
    and what `take_hand` raises.
    """
    application = next(iter(rows.fetch(Application, _LOCK, [application_id])), None)
    if application is None or not sees_application(actor, application):
        raise errors.no_such_application()
    take_hand(application, actor, deed)
    if not is_applicant(actor, application):
        require_here(actor, Permission.CASES_INTAKE, application)
    sign_in_book(application, actor)
    return application


def lock_for_party(application_id: UUID) -> Application:
    """The application, locked, for somebody named in it; the caller has checked that they are."""
    return next(iter(rows.fetch(Application, _LOCK, [application_id])))


WHO_SAVED = ("saved_by", "saved_point", "saved_window")


def sign_in_book(application: Application, actor: Actor) -> None:
    """Who works on it now, and where; written by the next save."""
    application.saved_by_id = actor.user_id
    application.saved_point_id = actor.service_point_id
    application.saved_window = actor.window


def touch(application: Application, *fields: str) -> None:
    """Save these fields of a draft as its next version; one not yet inserted only changes in
    memory. Consents others gave to what is no longer so are void.
    """
    application.version += 1
    application.saved_at = clock.now()
    others = after_change(application, form="form_open" in fields)
    if application._state.adding:
        return
    rows.update(application, ("version", "saved_at", *WHO_SAVED, *fields, *others))
