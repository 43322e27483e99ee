"""Lists page by page: one row at a time gives the same rows in the same order, each once."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from onevisit.cases import queries, services
from onevisit.cases.queries.paging import ListPage
from onevisit.delivery.rules import LIVE
from tests.cases.posting import by_courier, granted
from tests.cases.test_extension import ask, head_of, in_review
from tests.factories import cases, joint
from tests.factories.cases import County
from tests.factories.joint import THURSDAY, WEDNESDAY

pytestmark = pytest.mark.django_db


def one_by_one(fetch: Callable[..., ListPage[Any]], count: int) -> None:
    whole = fetch()
    assert (len(whole.rows), whole.after) == (count, None)
    found: list[Any] = []
    after = None
    for _ in range(count + 1):
        page = fetch(after=after, limit=1)
        found += page.rows
        after = page.after
        if after is None:
            break
    assert tuple(found) == whole.rows


def test_what_is_to_be_sent_and_what_is_sent(here: County) -> None:
    sent = [by_courier(here, area=100), by_courier(here, area=80)]
    for application in sent:
        granted(here, application)
    one_by_one(partial(queries.to_send, actor=here.clerk), 2)
    first = sent[0].cases.order_by("id")
    first.update(delivery_due=None)  # without a day it comes last, each application once
    one_by_one(partial(queries.to_send, actor=here.clerk), 2)
    assert queries.to_send(actor=here.clerk).rows[-1].application_id == sent[0].id
    last = first.last()
    assert last is not None
    first.filter(id=last.id).update(delivery_due=date(2026, 11, 1))
    one_by_one(partial(queries.to_send, actor=here.clerk), 2)
    assert queries.to_send(actor=here.clerk).rows[0].application_id == sent[0].id
    for application in sent:
        services.pack(application_id=application.id, actor=here.clerk)
    one_by_one(partial(queries.parcels_at, actor=here.clerk, states=LIVE), 2)


def test_extensions_that_wait_and_visits_ahead(here: County) -> None:
    for _ in range(2):
        ask(here, in_review(here))
    one_by_one(partial(queries.extensions_waiting, actor=head_of(here, "urban")), 2)
    joint.publish(here)
    for slot in (THURSDAY, WEDNESDAY):
        application = joint.accepted(here)
        joint.plan(here, application, slot=slot)
    officer = here.officer(cases.case_of(application, "kitchen"))
    one_by_one(partial(queries.visits_on_desk, actor=officer), 2)
