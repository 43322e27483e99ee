"""Who stands at the window in the applicant's place: an agent or a guardian with their own card."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts import services as people
from onevisit.accounts.rules import Actor, Deed, MandateLine, Permission
from onevisit.cases import errors
from onevisit.cases.access import require_here
from onevisit.cases.models import Application
from onevisit.cases.queries.hands import reserved_for, standing_for
from onevisit.cases.services.helping import require_no_party
from onevisit.cases.services.locks import lock_draft, touch
from onevisit.cases.services.trail import record


def stand_by(*, application_id: UUID, authority_id: UUID | None, seen: bool, actor: Actor) -> None:
    """A clerk writes down who stands there with this draft: the applicant (None), or somebody under
    an authority of theirs, whose identity card was looked at (`seen`).

    Raises NotFound `cases.no_such_application`, Refused `accounts.not_permitted`,
    `cases.wrong_receiver` where no authority of the applicant reaches so far, `cases.both_sides`,
    `cases.sign_in_person`; Invalid `cases.identification_needed`; Conflict `cases.not_a_draft`.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        require_here(actor, Permission.CASES_INTAKE, application)
        number = ""
        if authority_id is not None:
            number = _checked(application, authority_id, seen=seen).number
        application.stood_by_id = authority_id
        touch(application, "stood_by")
        record("cases.stand_by", application, actor, authority=number)


def stands_still(application: Application) -> MandateLine | None:
    """Under what somebody stands there with a draft, held until the transaction ends; None for the
    applicant. Raises as `standing_here`.
    """
    if application.stood_by_id is None:
        return None
    return standing_here(application, application.stood_by_id, seen=True)


def standing_here(application: Application, authority_id: UUID, *, seen: bool) -> MandateLine:
    """Under what somebody stands there for the applicant and signs, their card looked at (`seen`);
    held until the transaction ends.

    Raises Refused `accounts.authority_over`, `cases.wrong_receiver`, `cases.both_sides`,
    `cases.sign_in_person`; Invalid `cases.identification_needed`.
    """
    people.hold_stood(authority_id)
    return _checked(application, authority_id, seen=seen)


def _checked(application: Application, authority_id: UUID, *, seen: bool) -> MandateLine:
    line = standing_for(application, Deed.SIGN).get(authority_id)
    if line is None or line.agent_id is None:
        raise errors.wrong_receiver()
    if own := reserved_for(application, Deed.SIGN, line.basis):
        raise errors.sign_in_person(own.name, own.basis)
    if not seen:
        raise errors.identification_needed()
    require_no_party(application, line.agent_id)
    return line
