"""管辖: a draft moves to the office that is competent where the matter lies."""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.cases import errors
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.services.drafts import start_application
from onevisit.cases.services.locks import lock_draft
from onevisit.cases.services.trail import record
from onevisit.catalogue import queries as catalogue


def move_to_competent(*, application_id: UUID, region: str, actor: Actor) -> UUID:
    """Go on with the same thing at the office competent for a matter that lies in `region` (12
    digits): the region's own, else the nearest above it. Returns that draft's id.

    Answers to questions that office asks too go along; the draft left behind is given up. A draft
    that lies right stays as it is. Raises as `start_application`, and Conflict
    `cases.nobody_competent`.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        found = catalogue.competent_for(application.offer_code, region)
        if found is None:
            raise errors.nobody_competent()
        if found.code == application.offer_code:
            return application.id
        asked = {each.key for each in catalogue.pinned_offer(found.code).offer.questions}
        moved = start_application(
            offer_code=found.code,
            actor=actor,
            applicant_id=application.applicant_id,
            organisation_id=application.organisation_id,
            channel=application.channel,
            answers={key: value for key, value in application.answers.items() if key in asked},
        )
        application.state = ApplicationState.DISCARDED
        application.save(update_fields=["state"])
        record("cases.move_to_competent", application, actor, code=found.code, region=region)
        return moved
