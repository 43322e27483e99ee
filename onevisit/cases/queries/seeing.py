"""Whether somebody may see an application at all, for rooms that know more of it."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases.access import get_application_for
from onevisit.cases.queries.pieces import log_look


def application_seen(*, ref: UUID | str, actor: Actor, what: str) -> UUID:
    """The id of the application with this id or number; the look at `what` goes to the access log.

    Raises NotFound `cases.no_such_application`, also for outsiders.
    """
    application = get_application_for(actor, ref)
    log_look(what, application, actor)
    return application.id
