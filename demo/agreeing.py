"""How others agree to an application: at the window beside the applicant, or from home."""

import io
from datetime import date
from uuid import UUID

from demo import content
from demo.founding import County
from demo.papers import paper
from demo.schedule import Telling, at
from demo.stories import Story
from onevisit.cases import queries, services
from onevisit.cases.services import Named

WAITING = "waiting"
_ASKED, _ANSWERED = 7, 22
"""Minutes after the applicant began."""


def minutes(story: Story) -> int:
    """How much later the applicant can hand in."""
    return _ANSWERED if story.parties and not story.clerk else 0


def brought_by_others(story: Story, county: County) -> frozenset[str]:
    """What another party hands in online; at a window one pile of papers lies on the counter."""
    if story.clerk or not story.parties:
        return frozenset()
    uses = county.offers[story.offer].parties
    return frozenset(
        key for use in uses if use.need.key in story.parties for key in use.need.brings
    )


def told(application: UUID, story: Story, county: County, day: date) -> Telling:
    """Each is named, then each answers."""
    if story.clerk:
        for role, person in story.parties.items():
            services.agree_at_window(
                application_id=application,
                role=role,
                card=_named(person),
                actor=county.actors[story.clerk],
            )
        return
    if not story.parties:
        return
    yield at(day, story.minute + _ASKED)
    asked = {
        person: services.name_party(
            application_id=application,
            role=role,
            named=_named(person),
            actor=county.actors[story.person],
        )
        for role, person in story.parties.items()
    }
    if story.answer == WAITING:
        return
    yield at(day, story.minute + _ANSWERED)
    for person, invitation in asked.items():
        _answer(invitation, person, story, county)


def _answer(invitation: UUID, person: str, story: Story, county: County) -> None:
    actor = county.actors[person]
    if story.answer:
        services.decline(invitation_id=invitation, reason=story.answer, actor=actor)
        return
    view = queries.party_view(invitation_id=invitation, actor=actor)
    for each in view.brings:
        scan, name = paper(each.line.key, each.line.name)
        services.attach_as_party(
            invitation_id=invitation,
            material=each.line.key,
            upload=io.BytesIO(scan),
            name=name,
            actor=actor,
        )
    view = queries.party_view(invitation_id=invitation, actor=actor)
    services.agree(invitation_id=invitation, shown_digest=view.digest, actor=actor)


def _named(person: str) -> Named:
    citizen = content.people()[person]
    return Named(citizen.name, citizen.id_number, citizen.phone)
