"""What the keeper of the catalogue does: everything is checked now and then, one finding let go."""

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.catalogue import services

_CHECKED_BACK = (25, 20, 15, 10, 5, 1)
"""Working days ago."""
_WAIVED_BACK = 12


def told(county: County, days: Days) -> Telling:
    """Runs over everything, and a waiver for the sign: its picture may follow after the promise."""
    keeper = county.actors["catalogue"]
    for back in _CHECKED_BACK:
        if back < _WAIVED_BACK <= back + 5:
            yield at(days.back(_WAIVED_BACK), 90)
            services.waive(
                code=content.offer_codes()["sign"],
                rule="material_deferred_too_long",
                reason="效果图后补不影响当天审批，安装前补上即可。",
                actor=keeper,
            )
        yield at(days.back(back), 3)
        services.lint_everything()
