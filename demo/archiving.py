"""What ended long enough ago is archived; a first batch goes to the county's archive. Of three
cases of eleven years ago, whose term is over, one was destroyed, one is proposed, one waits.
"""

from demo.cast import FOR_MOTHER
from demo.founding import County
from demo.schedule import Days, Telling, at
from demo.stories import End, Fate, Story
from onevisit.archive import queries, services

_FIRST = 9
"""Cases of the one night told here; the server archives the rest by itself."""

_LONG_AGO = 2850
"""Working days: what ended then is kept for ten years after its year, and they are over."""


def stories() -> tuple[Story, ...]:
    """Not accepted, so nothing was granted that anybody would have to prove."""
    young = Fate(End.NOT_ACCEPTED, reason="您的母亲当时未满 80 周岁，不符合受理条件。")
    return tuple(
        Story("elder_allowance", person, _LONG_AGO - nth, FOR_MOTHER, minute=45, fate=young)
        for nth, person in enumerate(("heqiusheng", "wangjian", "sunliren"))
    )


def told(county: County, days: Days) -> Telling:
    """One night's run, a batch made, sent back once and signed for."""
    archivist = county.actors["archivist1"]
    yield at(days.back(3), 15)
    services.sweep(at_once=_FIRST)
    yield from _destroy(county, days)
    yield at(days.back(2), 40)
    batch = services.make_transfer(to_office="安澜县档案馆", actor=archivist)
    yield at(days.back(2), 300)
    services.returned(transfer_id=batch, reason="光盘读不出来，请重新导出后再送", actor=archivist)
    yield at(days.back(1), 60)
    services.receive(transfer_id=batch, receipt="安档接〔2026〕第 12 号", actor=archivist)
    yield at(days.today, 2)
    services.sweep(at_once=2)


def _destroy(county: County, days: Days) -> Telling:
    """By list, on two people's word."""
    keeper, head = county.actors["archivist1"], county.actors["archive-head"]
    yield at(days.back(3), 300)
    why = "保管期限十年已满，无继续保存价值"
    due = queries.due_for_destruction(actor=keeper)[:2]
    lists = [services.propose(package_ids=[each.line.id], reason=why, actor=keeper) for each in due]
    yield at(days.back(2), 20)
    services.answer(destruction_id=lists[0], approve=True, words="经鉴定同意销毁", actor=head)
