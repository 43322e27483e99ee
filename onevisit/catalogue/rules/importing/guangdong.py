"""Format `guangdong`: one JSON object a line, as crawled from a southern province's portal.

Field names as in reference tables (`TASK_CODE` …) and as on the guide page (`handle_time` …). Its
type numbers are its own: 21 is 公共服务 and 20 其他行政权力.
"""

from onevisit.catalogue.rules.definition import ItemDefinition, Texts
from onevisit.catalogue.rules.importing import materials
from onevisit.catalogue.rules.importing.cells import ABSENT, Cells, phrases
from onevisit.catalogue.rules.importing.drafts import ItemDraft, Office, Remark
from onevisit.catalogue.rules.importing.profiles import (
    Profile,
    item_code,
    level_of,
    once,
    regime,
    region_code,
    task_type,
)
from onevisit.catalogue.rules.importing.reading import read_jsonl
from onevisit.catalogue.rules.vocabulary import Level, OnlineDepth, Served, TaskType
from onevisit.kernel.item_codes import ItemCode

TYPES = {
    "01": TaskType.PERMIT,
    "02": TaskType.PENALTY,
    "03": TaskType.COERCION,
    "04": TaskType.LEVY,
    "05": TaskType.PAYMENT,
    "06": TaskType.INSPECTION,
    "07": TaskType.CONFIRMATION,
    "08": TaskType.REWARD,
    "09": TaskType.RULING,
    "20": TaskType.OTHER,
    "21": TaskType.SERVICE,
}
TYPE_NAMES = {
    "行政许可": TaskType.PERMIT,
    "行政处罚": TaskType.PENALTY,
    "行政强制": TaskType.COERCION,
    "行政征收": TaskType.LEVY,
    "行政给付": TaskType.PAYMENT,
    "行政检查": TaskType.INSPECTION,
    "行政确认": TaskType.CONFIRMATION,
    "行政奖励": TaskType.REWARD,
    "行政裁决": TaskType.RULING,
    "其他行政权力": TaskType.OTHER,
    "公共服务": TaskType.SERVICE,
}
SERVED = {
    "自然人": Served.PERSON,
    "企业法人": Served.ENTERPRISE,
    "非法人企业": Served.ENTERPRISE,
    "事业法人": Served.INSTITUTION,
    "社会组织法人": Served.SOCIAL,
    "行政机关": Served.AUTHORITY,
    "其他组织": Served.OTHER,
}


def _draft(row: int, cells: Cells) -> ItemDraft:
    code, remarks = item_code(cells, "TASK_CODE")
    name = cells.text("TASK_NAME", longest=500, required=True)
    ours, source_type = task_type(cells, "TASK_TYPE", TYPES)
    office = _office(cells, code)
    entry = cells.text("CATAID", longest=20) or _entry_in(code)
    definition, more = _definition(cells, code, name, ours, office.region)
    return ItemDraft(
        row=row,
        code=code,
        source_code=cells.text("TASK_CODE"),
        entry_code=entry,
        entry_name=cells.text("subCatalogName", longest=500)
        or cells.text("CATANAME", longest=500)
        or name,
        source_task_type=source_type,
        office=office,
        definition=definition,
        remarks=(*remarks, *more, *_contradictions(cells, code, ours, entry)),
    )


def _entry_in(code: ItemCode) -> str:
    return code.catalogue.code if code.catalogue else ""


def _office(cells: Cells, code: ItemCode) -> Office:
    region = region_code(cells, "AREACODE")
    organisation = cells.text("ORGCODE", longest=18) or code.department_code
    plain = "".join(each for each in organisation.lower() if each.isascii() and each.isalnum())
    return Office(
        code=f"gd-{plain}",
        name=cells.text("DEPT_NAME", longest=80, required=True),
        region=region,
        region_name=_last_region(cells.text("AREA_CODE_TEXT", longest=64)) or region,
        uscc=code.uscc.code if code.uscc is not None and code.uscc.checksum_ok else None,
    )


def _last_region(written: str) -> str:
    """广东省广州市 is the path to 广州市."""
    head, found, tail = written.partition("省")
    return tail if found and tail else head + found


def _definition(
    cells: Cells, code: ItemCode, name: str, ours: TaskType, region: str
) -> tuple[ItemDefinition, list[Remark]]:
    legal, promise = cells.days("handle_time"), cells.days("handle_time_limit")
    limits, remarks = regime(legal, promise, "handle_time_limit")
    papers, more = materials.read("material_intro", cells.texts("material_intro"))
    served, unknown = _served(cells)
    short = cells.text("matter_short", longest=200)
    daily = cells.text("matter_daily")
    everyday = (*(phrases(daily) if daily != name else ()), *phrases(short))
    visits = cells.count("visit_number", 99)
    definition = ItemDefinition(
        code=code.text,
        catalogue_code=_entry_in(code),
        name=name,
        short_name=short,
        task_type=ours,
        level=Level(code.level) if code.level in set(Level) else level_of(region),
        served=served,
        life_events=once(each for each in cells.texts("theme_category") if each != "其他"),
        themes=once(cells.texts("theme_category")),
        everyday=once(each for each in everyday if each != name),
        online_depth=_online(cells, visits),
        declared_visits=visits,
        # without any courier nothing can be sent in; with one the source says no more than that
        postal_application=False if cells.flag("courier_service") is False else None,
        courier=cells.flag("courier_service"),
        bookable=cells.flag("online_book"),
        regime=limits,
        materials=papers,
        texts=Texts(
            conditions=cells.text("accept_standard"),
            location=_location(cells),
            consult_phone=cells.text("consult_phone", longest=2_000),
            complaint_phone=cells.text("complain_phone", longest=2_000),
        ),
    )
    return definition, [*remarks, *more, *unknown]


def _location(cells: Cells) -> str:
    written = cells.text("handle_location").removeprefix("办理地点：").strip()
    return "" if written in ABSENT else written


def _served(cells: Cells) -> tuple[tuple[Served, ...], list[Remark]]:
    written = cells.texts("service_object_name")
    unknown = [each for each in written if each not in SERVED]
    remarks = [
        Remark("service_object_name", "catalogue.warn_unknown_served", {"found": each[:40]})
        for each in unknown
    ]
    found = {SERVED.get(each, Served.OTHER) for each in written}
    if not written:
        remarks.append(Remark("service_object_name", "catalogue.warn_served_missing"))
    return tuple(sorted(found or {Served.PERSON})), remarks


def _online(cells: Cells, visits: int | None) -> OnlineDepth:
    """The source only says whether it can be done online; without a visit that is all of it."""
    if not cells.flag("ONLINECHECK"):
        return OnlineDepth.INFORM
    return OnlineDepth.FULL if visits == 0 else OnlineDepth.ACCEPT


def _contradictions(cells: Cells, code: ItemCode, ours: TaskType, entry: str) -> tuple[Remark, ...]:
    found: list[Remark] = []
    text = cells.text("TASK_TYPE_TEXT", longest=40)
    if text and TYPE_NAMES.get(text) is not ours:
        found.append(Remark("TASK_TYPE", "catalogue.warn_type_contradicts", {"text": text}))
    within = _entry_in(code)
    if entry and within and entry != within:
        found.append(Remark("CATAID", "catalogue.warn_entry_contradicts", {"within": within}))
    scene = cells.text("LIMIT_SCENE_NUM", longest=40)
    if scene and scene != cells.text("visit_number", longest=40):
        found.append(Remark("LIMIT_SCENE_NUM", "catalogue.warn_visits_contradict"))
    if scene == "0" and cells.flag("ONLINECHECK") is False and not cells.flag("courier_service"):
        found.append(Remark("LIMIT_SCENE_NUM", "catalogue.warn_no_visit_and_offline"))
    return tuple(found)


GUANGDONG = Profile("guangdong", read_jsonl, _draft, "TASK_CODE")
