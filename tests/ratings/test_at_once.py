"""The same link opened twice."""

from collections.abc import Iterator

import pytest

from onevisit.accounts.rules import ANONYMOUS
from onevisit.kernel import clock
from onevisit.ratings import services
from onevisit.ratings.models import Occasion, Rating, Rectification
from tests.factories import cases
from tests.factories.cases import County
from tests.factories.parallel import at_once
from tests.ratings.test_services import spot, token_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    """The county, committed."""
    with clock.travel(cases.MONDAY):
        yield cases.county()


def test_two_who_rate_at_one_instant_give_one_rating_and_one_rectification(there: County) -> None:
    token = token_of(spot(there))
    given = at_once(
        *[lambda: services.rate(token=token, level="5", actor=ANONYMOUS) for _ in range(2)]
    )
    assert not any(isinstance(each, Exception) for each in given)
    assert Rating.objects.count() == 1
    assert Rectification.objects.count() == 1


def test_two_clicks_at_one_instant_are_one_call(there: County) -> None:
    application = cases.submitted(there)
    noted = at_once(
        *[
            lambda: services.note_call(application_id=application.id, actor=there.clerk)
            for _ in range(2)
        ]
    )
    assert noted[0] == noted[1]
    assert Occasion.objects.filter(kind="call").count() == 1
