"""Format `guangan`: a county-level district's list as CSV, without materials, dashed codes.

Departments have names only (the organisations inside the codes differ within one department), so
they are keyed by region and name.
"""

import hashlib

from onevisit.catalogue.rules.definition import ItemDefinition, Regime
from onevisit.catalogue.rules.importing.cells import Cells
from onevisit.catalogue.rules.importing.drafts import ItemDraft, Office, Remark
from onevisit.catalogue.rules.importing.profiles import (
    Profile,
    item_code,
    level_of,
    region_code,
    task_type,
)
from onevisit.catalogue.rules.importing.reading import read_csv
from onevisit.catalogue.rules.vocabulary import Served, TaskType

TYPES = {
    **{each.value: each for each in TaskType if each is not TaskType.SERVICE},
    "20": TaskType.SERVICE,
}
REGIONS = {"511602000000": "广安区"}


def _draft(row: int, cells: Cells) -> ItemDraft:
    code, remarks = item_code(cells, "item_code")
    name = cells.text("name", longest=500, required=True)
    ours, source_type = task_type(cells, "task_type", TYPES)
    region = region_code(cells, "area_code")
    main = cells.text("main_item", longest=500)
    if code.region is not None and code.region != region:
        facts = {"within": code.region}
        remarks = (*remarks, Remark("area_code", "catalogue.warn_region_contradicts", facts))
    return ItemDraft(
        row=row,
        code=code,
        source_code=cells.text("item_code"),
        entry_code=code.local_code or (code.catalogue.code if code.catalogue else ""),
        entry_name=name if main in ("", "未分类") else main,
        source_task_type=source_type,
        office=_office(cells, region),
        definition=ItemDefinition(
            code=code.text,
            catalogue_code=code.catalogue.code if code.catalogue else "",
            name=name,
            task_type=ours,
            level=level_of(region),
            served=(Served.PERSON, Served.ENTERPRISE),  # not said: findable by both
            regime=Regime(legal=None),
        ),
        remarks=remarks,
    )


def _office(cells: Cells, region: str) -> Office:
    name = cells.text("department", longest=80, required=True)
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return Office(
        code=f"r{region[:6]}-{digest}",
        name=name,
        region=region,
        region_name=REGIONS.get(region, region),
    )


GUANGAN = Profile("guangan", read_csv, _draft, "item_code")
