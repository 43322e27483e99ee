"""Two orders of the supervisor: one a department has answered, one it has still to answer."""

from uuid import UUID

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.cases import queries as cases
from onevisit.oversight import services
from onevisit.oversight.rules.orders import OrderAct
from onevisit.oversight.services import OrderDraft

_ANSWERED = "收件以后几天没有动静。请查明原因，并说明怎样避免再发生。"
_ASKED = "这一件离承诺的日子不远了，申请人打电话来问。现在办到哪一步，什么时候能办完？"


def told(county: County, days: Days) -> Telling:
    """Both about what waits on desks."""
    yield at(days.back(2), 200)
    market = _waiting(county, "market1")
    order = _issue(county, market, _ANSWERED)
    yield at(days.back(1), 90)
    if order is not None:
        services.act_on_order(
            order_id=order,
            act=OrderAct.ANSWER,
            words="经办人外出学习，没有及时转交。",
            measure="当天转交同事，今后外出先安排代办人。",
            actor=county.actors["market-head"],
        )
    yield at(days.back(1), 240)
    _issue(county, _waiting(county, "fire1") or _waiting(county, "urban1"), _ASKED)


def _waiting(county: County, officer: str) -> str | None:
    """The number of the case that is due first on that officer's desk."""
    lines = cases.desk(actor=county.actors[officer], limit=1).rows
    return lines[0].number if lines else None


def _issue(county: County, number: str | None, question: str) -> UUID | None:
    if number is None:
        return None
    draft = OrderDraft((number,), question)
    return services.issue_order(draft, actor=county.actors["supervisor"])
