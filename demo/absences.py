"""Who is away these days, and who stands in."""

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.cases import services
from onevisit.cases.rules.deputies import Away


def told(county: County, days: Days) -> Telling:
    """An officer of the fire brigade takes a few days off from today on, and says who stands in."""
    yield at(days.back(1), 25)
    absent, deputy = county.actors["fire2"], county.actors["fire1"]
    if absent.user_id is None or deputy.user_id is None:
        raise ValueError("officers have logins")
    draft = services.AwayDraft(
        absent_id=absent.user_id,
        deputy_id=deputy.user_id,
        department_id=county.departments["fire"],
        first_on=days.today,
        last_on=days.after(days.today, 4),
        reason=Away.LEAVE,
    )
    services.name_deputy(draft, actor=absent)
