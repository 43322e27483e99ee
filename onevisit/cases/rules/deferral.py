"""容缺: how long the applicant has for what may follow."""

from datetime import date

from onevisit.kernel.calendar import DayUnit, WorkingCalendar


def last_day(
    calendar: WorkingCalendar, accepted: date, days: int, promise: int | None, unit: DayUnit
) -> date:
    """`days` working days after acceptance, but before the promise ends, so that an office still
    has time to look; never less than one working day.
    """
    last = calendar.add_working_days(accepted, days).day
    if promise is not None:
        promised = calendar.add_days(accepted, promise, unit).day
        last = min(last, calendar.previous_working_day(promised))
    return max(last, calendar.next_working_day(accepted))
