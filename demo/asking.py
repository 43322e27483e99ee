"""Two questions to departments that only advise: one answered, one waits."""

from datetime import timedelta

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.cases import queries, services
from onevisit.cases.queries.consulting import opinions_asked
from onevisit.cases.rules.consulting import Stance
from onevisit.cases.rules.joint import UNDER_REVIEW

_ASKED = (
    ("urban", "店门口要搭遮雨棚，会不会占到人行道？", 3),
    ("fire", "后厨改到二楼，疏散楼梯够不够宽？", 5),
)


def told(county: County, days: Days) -> Telling:
    """About the first case under review at the market's desk; there may be none."""
    officer = county.actors["market1"]
    yield at(days.back(1), 90)
    open_ = [row for row in queries.desk(actor=officer).rows if row.state in UNDER_REVIEW]
    for department, question, limit in _ASKED if open_ else ():
        services.ask_opinion(
            case_id=open_[0].id,
            department_id=county.departments[department],
            question=question,
            days=limit,
            actor=officer,
        )
    yield at(days.back(1), 90) + timedelta(hours=2)
    advising = county.actors["urban1"]
    for line in opinions_asked(actor=advising):
        services.answer_question(
            consultation_id=line.id,
            stance=Stance.CONDITION,
            words="棚宽不超过一米五、不落地，可以。",
            actor=advising,
        )
