"""What the keeper of the catalogue gives out and takes in: a file for the province, and one from it
that has been checked and waits to be started.
"""

import io
import json

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.catalogue.services import exchange
from onevisit.catalogue.services.exchange import ExportWish


def told(county: County, days: Days) -> Telling:
    """One export, done; one import, looked at and not yet begun."""
    keeper, region = county.actors["catalogue"], content.county()["county"]
    yield at(days.back(2), 410)
    exchange.request_export(ExportWish(form="xlsx", region=region, types=("08",)), actor=keeper)
    exchange.work_exchange()
    yield at(days.back(1), 25)
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows()).encode()
    exchange.receive_import(
        file=io.BytesIO(data),
        size=len(data),
        name="up_task_general_basic.jsonl",
        profile_name="national",
        region=region,
        actor=keeper,
    )
    exchange.work_exchange()


def _rows() -> list[dict[str, str]]:
    """A change of an item kept here, one that says what is known, and one without a name."""
    items = {each.key: each.document for each in content.items()}
    card, social = items["id_card_renewal"], items["social_card"]
    same = {"cd_operation": "U", "task_code": str(social["code"]), "task_name": str(social["name"])}
    changed = {
        "cd_operation": "U",
        "task_code": str(card["code"]),
        "transact_time": "工作日 9:00 至 17:00，每周三延到 19:00",
    }
    return [same, changed, {"cd_operation": "I", "task_code": f"{str(card['code'])[:-1]}9"}]
