"""What ended long enough ago is archived; a first batch goes to the county's archive."""

import hashlib
import io
import zipfile

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.archive import services
from onevisit.archive.queries import Wanted, due_for_destruction, search
from onevisit.archive.rules.taking import HEAD, LIST

_OLD = (
    ("X001-2014-D10-0007", "个体工商户注销登记", "market", "2014-05-20", "10年", "库房 2 架 3 层"),
    ("X001-2014-Y-0001", "食品经营许可证核发", "market", "2014-11-03", "永久", "库房 1 架 1 层"),
    ("X003-2015-D10-0012", "户外招牌设置登记", "urban", "2015-06-18", "10年", "库房 2 架 4 层"),
    ("X001-2016-D30-0004", "个体工商户变更登记", "market", "2016-04-12", "30年", "库房 3 架 1 层"),
    ("X001-2015-D10-0031", "个体工商户设立登记", "market", "2015-03-09", "10年", "光盘 2015-02"),
)
_HOLDERS = ("周小川", "云溪米面铺", "安澜明灯广告部", "周小川", "许三多")
_OLD_HELD = "X001-2016-D30-0004"
_OLD_DUE = ("X001-2014-D10-0007", "X003-2015-D10-0012")
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
    yield from _taken_over(county, days)
    yield at(days.today, 2)
    services.sweep(at_once=2)


def _taken_over(county: County, days: Days) -> Telling:
    """What the system before archived: the terms of two have run out ten years on, one list of
    destruction is done and another waits for its second person.
    """
    keeper, head = county.actors["archivist1"], county.actors["archive-head"]
    yield at(days.back(1), 90)
    services.take_over(content=_batch(), source="安澜县行政审批系统（2019 年停用）", actor=keeper)
    due = {each.line.number: each.line.id for each in due_for_destruction(actor=keeper).lines}
    yield at(days.back(1), 120)
    done, _waits = (
        services.propose(
            package_ids=[due[number]], reason="保管期限已满，没有再查过，没有诉讼。", actor=keeper
        )
        for number in _OLD_DUE
    )
    yield at(days.back(1), 200)
    services.answer(destruction_id=done, approve=True, words="同意", actor=head)
    (held,) = search(wanted=Wanted(text=_OLD_HELD), actor=keeper).lines
    services.hold(package_id=held.id, reason="变更登记的行政复议还没有结果", actor=keeper)


def _batch() -> bytes:
    """The list, and one file that has its checksum."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(zipfile.ZipInfo("经过.txt"), "2015 年 3 月 9 日办结。")
    digest = hashlib.sha256(file.getvalue()).hexdigest()
    filed = (digest, f"{_OLD[-1][0]}.zip")
    papers = [("", "")] * (len(_OLD) - 1)
    table = zip(_OLD, [*papers, filed], _HOLDERS, strict=True)
    lines = [",".join(HEAD), *(",".join((*old, *file, holder)) for old, file, holder in table)]
    batch = io.BytesIO()
    with zipfile.ZipFile(batch, "w") as packed:
        packed.writestr(f"{LIST}.csv", "\n".join(lines))
        packed.writestr(f"{_OLD[-1][0]}.zip", file.getvalue())
    return batch.getvalue()
