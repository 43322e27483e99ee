"""What two departments wrote for letters and results: some hold for a fortnight, one waits."""

from datetime import date
from uuid import UUID

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.cases import services
from onevisit.cases.queries.letter_texts import (
    items_to_word,
    standing_on,
    text_place,
    worded_item,
)
from onevisit.cases.rules.letter_forms import LetterForm

_WRITTEN_BACK, _SINCE_BACK = 14, 12
_MARKET = (
    (
        LetterForm.NON_ACCEPTANCE,
        {"closing": "不明白的地方，请打 {{phone}}，或者到政务服务中心市场监管窗口当面问。"},
        "群众看不懂下一步问谁，写上电话和窗口。",
    ),
    (
        LetterForm.LICENCE,
        {
            "opening": "经审查，{{applicant}}符合“{{item}}”的法定条件，准予{{permission}}。",
            "closing": "【持证须知】\n请在经营场所显著位置公示。\n"
            "有效期满还要经营的，请在期满前办理延续。\n※咨询电话 {{phone}}。",
        },
        "店主常问证要不要挂、到期怎么办，写在证上。",
    ),
    (LetterForm.NUMBER, {"title": "安市监准"}, "按县里统一编的机关代字。"),
)
_FIRE = "【消防复核】\n改好的图纸由本队核对，{{until}}前可以先把草图发来看。"
"""What the fire brigade adds to its part of the letter on drawings."""
_ONE_ITEM = "食品经营许可"
_FOOD = {
    "opening": _MARKET[1][1]["opening"],
    "closing": "【食品安全】\n进货查验记录保存两年以上，从业人员每年体检一次。",
}
"""Results of one item, worded on their own."""


def told(county: County, days: Days) -> Telling:
    """Heads write; the standards officer put the one in force and has still to read the other."""
    head, keeper = county.actors["market-head"], county.actors["catalogue"]
    written = days.back(_WRITTEN_BACK)
    yield at(written, 95)
    versions = [
        services.write_text(
            form=form,
            department_id=county.departments["market"],
            sections={**standing_on(form, written).text.sections, **words},
            why=why,
            actor=head,
        )
        for form, words, why in _MARKET
    ]
    versions += _for_one_item(county, written)
    versions.append(
        services.write_text(
            form=LetterForm.DRAWINGS_PART,
            department_id=county.departments["fire"],
            sections={"body": _FIRE},
            why="业主常问改图找谁。",
            actor=county.actors["fire-head"],
        )
    )
    yield at(written, 260)
    for version in versions:
        services.put_in_force(version_id=version, since=days.back(_SINCE_BACK), actor=keeper)
    yield at(days.back(1), 340)
    standing = standing_on(LetterForm.APPROVAL, days.today).text.sections
    services.write_text(
        form=LetterForm.APPROVAL,
        department_id=county.departments["urban"],
        sections={
            **standing,
            "closing": "招牌请每年入汛以前自己检查一次，松动的及时加固。",
        },
        why="去年台风时有招牌掉落，提醒店主。",
        actor=county.actors["urban-head"],
    )


def _for_one_item(county: County, written: date) -> list[UUID]:
    head = county.actors["market-head"]
    for code, name in items_to_word(text_place("", actor=head)):
        if name.startswith(_ONE_ITEM):
            form, *_ = worded_item(code, county.departments["market"]).forms
            text = services.write_text(
                form=form,
                department_id=county.departments["market"],
                item=code,
                sections={**standing_on(form, written).text.sections, **_FOOD},
                why="食品店要记的事多，单独写。",
                actor=head,
            )
            return [text]
    return []
