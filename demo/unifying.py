"""What towns carry beside the county: the same entries, each written a little otherwise; the
standard that the keeper sets for them, and one town that takes it up.
"""

import copy
import json
from functools import cache
from typing import Any

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.unifying import LATITUDES
from onevisit.directory import services as directory
from onevisit.directory.rules import DepartmentDraft
from onevisit.kernel.types import JsonObject
from onevisit.kernel.uscc import make_uscc

_CARRIED_BACK, _SET_BACK, _ADOPTED_BACK = 36, 9, 2
"""Working days ago: towns publish theirs, the standard is set, a town takes it up."""
_SERIALS = 501


@cache
def towns() -> dict[str, Any]:
    """Offices of the towns, what they carry, and the standard."""
    path = content.FOLDER / "catalogue" / "regions.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def codes() -> dict[str, str]:
    """Office of a town → its organisation code, invented and valid in form."""
    return {
        each["code"]: make_uscc("11", content.ID_REGION, _SERIALS + at_)
        for at_, each in enumerate(towns()["departments"])
    }


def document(item: dict[str, Any]) -> JsonObject:
    """The town's own definition: the county's with its code, place and phone, and what differs."""
    source = next(each for each in content.items() if each.key == item["of"])
    found = copy.deepcopy(source.document)
    points = {each["code"]: each for each in content.county()["service_points"]}
    point = points[item["point"]]
    found["code"] = f"{codes()[item['department']]}5{found['catalogue_code']}"
    found["level"] = "5"
    found["everyday"] = []
    texts: Any = found["texts"]
    texts["location"] = f"{point['address']}{point['name']}一楼综合窗口"
    texts["hours"] = "工作日 8:30 至 12:00，13:30 至 17:00"
    texts["consult_phone"] = point["phone"]
    for pointer, value in item["changes"].items():
        _put(found, pointer.strip("/").split("/"), value)
    return found


def _put(found: Any, path: list[str], value: Any) -> None:
    *before, last = path
    for name in before:
        if isinstance(found, list):
            found = next(each for each in found if each["key"] == name)
        else:
            found = found[name]
    if last == "-":
        found.append(value)
    else:
        found[last] = value


def told(county: County, days: Days) -> Telling:
    """From different habits to one standard."""
    keeper = county.actors["catalogue"]
    yield at(days.back(_CARRIED_BACK), 20)
    _carry()
    standard = towns()["standard"]
    source = next(each for each in content.items() if each.key == standard["of"])
    yield at(days.back(_SET_BACK), 40)
    draft = services.begin_standard(
        entry=str(source.document["catalogue_code"]),
        region=content.county()["county"],
        document=source.document,
        latitudes=tuple(LATITUDES),
        actor=keeper,
    )
    services.submit_standard(draft_id=draft, reason=standard["reason"], actor=keeper)
    given = services.approve_standard(draft_id=draft, actor=county.actors["catalogue2"])
    yield at(days.back(_ADOPTED_BACK), 75)
    wanted = [
        str(document(each)["code"])
        for each in towns()["items"]
        if each["of"] == standard["of"] and each["department"] in standard["adopted_by"]
    ]
    lines = queries.adoption_preview(given, wanted)
    seen = {line.code: line.digest for line in lines}
    services.adopt_standard(standard_id=given, seen=seen, actor=keeper)


def _carry(actor: Actor = SYSTEM) -> None:
    directory.register_departments(
        [
            DepartmentDraft(**each, uscc=codes()[each["code"]], in_centre=False)
            for each in towns()["departments"]
        ],
        actor=actor,
    )
    regions = {each["code"]: each["region"] for each in towns()["departments"]}
    for item in towns()["items"]:
        version = services.save_item_draft(
            document(item),
            region=regions[item["department"]],
            department=item["department"],
            actor=actor,
        )
        services.publish_item(version, actor=actor)
