"""What the keeper of the catalogue does: everything is checked now and then, one finding let go;
what people say is looked at, one item is being changed, one bundle made.
"""

from functools import partial
from typing import Any

import msgspec

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import Actor
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.definition import BundleDefinition, Part, Texts
from onevisit.catalogue.services import NewBundle
from onevisit.guidance import services as guidance

_CHECKED_BACK = (25, 20, 15, 10, 5, 1)
"""Working days ago."""
_BUNDLED = (
    ("id_card", "身份证换领", "330709018000", ()),
    ("social_card", "社保卡补领", "332014036000", ("id_card",)),
    ("allowance", "高龄津贴", "330511020000", ("id_card", "social_card")),
)
"""The bundle that is being written: key, name, catalogue code, and what each waits for."""
_WAIVED_BACK = 12
_SAID_BACK = (9, 6, 3)
_SAID = (
    ("锅盔铺子", "restaurant", 4),
    ("寿星红包", "elder_allowance", 3),
    ("老人补助钱", "elder_allowance", 3),
    ("养狗", "", 3),
)
"""What people type, what they open then (nothing was found), and how many of them a day."""
_TAKEN = ("老人补助钱", "elder_allowance")


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
        services.count_deviations()
    yield at(days.back(1), 40)
    _change(content.offer_codes()["elder_allowance"], keeper)
    yield at(days.back(1), 70)
    _bundle(keeper)


def _change(code: str, keeper: Actor) -> None:
    """A new version begun, with one more everyday name: still a draft."""
    services.begin_draft(code=code, actor=keeper)
    view = queries.draft_view(code, actor=keeper)
    services.change_draft(
        code=code,
        section="names",
        seen=view.digest("names"),
        change=lambda item: msgspec.structs.replace(
            item, everyday=(*item.everyday, "老人补贴怎么领")
        ),
        actor=keeper,
    )


def _bundle(keeper: Actor) -> None:
    """A bundle begun, with three items in order: still a draft."""
    code = services.new_bundle(NewBundle("老人换证领津贴一件事", "civil"), actor=keeper)
    parts = tuple(
        Part(key=key, name=name, catalogue_code=entry, after=after)
        for key, name, entry, after in _BUNDLED
    )
    for section, values in (
        ("parts", {"parts": parts}),
        ("limits", {"promise": 30}),
        ("guide", {"texts": Texts(summary="身份证、社保卡到期一起换，高龄津贴一起领。")}),
    ):
        view = queries.bundle_draft(code, actor=keeper)
        services.change_draft(
            code=code,
            section=section,
            seen=view.digest(section),
            change=partial(_with, **values),
            actor=keeper,
        )


def _with(bundle: BundleDefinition, **values: Any) -> BundleDefinition:
    return msgspec.structs.replace(bundle, **values)


def heard(county: County, days: Days) -> Telling:
    """What people type and open, and one phrase of it that the keeper took."""
    for back in _SAID_BACK:
        yield at(days.back(back), 240)
        for phrase, key, people in _SAID:
            for each in range(people):
                guidance.note_choice(phrase, _code(key), visitor=f"{each}")
    yield at(days.back(_SAID_BACK[-1]), 300)
    guidance.judge_phrase(
        phrase=_TAKEN[0], code=_code(_TAKEN[1]), taken=True, actor=county.actors["catalogue"]
    )


def _code(key: str) -> str:
    return content.offer_codes()[key] if key else ""
