"""Three offices that carry one entry: the county's, and two towns' that depart from it."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.catalogue import queries, services
from onevisit.catalogue.rules.registers import Duty, Register
from onevisit.catalogue.rules.unifying import LATITUDES
from onevisit.directory import services as directory
from onevisit.directory.rules import DepartmentDraft, RegionDraft
from onevisit.kernel.types import JsonObject
from tests.catalogue import publishable
from tests.factories.publishing import OFFICER, publish_item

COUNTY, TOWN, OTHER = "339921000000", "339921100000", "339921101000"
ENTRY = "331031026000"
CODES = {
    COUNTY: str(publishable.ITEM["code"]),
    TOWN: "113399211000000016" + "5" + ENTRY,
    OTHER: "113399211010000017" + "5" + ENTRY,
}
OFFICES = {COUNTY: "market", TOWN: "yunxi", OTHER: "shiqiao"}


def document(region: str, *changes: tuple[str, Any]) -> JsonObject:
    """The region's own definition."""
    place = (("/code", CODES[region]), ("/texts/consult_phone", f"0580-55502{region[6:8]}"))
    return publishable.changed(publishable.ITEM, (*place, *changes))


def towns() -> None:
    """The towns and their offices beside a county that is there."""
    directory.register_regions(
        [RegionDraft(TOWN, "云溪镇"), RegionDraft(OTHER, "石桥镇")], actor=SYSTEM
    )
    directory.register_departments(
        [
            DepartmentDraft("yunxi", "云溪镇人民政府", "云溪镇", TOWN),
            DepartmentDraft("shiqiao", "石桥镇人民政府", "石桥镇", OTHER),
        ],
        actor=SYSTEM,
    )


def stand(region: str, *changes: tuple[str, Any]) -> UUID:
    """The region's item, published with these changes; its version."""
    version = services.save_item_draft(
        document(region, *changes), region=region, department=OFFICES[region], actor=SYSTEM
    )
    publish_item(version)
    return version


def standard(*, region: str = COUNTY, **given: Any) -> UUID:
    """The county's own definition as the standard."""
    asked: dict[str, Any] = {
        "entry": ENTRY,
        "region": region,
        "document": document(COUNTY),
        "latitudes": tuple(LATITUDES),
        "reason": "全县一个标准。",
        "actor": OFFICER,
    }
    asked |= given
    reason, actor = asked.pop("reason"), asked.pop("actor")
    writer = replace(actor, user_id=actor.user_id and uuid4())
    with transaction.atomic():
        return _set(asked, reason, writer, actor)


def _set(asked: dict[str, Any], reason: str, writer: Actor, actor: Actor) -> UUID:
    draft = services.begin_standard(**asked, actor=writer)
    services.submit_standard(draft_id=draft, reason=reason, actor=writer)
    return services.approve_standard(draft_id=draft, actor=actor)


def adopted(code: str, entry: str, document: JsonObject) -> tuple[UUID, UUID]:
    """A standard that the item departs from by its name, taken up by it: both ids."""
    given = standard(entry=entry, document={**document, "name": "另一个名称"})
    (line,) = queries.adoption_preview(given, [code])
    made = services.adopt_standard(standard_id=given, seen={code: line.digest}, actor=OFFICER)
    return given, made


def drafted(entry: str, document: JsonObject) -> UUID:
    """The next version of the entry's standard, just begun."""
    asked = {"entry": entry, "region": COUNTY, "document": document, "latitudes": ()}
    return services.begin_standard(**asked, actor=OFFICER)


def power(code: str, **given: str) -> UUID:
    """A power of the county's market office with one duty."""
    cells = {
        "code": code,
        "name": "市场主体登记",
        "department": "market",
        "kind": "行政确认",
        "basis": "《中华人民共和国市场主体登记管理条例》第十九条",
    }
    duty = Duty("审查", "按期办结。", "同上第十九条", "超期不办的。")
    return services.save_row(Register.POWERS, cells=cells | given, duties=[duty], actor=OFFICER)
