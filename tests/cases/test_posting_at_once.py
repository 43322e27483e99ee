"""Two clerks and one parcel."""

from collections.abc import Iterator

import pytest

from onevisit.cases import services
from onevisit.cases.models import Posted
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict
from tests.cases.posting import by_courier, granted, sent
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.parallel import Deed, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    """The county, committed."""
    with clock.travel(make.MONDAY):
        yield make.county()


def test_two_clerks_pack_one_parcel(there: County) -> None:
    application = by_courier(there)
    granted(there, application)

    def pack() -> object:
        return services.pack(application_id=application.id, actor=there.clerk)

    results = at_once(pack, pack)
    lost = [each for each in results if isinstance(each, Conflict)]
    assert [each.code for each in lost] == ["cases.nothing_to_send"]
    assert Posted.objects.filter(live=True).count() == application.cases.count()


def test_what_is_received_and_returned_at_one_instant_is_one_of_both(there: County) -> None:
    application, parcel = sent(there)

    def mark(what: str, note: str) -> Deed:
        return lambda: services.mark_parcel(
            parcel_id=parcel, mark=what, note=note, actor=there.clerk
        )

    results = at_once(mark("deliver", "self"), mark("return", "absent"))
    assert sum(isinstance(each, Conflict) for each in results) == 1
    states = set(application.cases.values_list("state", flat=True))
    assert states in ({"delivered"}, {"issued"})
