"""Who is told what, by which way, when, in which words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.events import Move
from onevisit.cases.rules.lifecycle import Action
from onevisit.kernel.clock import SHANGHAI
from onevisit.kernel.errors import Invalid
from onevisit.kernel.ids import new_id
from onevisit.notifications.rules.channels import (
    Channel,
    Language,
    Wishes,
    channels_for,
    not_before,
)
from onevisit.notifications.rules.kinds import (
    LEGAL,
    OTHERS_TOO,
    TOLD_ALREADY,
    TOPICS,
    Kind,
    Topic,
    told_of,
)
from onevisit.notifications.rules.texts import (
    VARIABLES,
    Worded,
    Words,
    checked,
    filled,
    first_words,
    words_on,
)

CHANNELS = st.frozensets(st.sampled_from(Channel))
HOURS = st.times().map(lambda each: each.replace(second=0, microsecond=0))
WISHES = st.builds(
    Wishes,
    st.dictionaries(st.sampled_from(Topic), CHANNELS),
    HOURS,
    HOURS,
    st.sampled_from(Language),
    st.booleans(),
)
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=700)).map(lambda each: _FIRST + each)


@given(st.sampled_from(Kind), WISHES, CHANNELS)
def test_nothing_goes_where_nobody_is_reached_and_a_notice_of_the_law_goes_somewhere(
    kind: Kind, wishes: Wishes, reachable: frozenset[Channel]
) -> None:
    found = channels_for(kind, wishes, reachable)
    assert set(found) <= reachable
    assert len(set(found)) == len(found)
    if kind in LEGAL and reachable:
        assert found
    elif TOPICS[kind] in wishes.chosen:
        assert set(found) <= wishes.chosen[TOPICS[kind]]
    if kind in TOLD_ALREADY:
        assert Channel.SMS not in found


@given(st.sampled_from(Channel), WISHES, INSTANTS)
def test_a_short_message_waits_for_the_end_of_the_quiet_hours_and_no_longer(
    channel: Channel, wishes: Wishes, now: datetime
) -> None:
    at = not_before(channel, wishes, now, SHANGHAI)
    local = at.astimezone(SHANGHAI).time().replace(tzinfo=None)
    assert now <= at < now + timedelta(days=1)
    if channel is not Channel.SMS or wishes.quiet_from == wishes.quiet_until:
        assert at == now
    elif at != now:
        assert local == wishes.quiet_until
    else:
        begin, end = wishes.quiet_from, wishes.quiet_until
        inside = begin <= local < end if begin < end else local >= begin or local < end
        assert not inside


def test_the_night_is_quiet_for_who_chose_nothing() -> None:
    late = datetime(2026, 11, 16, 22, 15, tzinfo=SHANGHAI)
    at = not_before(Channel.SMS, Wishes(), late, SHANGHAI)
    assert at.astimezone(SHANGHAI) == datetime(2026, 11, 17, 8, 0, tzinfo=SHANGHAI)
    assert Wishes().quiet_from == time(21)


def moves(*actions: tuple[Action, int]) -> list[Move]:
    """Actions of the cases numbered so."""
    cases = [new_id() for _ in range(3)]
    day = date(2026, 11, 23)
    return [
        Move(cases[number], seq, f"第{number}件", action, day)
        for seq, (action, number) in enumerate(actions, 1)
    ]


def test_one_act_is_told_once_for_all_its_cases_and_only_its_end() -> None:
    act = moves((Action.SUBMIT, 0), (Action.SUBMIT, 1), (Action.APPROVE, 2), (Action.ISSUE, 2))
    told = told_of([*act, *moves((Action.START, 0))])
    assert [(each.kind, each.cases) for each in told] == [
        (Kind.RECEIVED, ("第0件", "第1件")),
        (Kind.READY, ("第2件",)),
    ]
    assert told[0].day == "2026-11-23"
    assert {each.event for each in told_of(act)} == {each.event for each in told}


def test_what_is_asked_of_the_applicant_is_nobody_elses() -> None:
    asked = {kind for kind, topic in TOPICS.items() if topic in (Topic.TO_DO, Topic.MONEY)}
    assert not asked & OTHERS_TOO
    assert set(TOPICS) == set(Kind)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words_in_every_language(kind: Kind, language: Language) -> None:
    words = first_words()[kind, language]
    assert checked(kind, words.title, words.body) == words
    read = filled(words, {name: f"<{name}>" for name in VARIABLES[kind]})
    assert "{" not in read.body + read.title
    own = "number" if kind in {Kind.BAG_COMING, Kind.BAG_LATE} else "thing"
    assert f"<{own}>" in read.body
    if "day" in VARIABLES[kind]:
        assert "<day>" in read.body
    latin = (read.title + read.body).isascii() or "“" in read.body
    assert latin if language is Language.EN else not read.title.isascii()


@pytest.mark.parametrize(
    ("title", "body", "code"),
    [
        ("", "好", "words_needed"),
        ("好", "字" * 301, "words_too_long"),
        ("好", "{phone}", "unknown_variable"),
        ("好", "{day}", "unknown_variable"),
        ("好", "{thing", "broken_braces"),
        ("好", "{thing!r}", "broken_braces"),
        ("好", "{thing:>9}", "broken_braces"),
        ("好", "{thing.real}", "unknown_variable"),
        ("好", "{}", "unknown_variable"),
    ],
)
def test_words_are_checked_before_they_are_kept(title: str, body: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        checked(Kind.RECEIVED, title, body)


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), unique=True), st.dates())
def test_the_newest_words_of_a_day_hold(days: list[date], day: date) -> None:
    versions = [
        Worded(Kind.READY, Language.ZH, each, Words(each.isoformat(), "好")) for each in days
    ]
    held = words_on(Kind.READY, Language.ZH, day, versions)
    begun = [each for each in days if each <= day]
    assert held == (
        Words(max(begun).isoformat(), "好") if begun else first_words()[Kind.READY, Language.ZH]
    )
