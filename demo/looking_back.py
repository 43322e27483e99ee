"""What comes after the end: a refusal that a review sent back, a holder who is to be heard before a
result is recalled.
"""

from datetime import timedelta
from uuid import UUID

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.cases import services
from onevisit.cases.rules.obligations import Ground
from onevisit.cases.rules.rulings import Ruling, RulingDraft, Way
from onevisit.kernel import clock
from onevisit.oversight import queries
from onevisit.oversight.access import reach_of
from onevisit.oversight.queries import CaseLine, Filter
from onevisit.oversight.rules import Days as Between

_FACTS = "复议查明原来认定的事实不清。本机关撤回原决定，另派人员重新审查，您不用再交材料。"
_WHY = "县里公布的道路拓宽规划把这一段划入红线，所依据的客观情况发生重大变化。"


def told(county: County, days: Days) -> Telling:
    """Of the market office; there may be none of the kind in a small county."""
    officer = county.actors["market1"]
    yield at(days.back(2), 210)
    fell = _newest(county, "refused")
    if fell is not None:
        services.record_ruling(
            case_id=fell,
            ruling=RulingDraft(
                way=Way.REVIEW,
                ruling=Ruling.AGAIN,
                by="安澜县人民政府",
                number="安政复决〔2026〕17号",
                on=days.back(3),
                days=15,
            ),
            words=_FACTS,
            actor=officer,
        )
    yield at(days.back(1), 95)
    holds = _newest(county, "delivered")
    if holds is not None:
        services.begin_motion(
            case_id=holds,
            ground=Ground.CHANGED,
            words=_WHY,
            limit_on=days.after(days.today, 7),
            actor=officer,
        )


def _newest(county: County, state: str) -> UUID | None:
    """The case of the market office decided last that ended so."""
    today = clock.today()
    month = Between(today - timedelta(days=40), today)
    wanted = Filter(month, county.departments["market"], limit=60)
    lines = queries.listing("decided", wanted, reach_of(county.actors["supervisor"])).rows
    ids = (each.case_id for each in lines if isinstance(each, CaseLine) and each.state == state)
    return next(ids, None)
