"""What an application was made under, and its cases' events as the rules read them."""

from collections.abc import Iterable

from onevisit.cases.models import Application, CaseEvent
from onevisit.cases.rules.events import About
from onevisit.cases.rules.fold import Happening
from onevisit.cases.rules.lifecycle import Action
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import PinnedOffer


def pinned(application: Application) -> PinnedOffer:
    """The offer as the application was made under; in memory once it was read."""
    return catalogue.offer_of(
        item_version_id=application.item_version_id,
        bundle_version_id=application.bundle_version_id,
        pins=application.pins,
    )


def happenings(rows: Iterable[CaseEvent]) -> list[Happening]:
    """What folding reads of the events of one case, in their order."""
    return [Happening(r.seq, Action(r.action), r.effective_at, r.limit_on) for r in rows]


def about(application: Application) -> About:
    """What the rooms above are told of an application when something happens to it."""
    return About(
        application_id=application.id,
        number=application.number or "",
        offer_code=application.offer_code,
        offer_name=application.offer_name,
        applicant_id=application.applicant_id,
        organisation_id=application.organisation_id,
        others=application.others > 0,
        helped=bool(application.helped),
        collection=application.collection,
    )
