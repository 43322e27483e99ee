"""The table of working days: seeding, publishing, and the calendar kept in memory."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from onevisit.kernel import events, queries, services
from onevisit.kernel.calendar import CalendarPublished, DueDate, YearNotice
from onevisit.kernel.calendar_seed import notices, seeded_calendar
from onevisit.kernel.errors import Conflict, DomainError, Invalid
from onevisit.kernel.models import CalendarDay, CalendarRevision, CalendarYear

pytestmark = pytest.mark.django_db

NOTICE_2027 = YearNotice(
    2027,
    holidays={date(2027, 1, 1): "元旦", date(2027, 2, 8): "春节"},
    makeup_days={date(2027, 1, 3): "元旦"},
)


@pytest.fixture(autouse=True)
def nobody_listens() -> Iterator[None]:
    with events.isolated():
        yield


def test_seeding_enters_every_year_once_and_again_nothing() -> None:
    assert services.seed_calendar() == tuple(range(2004, 2027))
    days = CalendarDay.objects.count()
    assert services.seed_calendar() == ()
    assert CalendarDay.objects.count() == days
    assert CalendarRevision.objects.count() == 1


def test_the_command_seeds_and_says_when_there_is_nothing_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("seed_calendar")
    call_command("seed_calendar")
    assert capsys.readouterr().out == "entered 23 years, 2004 to 2026\nnothing to enter\n"


def test_the_calendar_read_back_is_the_one_that_was_seeded() -> None:
    services.seed_calendar()
    calendar = queries.load_calendar()
    assert calendar.ordinals == seeded_calendar().ordinals
    assert calendar.names == seeded_calendar().names
    assert calendar.known_until == date(2026, 12, 31)
    assert queries.published_notices() == notices()


def test_without_a_table_everything_is_provisional() -> None:
    due = queries.load_calendar().add_working_days(date(2026, 11, 20), 1)
    assert due == DueDate(date(2026, 11, 23), provisional=True)


def test_publishing_a_year_makes_its_days_certain_and_tells_whoever_listens() -> None:
    services.seed_calendar()
    heard: list[CalendarPublished] = []
    events.subscribe(CalendarPublished, heard.append)
    before = queries.load_calendar().add_working_days(date(2026, 12, 31), 2)
    assert before == DueDate(date(2027, 1, 4), provisional=True)

    revision = services.publish_year(
        notice=NOTICE_2027, published_on=date(2026, 11, 25), source="国办发明电"
    )

    after = queries.load_calendar().add_working_days(date(2026, 12, 31), 2)
    assert after == DueDate(date(2027, 1, 4), provisional=False)
    assert queries.load_calendar().is_working(date(2027, 1, 3))
    assert queries.load_calendar().revision == revision == 2
    assert heard == [CalendarPublished(years=(2027,), revision=2)]


def test_publishing_the_same_notice_again_changes_nothing() -> None:
    services.seed_calendar()
    first = services.publish_year(notice=NOTICE_2027, published_on=date(2026, 11, 25), source="甲")
    again = services.publish_year(notice=NOTICE_2027, published_on=date(2026, 11, 26), source="乙")
    assert first == again == 2
    assert CalendarYear.objects.get(year=2027).source == "甲"


def test_an_amended_notice_replaces_the_days_of_its_year() -> None:
    services.seed_calendar()
    services.publish_year(notice=NOTICE_2027, published_on=date(2026, 11, 25), source="甲")
    amended = YearNotice(2027, {date(2027, 1, 1): "元旦"}, {})
    assert services.publish_year(notice=amended, published_on=date(2026, 12, 1), source="修订") == 3
    calendar = queries.load_calendar()
    assert not calendar.is_working(date(2027, 1, 3))
    assert calendar.is_working(date(2027, 2, 8))


def test_a_year_after_a_gap_waits_for_the_one_before() -> None:
    services.seed_calendar()
    notice = YearNotice(2028, {date(2028, 1, 1): "元旦"}, {})
    with pytest.raises(Conflict) as caught:
        services.publish_year(notice=notice, published_on=date(2027, 11, 1), source="甲")
    assert caught.value.code == "calendar.year_gap"
    assert caught.value.facts == {"year": 2027}


@pytest.mark.parametrize(
    ("holidays", "makeup_days", "code"),
    [
        ({date(2026, 12, 31): "元旦"}, {}, "calendar.day_outside_year"),
        ({date(2027, 1, 3): "元旦"}, {date(2027, 1, 3): "元旦"}, "calendar.day_twice"),
        ({}, {date(2027, 1, 4): "元旦"}, "calendar.makeup_on_weekday"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(
    holidays: dict[date, str], makeup_days: dict[date, str], code: str
) -> None:
    services.seed_calendar()
    with pytest.raises(Invalid) as caught:
        services.publish_year(
            notice=YearNotice(2027, holidays, makeup_days),
            published_on=date(2026, 11, 25),
            source="甲",
        )
    assert caught.value.code == code
    assert CalendarRevision.objects.count() == 1


def test_a_handler_that_fails_undoes_the_publication() -> None:
    services.seed_calendar()

    def fail(event: CalendarPublished) -> None:
        raise DomainError("test.refused")

    events.subscribe(CalendarPublished, fail)
    with pytest.raises(DomainError):
        services.publish_year(notice=NOTICE_2027, published_on=date(2026, 11, 25), source="甲")
    assert not CalendarYear.objects.filter(year=2027).exists()
    assert queries.load_calendar().revision == 1


def test_a_publication_rolled_back_leaves_no_trace_in_memory() -> None:
    services.seed_calendar()
    other = YearNotice(2027, {}, {})
    with pytest.raises(DatabaseError), transaction.atomic():
        services.publish_year(notice=NOTICE_2027, published_on=date(2026, 11, 25), source="甲")
        assert queries.load_calendar().is_working(date(2027, 1, 3))
        raise DatabaseError
    assert services.publish_year(notice=other, published_on=date(2026, 11, 25), source="甲") == 2
    assert not queries.load_calendar().is_working(date(2027, 1, 3))


def test_in_a_transaction_the_kept_calendar_costs_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    services.seed_calendar()
    queries.load_calendar()
    with django_assert_num_queries(1):
        queries.load_calendar()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_kept_calendar_costs_nothing(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_kept", [])  # another test's may be young enough
    services.seed_calendar()
    queries.load_calendar()
    with django_assert_num_queries(0):
        assert queries.load_calendar().revision == 1


def test_the_database_itself_refuses_a_day_in_another_year_or_of_another_kind() -> None:
    services.seed_calendar()
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(day=date(2027, 1, 1), year_id=2026, kind="holiday", name="元旦")
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(day=date(2026, 7, 1), year_id=2026, kind="other", name="无")
