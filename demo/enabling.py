"""What works in the county, and what it costs: the register of enablers, written before any item is
published, from what the items themselves name.
"""

import json
from datetime import timedelta
from functools import cache
from typing import Any

from demo import content
from onevisit.accounts.rules import Actor
from onevisit.catalogue import services
from onevisit.catalogue.rules.enablers import enablers_of
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.kernel import clock

_ACCEPTED = "《浙江省公共数据条例》第二十二条；联调通过，见数据局验收单。"


@cache
def told() -> dict[str, Any]:
    """Those that are no data services, words for the kinds of data, and what does not work."""
    path = content.FOLDER / "catalogue" / "enablers.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def named() -> dict[str, tuple[str, str]]:
    """Every enabler an item of the county names: code → the office it belongs to and the paper it
    spares.
    """
    found: dict[str, tuple[str, str]] = {}
    for source in content.items():
        item = parse_item(source.document)
        for code in enablers_of(item):
            found.setdefault(code, ("data", ""))
        for material in item.materials:
            if material.source.service:
                code, office = material.source.service, material.source.provider
                found[code] = (office or "data", found.get(code, ("", ""))[1] or material.name)
    return found


def register(actor: Actor) -> None:
    """All of them, with their costs, and who says so."""
    for code, (office, paper) in sorted((dict.fromkeys(told(), ("data", "")) | named()).items()):
        cells = {
            "code": code,
            "name": f"{paper}核验接口" if paper else code,
            "name_en": f"{code.partition('.')[2].replace('_', ' ')} check".strip(),
            "kind": "data_service",
            "department": office,
            "once": "30000",
            "yearly": "6000",
            "state": "open",
            "why": _ACCEPTED,
        }
        services.save_enabler(cells=cells | _own(code), actor=actor)


def _own(code: str) -> dict[str, str]:
    """What is said of it alone; days ahead are counted from the founding."""
    cells = dict(told().get(code, {}))
    if ahead := cells.get("planned_by"):
        cells["planned_by"] = (clock.today() + timedelta(days=int(ahead))).isoformat()
    return cells


def works() -> frozenset[str]:
    """Those that are open."""
    return frozenset(code for code in named() if _own(code).get("state", "open") == "open")
