"""What one gives a mandate for: one's own applications, by name."""

from collections.abc import Iterable
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases.access import own_applications
from onevisit.cases.errors import no_such_application
from onevisit.cases.models import Application


def offer_names(application_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What these applications are for; no query for none. The caller shows it to nobody but who
    gave or holds a mandate for them.
    """
    wanted = set(application_ids)
    if not wanted:
        return {}
    return dict(Application.objects.filter(id__in=wanted).values_list("id", "offer_name"))


def require_own(application_id: UUID, organisation_id: UUID | None, actor: Actor) -> None:
    """Raise NotFound `cases.no_such_application` unless it is the actor's own, in the name of that
    organisation or, for None, of themselves.
    """
    held = own_applications(actor).filter(id=application_id)
    if organisation_id not in held.values_list("organisation_id", flat=True):
        raise no_such_application()
