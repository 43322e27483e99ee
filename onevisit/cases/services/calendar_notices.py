"""Yearly notices: one officer enters, another confirms, and only then days are counted by it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.cases.errors import calendar as errors
from onevisit.cases.errors import reason_needed, text_too_long
from onevisit.cases.models import CalendarNotice, Recount
from onevisit.cases.queries.calendar import notice_of
from onevisit.kernel import clock
from onevisit.kernel.notices import Feast, check_document, to_notice
from onevisit.kernel.queries import published_notices
from onevisit.kernel.services import check_follows, publish_year

_LONGEST = 500


def enter_notice(
    *, year: int, number: str, dated: date, feasts: Sequence[Feast], actor: Actor
) -> UUID:
    """Enter the notice of a year, or an amended one; it waits for another officer.

    Raises Refused `accounts.not_permitted`; Invalid as `kernel.notices.check_document` and
    `to_notice`; Conflict `calendar.year_gap`, `cases.year_as_it_is`, `cases.notice_waits`.
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
        entered_by=actor.user_id,
        entered_by_name=actor.name,
        entered_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record("cases.enter_notice", row, actor)
    except IntegrityError:
        raise errors.notice_waits(year) from None
    return row.id


def confirm_notice(*, notice_id: UUID, actor: Actor) -> int:
    """Confirm what another entered: from now on days are counted by it, and a job counts the limits
    that run anew. Returns the calendar's revision.

    Raises NotFound `cases.no_such_notice`; Refused `accounts.not_permitted`, `cases.own_notice`;
    Conflict `cases.notice_answered`, `cases.recount_runs`, `calendar.year_gap`.
    """
    require(actor, Permission.CALENDAR_PUBLISH)
    with transaction.atomic():
        row = _locked(notice_id)
        if row.entered_by == actor.user_id:
            raise errors.own_notice()
        if Recount.objects.filter(finished_at=None).exists():
            raise errors.recount_runs()
        row.revision = publish_year(
            notice=notice_of(row), published_on=row.dated, source=row.number
        )
        _answer(row, "confirmed", actor)
        _record("cases.confirm_notice", row, actor, calendar=row.revision)
        return row.revision


def withdraw_notice(*, notice_id: UUID, reason: str, actor: Actor) -> None:
    """Take a notice back, or send it back, before it counts; the reason stays with it.

    Raises NotFound `cases.no_such_notice`; Refused `accounts.not_permitted`; Conflict
    `cases.notice_answered`; Invalid `cases.reason_needed`, `cases.text_too_long`.
    """
    require(actor, Permission.CALENDAR_PUBLISH)
    reason = reason.strip()
    if not reason:
        raise reason_needed()
    if len(reason) > _LONGEST:
        raise text_too_long(_LONGEST)
    with transaction.atomic():
        row = _locked(notice_id)
        row.reason = reason
        _answer(row, "withdrawn", actor)
        _record("cases.withdraw_notice", row, actor)


def _locked(notice_id: UUID) -> CalendarNotice:
    row = CalendarNotice.objects.select_for_update().filter(id=notice_id).first()
    if row is None:
        raise errors.no_such_notice()
    if row.state != "waiting":
        raise errors.notice_answered(row.answered_by_name)
    return row


def _answer(row: CalendarNotice, state: str, actor: Actor) -> None:
    row.state, row.answered_at = state, clock.now()
    row.answered_by, row.answered_by_name = actor.user_id, actor.name
    row.save()


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
