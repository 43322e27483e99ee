"""Which enabler first: the data steward asks, and the answer is kept."""

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.journeys import services
from onevisit.journeys.rules.planning.wishes import Wish


def told(county: County, days: Days) -> Telling:
    """Two plans of what the county does not have yet: by number, and by money."""
    steward = county.actors["steward"]
    yield at(days.back(1), 480)
    services.begin_plan(wish=Wish(title="明年先开通两项", most=2), actor=steward)
    services.begin_plan(wish=Wish(title="只有十万元", budget=10_000_000), actor=steward)
    services.work_plans()
