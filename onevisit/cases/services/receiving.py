"""Who may stand at the counter for what an applicant gets."""

from collections.abc import Collection
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import Deed, MandateLine
from onevisit.cases import errors
from onevisit.cases.models import Application
from onevisit.cases.queries.hands import reserved_for, standing_for


def receiving_under(
    application: Application, receiver_id: UUID, parts: Collection[str] = ()
) -> MandateLine | None:
    """The mandate under which somebody takes the results of these parts, None for who stands on the
    applicant's side themself. Raises Refused `cases.wrong_receiver` for everybody else,
    `cases.collect_in_person`.
    """
    if application.organisation_id is None:
        right = receiver_id == application.applicant_id
    else:
        right = accounts.represents(receiver_id, application.organisation_id)
    if right:
        return None
    held = standing_for(application, Deed.COLLECT).values()
    line = next((each for each in held if each.agent_id == receiver_id), None)
    if line is None:
        raise errors.wrong_receiver()
    if own := reserved_for(application, Deed.COLLECT, line.basis, parts):
        raise errors.collect_in_person(own.name, own.basis)
    people.hold_stood(line.id)
    return line
