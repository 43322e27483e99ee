"""Two sides at the same instant, each with a connection of its own."""

from collections.abc import Iterator

import pytest

from onevisit.cases import queries, services
from onevisit.cases.models import Application, Invitation
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict
from tests.factories import cases as make
from tests.factories import parties as sale
from tests.factories.cases import County
from tests.factories.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    """The county, committed."""
    with clock.travel(make.MONDAY):
        yield make.county()


def test_both_agree_at_one_instant_and_a_change_beside_a_signature_never_slips_in(
    there: County,
) -> None:
    draft = sale.begun(there, married="yes")
    seller, spouse = sale.invite(there, draft), sale.invite(there, draft, "spouse")
    sale.give(there.other_citizen, seller)
    pairs = ((there.other_citizen, seller), (there.boss, spouse))
    assert at_once(*[lambda p=pair: sale.agree(*p) for pair in pairs]) == [None, None]
    assert {row.state for row in Invitation.objects.all()} == {"agreed"}

    def cheaper() -> object:
        return services.save_form(
            application_id=draft.id, values={"house.price": 90}, actor=there.citizen
        )

    _changed, handed_in = at_once(cheaper, lambda: sale.submit(there.citizen, draft))
    now = Application.objects.get(id=draft.id)
    states = {row.state for row in Invitation.objects.all()}
    if now.state == "submitted":
        assert now.unsealed().values["house.price"] == 100
        assert states == {"agreed"}
    else:
        assert isinstance(handed_in, Conflict)
        assert states == {"void"}
        assert not queries.draft_view(application_id=draft.id, actor=there.citizen).ready
