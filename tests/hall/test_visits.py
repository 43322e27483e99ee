"""How contacts merge into visits, against a walk through every contact."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.events import ContactKind
from onevisit.hall.rules import MergeRule, Seen, visits, within_on
from onevisit.kernel.clock import local_date

NINE = datetime(2026, 11, 16, 1, tzinfo=UTC)
RULES = (MergeRule(date(2016, 12, 1), timedelta(hours=2)),)
ANN, BO = UUID(int=1), UUID(int=2)
CENTRE, TOWN = UUID(int=10), UUID(int=11)


def contact(
    minutes: int,
    kind: ContactKind = ContactKind.INTAKE,
    person: UUID = ANN,
    place: UUID = CENTRE,
    ticket: UUID | None = None,
) -> Seen:
    at = NINE + timedelta(minutes=minutes)
    return Seen(person, place, at, local_date(at), kind, ticket)


def count(*contacts: Seen) -> int:
    return len(visits(contacts, RULES))


def test_one_sitting_is_one_visit() -> None:
    assert count() == 0
    assert count(contact(0), contact(30, ContactKind.HAND_OUT), contact(150)) == 1


def test_more_than_two_hours_or_another_place_is_another_visit() -> None:
    assert count(contact(0), contact(120)) == 1
    assert count(contact(0), contact(121)) == 2
    assert count(contact(0), contact(10, place=TOWN)) == 2
    assert count(contact(0), contact(10, person=BO)) == 2


def test_whoever_sits_long_under_one_number_has_come_once() -> None:
    first, second = UUID(int=20), UUID(int=21)
    assert count(contact(0, ticket=first), contact(300, ticket=first)) == 1
    assert count(contact(0, ticket=first), contact(300, ticket=second)) == 2
    assert count(contact(0, ticket=first), contact(300)) == 2
    sent = ContactKind.SENT_HOME
    assert count(contact(0, sent, ticket=first), contact(10, ticket=first)) == 2


def test_sent_home_and_back_counts_twice() -> None:
    assert count(contact(0, ContactKind.SENT_HOME), contact(20)) == 2
    assert count(contact(0), contact(5, ContactKind.SENT_HOME)) == 1
    assert count(*(contact(n, ContactKind.SENT_HOME) for n in (0, 10, 20))) == 3


def test_whom_a_helper_visits_at_home_has_gone_nowhere() -> None:
    home = ContactKind.HOME_VISIT
    assert count(contact(0, home), contact(500, home)) == 0
    assert count(contact(0, ContactKind.AT_HELPER), contact(60, home), contact(120)) == 1
    assert count(contact(0, ContactKind.ENTRUST), contact(300, ContactKind.AT_HELPER)) == 2


def test_being_elsewhere_in_between_is_seen_by_the_place_not_the_person() -> None:
    assert count(contact(0), contact(20, place=TOWN), contact(60)) == 2


def test_the_rule_of_the_day_decides() -> None:
    rules = (*RULES, MergeRule(date(2026, 11, 16), timedelta(minutes=30)))
    assert within_on(rules, date(2026, 11, 15)) == timedelta(hours=2)
    assert within_on(rules, date(2010, 1, 1)) == timedelta(0)
    assert len(visits([contact(0), contact(45)], rules)) == 2


contacts = st.builds(
    contact,
    st.integers(0, 600),
    st.sampled_from(list(ContactKind)),
    st.sampled_from([ANN, BO]),
    st.sampled_from([CENTRE, TOWN]),
    st.sampled_from([None, UUID(int=20), UUID(int=21)]),
)


@given(st.lists(contacts, max_size=12), st.randoms())
def test_the_count_is_that_of_a_naive_walk_in_any_order(seen: list[Seen], random: object) -> None:
    """Brute force: of each person at each place, every contact that does not continue the one
    before it begins a visit.
    """
    expected = 0
    for person in (ANN, BO):
        for place in (CENTRE, TOWN):
            mine = sorted(
                (
                    c
                    for c in seen
                    if (c.person_id, c.place_id) == (person, place)
                    and c.kind is not ContactKind.HOME_VISIT
                ),
                key=lambda c: (c.at, c.kind is ContactKind.SENT_HOME, str(c.ticket_id or "")),
            )
            for before, after in zip([None, *mine], mine, strict=False):
                continues = (
                    before is not None
                    and before.kind is not ContactKind.SENT_HOME
                    and (
                        (after.at - before.at) <= timedelta(hours=2)
                        or (before.ticket_id is not None and before.ticket_id == after.ticket_id)
                    )
                )
                expected += not continues
    shuffled = list(seen)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    merged = visits(shuffled, RULES)
    assert len(merged) == expected
    went = [c for c in seen if c.kind is not ContactKind.HOME_VISIT]
    assert sorted(c.at for v in merged for c in v.contacts) == sorted(c.at for c in went)
    assert [v.began_at for v in merged] == sorted(v.began_at for v in merged)
