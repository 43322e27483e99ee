"""Yearly notices: one officer enters, another confirms, and only then days are counted by it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.cases.errors import calendar as errors
from onevisit.cases.errors import reason_needed, text_too_long
from onevisit.cases.models import CalendarNotice, Recount
from onevisit.cases.queries.calendar import notice_of
from onevisit.kernel import clock, two_people
from onevisit.kernel.notices import Feast, check_document, to_notice
from onevisit.kernel.queries import published_notices
from onevisit.kernel.services import check_follows, publish_year

_LONGEST = 500


def enter_notice(
    *, year: int, number: str, dated: date, feasts: Sequence[Feast], actor: Actor
) -> UUID:
    """Enter the notice of a year, or an amended one; it waits for another officer.

    Raises Refused `accounts.not_permitted`; Invalid as `kernel.notices.check_document` and
    `to_notice`; Conflict `calendar.year_gap`, `cases.year_as_it_is`, `two_people.waits`.
    """
    require(actor, Permission.CALENDAR_PUBLISH)
    if actor.user_id is None:
        raise ValueError("a notice is entered by somebody")
    check_document(number=number, dated=dated, year=year, today=clock.today())
    notice = to_notice(year, feasts)
    check_follows(year)
    if notice in published_notices():
        raise errors.year_as_it_is(year)
    row = CalendarNotice(
        year=year,
        number=number,
        dated=dated,
        feasts=[_written(each) for each in feasts],
    )
    with two_people.writing(row, actor, CalendarNotice.objects.filter(year=year)):
        _record("cases.enter_notice", row, actor)
    return row.id


def confirm_notice(*, notice_id: UUID, actor: Actor) -> int:
    """Confirm what another entered: from now on days are counted by it, and a job counts the limits
    that run anew. Returns the calendar's revision.

    Raises NotFound `cases.no_such_notice`; Refused `accounts.not_permitted`, `two_people.own`;
    Conflict `two_people.answered`, `cases.recount_runs`, `calendar.year_gap`.
    """
    with _answering(notice_id, actor) as row:
        two_people.require_second(row, actor)
        if Recount.objects.filter(finished_at=None).exists():
            raise errors.recount_runs()
        row.revision = publish_year(
            notice=notice_of(row), published_on=row.dated, source=row.number
        )
        row.state = "confirmed"
        _record("cases.confirm_notice", row, actor, calendar=row.revision)
    return row.revision


def withdraw_notice(*, notice_id: UUID, reason: str, actor: Actor) -> None:
    """Take a notice back, or send it back, before it counts; the reason stays with it.

    Raises NotFound `cases.no_such_notice`; Refused `accounts.not_permitted`; Conflict
    `two_people.answered`; Invalid `cases.reason_needed`, `cases.text_too_long`.
    """
    reason = reason.strip()
    if not reason:
        raise reason_needed()
    if len(reason) > _LONGEST:
        raise text_too_long(_LONGEST)
    with _answering(notice_id, actor) as row:
        row.state, row.reason = "withdrawn", reason
        _record("cases.withdraw_notice", row, actor)


def _answering(notice_id: UUID, actor: Actor) -> AbstractContextManager[CalendarNotice]:
    return two_people.answering(
        CalendarNotice.objects.all(),
        notice_id,
        actor,
        missing=errors.no_such_notice,
        allow=lambda _row: require(actor, Permission.CALENDAR_PUBLISH),
    )


def _written(feast: Feast) -> dict[str, object]:
    return {
        "name": feast.name,
        "since": feast.since.isoformat(),
        "until": feast.until.isoformat(),
        "makeup": [day.isoformat() for day in feast.makeup],
    }


def _record(action: str, row: CalendarNotice, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="cases.calendar_notice",
        target_id=row.id,
        actor=actor,
        facts={"year": row.year, "document": row.number, **facts},
    )
