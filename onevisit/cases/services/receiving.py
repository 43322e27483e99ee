"""Who may stand at the counter for what an applicant gets."""

from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.cases import errors
from onevisit.cases.models import Application


def require_receiver(application: Application, receiver_id: UUID) -> None:
    """Raise Refused `cases.wrong_receiver` unless the receiver stands on the applicant's side."""
    if application.organisation_id is None:
        right = receiver_id == application.applicant_id
    else:
        right = accounts.represents(receiver_id, application.organisation_id)
    if not right:
        raise errors.wrong_receiver()
