"""Each bundle of the county from its questions to the last result, in the situation that takes most
departments: nobody comes more often than was promised and computed.
"""

from collections.abc import Mapping
from datetime import date
from itertools import islice

import pytest

from demo import content, paying
from demo.content import Relative
from demo.founding import County
from demo.schedule import Days, Schedule
from demo.stories import Answer, Fate, Story
from demo.telling import Teller
from onevisit.accounts import queries as accounts
from onevisit.accounts.models import Organisation
from onevisit.cases.models import Application
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.vocabulary import Served
from onevisit.directory.models import Department, ServicePoint
from onevisit.guidance.rules.checklist import checklist
from onevisit.guidance.rules.survey import situations
from onevisit.hall import queries as hall
from onevisit.journeys import queries as journeys
from onevisit.kernel import clock
from onevisit.kernel.queries import load_calendar

PERSON, COMPANY = "xuzhiming", "o1"
BABY = Relative(PERSON, "徐小满", date(2026, 10, 20), 62)
LOOKED_THROUGH = 400
PLAIN: Mapping[str, Mapping[str, Answer]] = {
    "house_sale": {"seller_kind": "person", "seller_family": "single"},
    "restaurant": {"foods": ["hot"]},
}
"""What else would need more people, or somebody who sells nothing."""
PARTIES = {"house_sale": {"seller": "xiedayong"}}


@pytest.fixture
def standing(county: object) -> County:
    """The county that was built, as its stories know it."""
    names = [each.username for each in content.officers()]
    names += [key for key, each in content.people().items() if each.phone]
    actors = {name: accounts.actor_by_username(name) for name in names}
    people = {key: actors[key].person_id for key in content.people() if key in actors}
    codes = content.offer_codes()
    return County(
        dict(Department.objects.values_list("code", "id")),
        dict(ServicePoint.objects.values_list("code", "id")),
        {key: found for key, found in people.items() if found},
        {COMPANY: Organisation.objects.get(uscc=_company().uscc).id},
        actors,
        {key: catalogue.pinned_offer(codes[key]).offer for key in content.bundles()},
    )


def _company() -> content.Company:
    return next(each for each in content.companies() if each.key == COMPANY)


def widest(key: str, offer: Offer) -> Mapping[str, Answer]:
    """Of the first situations the one in which most parts are needed."""
    plain = PLAIN.get(key, {})
    found = (
        each
        for each in islice(situations(offer), LOOKED_THROUGH)
        if all(each.get(name) in (value, None, []) for name, value in plain.items())
    )
    most = max(found, key=lambda answers: len(checklist(offer, answers).active_parts))
    return {**most, **plain}


def turn(offer: Offer, part: OfferPart) -> int:
    """How many must be through before it."""
    return max((1 + turn(offer, offer.part(each)) for each in part.after), default=0)


@pytest.mark.parametrize("key", sorted(content.bundles()))
def test_it_ends_with_the_visits_that_were_promised(key: str, standing: County) -> None:
    offer, days = standing.offers[key], Days(load_calendar(), clock.now())
    answers = widest(key, offer)
    alone = Served.PERSON in offer.served
    story = Story(
        key, PERSON if alone else _company().representative, 30, answers, kin=BABY, shop="小满馆",
        company="" if alone else COMPANY,
        fates={each.key: Fate(accept=1 + 2 * turn(offer, each), work=1) for each in offer.parts},
        parties=PARTIES.get(key, {}),
    )  # fmt: skip
    before = set(Application.objects.values_list("id", flat=True))
    schedule = Schedule(clock.now())
    schedule.add(Teller(standing, days, schedule).tell(story))
    with paying.open_books():
        for _ in schedule.run():
            pass
    application = Application.objects.exclude(id__in=before).get()
    active = {part.key for part in checklist(offer, answers).active_parts}
    assert dict(application.cases.values_list("part", "state")) == dict.fromkeys(
        active, "delivered"
    )
    assert application.state == "ended"
    counted = hall.visits_of_many([application.id])[application.id].count
    solved = journeys.visits_of(content.offer_codes()[key]).solved
    assert solved is not None and solved.best is not None and solved.worst is not None
    assert counted == offer.declared_visits
    assert solved.best <= counted <= solved.worst
