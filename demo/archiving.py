"""What ended long enough ago is archived; a first batch goes to the county's archive."""

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.archive import services

_FIRST = 6
"""Cases of the one night told here; the server archives the rest by itself."""


def told(county: County, days: Days) -> Telling:
    """One night's run, a batch made, sent back once and signed for."""
    archivist = county.actors["archivist1"]
    yield at(days.back(3), 15)
    services.sweep(at_once=_FIRST)
    yield at(days.back(2), 40)
    batch = services.make_transfer(to_office="安澜县档案馆", actor=archivist)
    yield at(days.back(2), 300)
    services.returned(transfer_id=batch, reason="光盘读不出来，请重新导出后再送", actor=archivist)
    yield at(days.back(1), 60)
    services.receive(transfer_id=batch, receipt="安档接〔2026〕第 12 号", actor=archivist)
    yield at(days.today, 2)
    services.sweep(at_once=2)
