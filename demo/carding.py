"""Two red cards that departments say are wrong: one is taken back, one waits to be ruled on."""

from collections.abc import Iterator
from datetime import timedelta

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.kernel import clock
from onevisit.oversight import queries, services
from onevisit.oversight.queries import CardFilter, CardLine
from onevisit.oversight.rules import Days as Between
from onevisit.oversight.rules.cards import CardAct

_DOWN = "亮牌那两天部门的业务系统停机维护，已经事先备案，受理和审查都没法操作。"
_TOLD = "申请人当天电话里要求暂缓，经办人有通话记录，只是没有在系统里登记。"


def told(county: County, days: Days) -> Telling:
    """Of whatever was shown by then; there may be none in a small county."""
    yield at(days.back(1), 30)
    found = list(_contestable(county))
    for (officer, line), words in zip(found, (_DOWN, _TOLD), strict=False):
        services.contest_card(card_id=line.id, words=words, actor=county.actors[officer])
    yield at(days.back(1), 300)
    if found:
        services.rule_on_card(
            card_id=found[0][1].id,
            uphold=False,
            words="核对了停机备案和日志，属实。",
            actor=county.actors["supervisor"],
        )


def _contestable(county: County) -> Iterator[tuple[str, CardLine]]:
    """The newest red card of each department that may still be contested, two at most."""
    today, left = clock.today(), 2
    wanted = CardFilter(Between(today - timedelta(days=6), today), colour="red", limit=1)
    for officer in ("market1", "fire1", "urban1"):
        for line in queries.cards(actor=county.actors[officer], wanted=wanted).rows:
            view = queries.card_view(card_id=line.id, actor=county.actors[officer])
            if left and any(step.act is CardAct.CONTEST for step in view.may):
                left -= 1
                yield officer, line
