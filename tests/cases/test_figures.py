"""What the public may know: how many ended, and what people apply for most."""

from datetime import timedelta

from onevisit.cases import queries, services
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.journeys.rules.seen import seen_since
from onevisit.kernel import clock
from tests.factories import cases as make
from tests.factories.cases import County


def test_only_what_ended_within_the_time_is_counted(here: County) -> None:
    running, ended = make.submitted(here), make.submitted(here, here.other_citizen)
    for case in ended.cases.all():
        services.withdraw(case_id=case.id, actor=here.other_citizen)
    now = clock.now()
    hour = timedelta(hours=1)
    assert queries.ended_between(now - hour, now + hour) == (ended.id,)
    assert queries.ended_between(now + hour, now + 2 * hour) == ()
    assert running.id not in queries.ended_between(now - hour, now + hour)


def test_what_was_applied_for_most_comes_first_and_drafts_do_not_count(here: County) -> None:
    make.submitted(here)
    make.submitted(here, here.other_citizen)
    draft = make.filled_draft(here, code=here.card_code)
    since = clock.now() - timedelta(days=1)
    assert queries.most_applied(since=since) == (make.BUNDLE,)
    assert draft.offer_code not in queries.most_applied(since=since)
    told = {code: sum(each.number for each in seen) for code, seen in seen_since(since).items()}
    assert told == {make.BUNDLE: 2}, "the planner is told the same, with what they answered"
    assert seen_since(since, codes=[here.card_code]) == {}


def test_my_applications_can_be_narrowed_to_states(here: County) -> None:
    sent = make.submitted(here)
    draft = make.filled_draft(here, code=here.card_code)
    both = queries.my_applications(actor=here.citizen).rows
    drafts = queries.my_applications(actor=here.citizen, states=[ApplicationState.DRAFT]).rows
    assert {row.id for row in both} == {sent.id, draft.id}
    assert [row.id for row in drafts] == [draft.id]
