"""The lists of the county that are kept for themselves: what its offices may do and must do, what
nobody may build, and which money goes where.
"""

import json
from functools import cache
from typing import Any

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import Actor
from onevisit.catalogue import services
from onevisit.catalogue.rules.registers import Duty, Register
from onevisit.catalogue.rules.vocabulary import TaskType

_KEPT_BACK = 30
"""Working days ago."""


@cache
def lists() -> dict[str, Any]:
    """Duties by kind of power, powers without items, the negative list, the funds."""
    path = content.FOLDER / "catalogue" / "registers.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def powers() -> list[dict[str, str]]:
    """Behind every item that is no mere service stands a power; then those without items."""
    found: dict[str, dict[str, str]] = {}
    for item in content.items():
        document: Any = item.document
        code = document["catalogue_code"]
        if document.get("task_type", TaskType.SERVICE) != TaskType.SERVICE and code not in found:
            found[code] = {
                "code": code,
                "name": document["name"].split("（")[0],
                "department": item.department,
                "kind": document["task_type"],
                "basis": "\n".join(document["texts"]["legal_basis"]),
                "reaches_down": "是" if code in lists()["down"] else "否",
            }
    for code, name, department, kind, basis, down in lists()["powers"]:
        found[code] = {
            "code": code,
            "name": name,
            "department": department,
            "kind": kind,
            "basis": basis,
            "reaches_down": "是" if down else "否",
        }
    return list(found.values())


def told(county: County, days: Days) -> Telling:
    """The keeper writes them down."""
    yield at(days.back(_KEPT_BACK), 30)
    keep(county.actors["catalogue"])


def keep(actor: Actor) -> None:
    """All three lists."""
    for cells in powers():
        duties = [Duty(*each) for each in lists()["duties"][cells["kind"]]]
        services.save_row(Register.POWERS, cells=cells, duties=duties, actor=actor)
    heads = ("code", "name", "department", "sector", "measure", "content", "basis")
    for row in lists()["negative"]:
        cells = dict(zip(heads, row, strict=True))
        services.save_row(Register.NEGATIVE, cells=cells, actor=actor)
    about = ("code", "name", "department", "purpose", "recipients", "standard")
    for row in lists()["funds"]:
        *texts, year, amount, basis, codes = row
        cells = dict(zip(about, texts, strict=True))
        more = {
            "year": str(year),
            "amount": str(amount),
            "basis": basis,
            "codes": "、".join(codes),
        }
        services.save_row(Register.FUNDS, cells=cells | more, actor=actor)
