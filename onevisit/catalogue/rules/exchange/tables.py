"""The tables themselves: every column, what it is called, and where it stands in a definition.

Names and titles are those of the front-end databases of the provinces (reference: national
exchange). A column of a family that a table of the same shape has not is simply not listed there.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.exchange import composite as both
from onevisit.catalogue.rules.exchange.codecs import Coded, Day, Flag, Lines, Many, Name, Number
from onevisit.catalogue.rules.exchange.model import SYNC, Column, Part, Table
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.vocabulary import (
    CaseKind,
    DoerKind,
    HandleArea,
    HandleForm,
    Level,
    MaterialFormat,
    MaterialKind,
    Need,
    OnlineDepth,
    Served,
    TaskState,
    TaskType,
)

FLAG, DAY, LINES, NAME = Flag(), Day(), Lines(), Name()
_TYPE = Coded("task_type", TaskType)
_STATE = Coded("task_state", TaskState)
_LEVEL = Coded("use_level", Level)

DIRECTORY = (
    Column("catalog_code", "基本编码", "code", required=True),
    Column("local_catalog_code", "地方基本编码", "local_code"),
    Column("task_name", "事项名称", "name", NAME, required=True),
    Column("task_type", "事项类型", "task_type", _TYPE, required=True),
    Column("by_law", "设定依据", "by_law"),
    Column("use_level", "行使层级", "use_level"),
    Column("task_state", "事项状态", "state", _STATE, required=True),
    Column("task_version", "事项版本", "version", Number(1, 99_999_999), required=True),
    Column("plan_effective_date", "计划生效日期", "effective_on", DAY),
    Column("plan_cancel_date", "计划取消日期", "cancelled_on", DAY),
)

BASIC = (
    Column("catalog_code", "基本编码", write=both.catalogue_code),
    Column("local_catalog_code", "地方基本编码", "national.local_catalogue_code"),
    Column("task_code", "实施编码", write=both.task_code),
    Column("local_task_code", "地方实施编码", "national.local_code"),
    Column("task_handle_item", "业务办理项编码", write=both.handle_item),
    Column("task_name", "事项名称", "name", NAME, required=True),
    Column("task_type", "事项类型", "task_type", _TYPE, required=True),
    Column("task_state", "事项状态", "national.state", _STATE, required=True),
    Column("task_version", "事项版本", write=both.version),
    Column("by_law", "设定依据", "texts.legal_basis", LINES),
    Column("power_source", "权力来源", "national.power_source"),
    Column("use_level", "行使层级", "level", _LEVEL, required=True),
    Column("dept_name", "实施主体", write=both.dept_name),
    Column("dept_code", "实施主体编码", write=both.dept_code),
    Column("dept_type", "实施主体性质", "national.doer", Coded("dept_type", DoerKind)),
    Column("entrust_name", "委托部门", "national.entrusted_by"),
    Column("accept_condition", "受理条件", "texts.conditions"),
    Column("handle_flow", "办理流程", write=both.handle_flow),
    Column("handle_type", "办理形式", "national.handle_forms", Many("handle_type", HandleForm)),
    Column("project_type", "办件类型", "kind", Coded("project_type", CaseKind), required=True),
    Column("server_type", "服务对象", "served", Many("server_type", Served), required=True),
    Column("special_procedure", "特别程序", "national.special_procedure"),
    Column("anticipate_day", "法定办结时限", write=both.legal_days),
    Column("anticipate_type", "法定办结时限单位", write=both.legal_unit),
    Column("anticipate_explain", "法定办结时限说明", "national.legal_note"),
    Column("promise_day", "承诺办结时限", write=both.promise_days),
    Column("promise_type", "承诺办结时限单位", write=both.promise_unit),
    Column("promise_explain", "承诺办结时限说明", "national.promise_note"),
    Column("limit_scene_num", "到办事现场次数", "declared_visits", Number(0, 99)),
    Column("is_fee", "是否收费", write=both.is_fee),
    Column("fee_basis", "收费依据", "national.fee_basis"),
    Column("link_way", "咨询方式", "texts.consult_phone"),
    Column("supervise_way", "监督投诉方式", "texts.complaint_phone"),
    Column("transact_addr", "办理地点", "texts.location"),
    Column("transact_time", "办理时间", "texts.hours"),
    Column("link_addr", "计算机端在线办理跳转地址", "texts.online_url"),
    Column("mobile_terminal_url", "移动端办理地址", "national.mobile_url"),
    Column("is_single_login", "计算机端是否对接单点登录", "national.single_sign_on", FLAG),
    Column("app_is_single_login", "移动端是否对接单点登录", "national.app_single_sign_on", FLAG),
    Column("plan_effective_date", "计划生效日期", "national.effective_on", DAY),
    Column("plan_cancel_date", "计划取消日期", "national.cancelled_on", DAY),
    Column("punishment_method", "处罚的行为、种类、幅度", "national.punishment"),
    Column("collect_type", "征收种类", "national.levy_kind"),
    Column("is_permit_reduce", "是否涉及征收费减免的审批", "national.levy_reducible", FLAG),
)

EXTEND = (
    Column("is_entry_center", "是否进驻政务大厅", "national.in_centre", FLAG),
    Column("handle_area", "通办范围", "national.area", Coded("handle_area", HandleArea)),
    Column("other_dept", "联办机构", "national.joint_departments"),
    Column("service_type", "中介服务", "national.agency_services"),
    Column("limit_explain", "数量限制", "national.quota"),
    Column("limit_scene_explain", "必须现场办理原因说明", "presence_reason"),
    Column("result_type", "审批结果类型", write=both.result_type),
    Column("result_name", "审批结果名称", write=both.result_name),
    Column("result_guid", "审批结果样本", write=both.result_guid),
    Column("is_schedule", "是否支持预约办理", "bookable", FLAG),
    Column("is_pay_online", "是否支持网上支付", write=both.is_pay_online),
    Column("is_express", "是否支持物流快递", "courier", FLAG),
    Column("is_service_terminals", "是否支持自助终端办理", "national.terminals", FLAG),
    Column("is_online", "是否网办", write=both.is_online),
    Column(
        "online_handle_depth",
        "网上办理深度",
        "online_depth",
        Coded("online_handle_depth", OnlineDepth),
        required=True,
    ),
    Column("online_handle_url", "网办地址", "national.online_url"),
    Column("user_topic_type", "面向自然人事项主题分类", write=both.person_themes),
    Column("corp_topic_type", "面向法人事项主题分类", write=both.corporate_themes),
    Column("town_code", "乡镇街道代码", write=lambda s, _: s.town[0]),
    Column("town_name", "乡镇街道名称", write=lambda s, _: s.town[1]),
    Column("village_code", "村居社区代码", write=lambda s, _: s.village[0]),
    Column("village_name", "村居社区名称", write=lambda s, _: s.village[1]),
    Column("extend_field", "扩展字段", "national.more"),
)

MATERIAL = (
    Column("material_name", "材料名称", "name", NAME, required=True),
    Column("material_type", "材料类型", "kind", Coded("material_type", MaterialKind)),
    Column("material_format", "材料形式", "format", Coded("material_format", MaterialFormat)),
    Column("is_need", "材料必要性", "need", Coded("is_need", Need), required=True),
    Column("source_type", "来源渠道"),
    Column("source_explain", "来源渠道说明", "source.explain"),
    Column("page_num", "纸质材料份数", "copies", Number(1, 99), required=True),
    Column("page_format", "纸质材料规格", "page_format"),
    Column("form_guid", "空白表格", "blank_form"),
    Column("example_guid", "示例样表", "example"),
    Column("fill_explain", "填报须知", "help"),
    Column("accept_stand", "受理标准", "points", LINES),
    Column("by_law", "要求提供材料的依据", "basis"),
    Column("order_num", "排序"),
    Column("remark", "备注", "remark"),
)

FEE = (
    Column("fee_name", "收费项目名称", "name", NAME, required=True),
    Column("fee_stand", "收费标准", "standard"),
    Column("by_law", "收费依据", "basis"),
    Column("is_desc", "是否允许减免", "reducible", FLAG),
    Column("desc_explain", "允许减免依据", "reduction"),
    Column("order_num", "排序"),
    Column("remark", "备注", "remark"),
)

QUESTION = (
    Column("question", "问题", "question", required=True),
    Column("answer", "答案", "answer"),
    Column("order_num", "排序"),
)

_ONLY = {"punishment_method": "punish", "collect_type": "handle", "is_permit_reduce": "handle"}
_SHORT = frozenset(
    {
        *("accept_condition", "handle_type", "project_type", "server_type", "special_procedure"),
        *("promise_day", "promise_type", "promise_explain", "limit_scene_num", "is_fee"),
        *("fee_basis", "transact_addr", "transact_time", "link_addr", "mobile_terminal_url"),
        *("is_single_login", "app_is_single_login"),
    }
)
"""What the basic tables of penalties, levies, coercion and inspections do not have."""

FAMILIES: dict[str, tuple[str, frozenset[TaskType]]] = {
    "general": (
        "许可、给付、奖励、确认、裁决、其他类事项",
        frozenset(
            {
                *(TaskType.PERMIT, TaskType.PAYMENT, TaskType.REWARD, TaskType.CONFIRMATION),
                *(TaskType.RULING, TaskType.OTHER),
            }
        ),
    ),
    "punish": ("处罚类事项", frozenset({TaskType.PENALTY})),
    "handle": ("征收类事项", frozenset({TaskType.LEVY})),
    "check": ("强制、检查类事项", frozenset({TaskType.COERCION, TaskType.INSPECTION})),
    "public": ("公共服务类事项", frozenset({TaskType.SERVICE})),
}
"""Family → its title, and the kinds of items in it."""

_PARTS = {
    Part.BASIC: ("basic", "基本信息", BASIC),
    Part.EXTEND: ("extend", "扩展信息", EXTEND),
    Part.MATERIAL: ("material", "材料目录信息", MATERIAL),
    Part.FEE: ("fee_project", "收费项目信息", FEE),
    Part.QUESTION: ("questions", "常见问题解答", QUESTION),
}
_OF_FAMILY = {
    "general": tuple(_PARTS),
    "punish": (Part.BASIC, Part.QUESTION),
    "handle": (Part.BASIC, Part.MATERIAL, Part.QUESTION),
    "check": (Part.BASIC, Part.QUESTION),
    "public": tuple(_PARTS),
}


def _columns(family: str, part: Part) -> tuple[Column, ...]:
    found = _PARTS[part][2]
    if part is not Part.BASIC:
        return found
    short = family not in ("general", "public")
    return tuple(
        each
        for each in found
        if _ONLY.get(each.name, family) == family
        and not (short and each.name in _SHORT)
        and not (family == "public" and each.name == "power_source")
    )


def _table(family: str, part: Part) -> Table:
    title, types = FAMILIES[family]
    suffix, what, _ = _PARTS[part]
    return Table(
        f"up_task_{family}_{suffix}", f"{title} {what}", part, _columns(family, part), types
    )


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("up_task_directory", "政务服务事项基本目录", Part.DIRECTORY, DIRECTORY),
        *(_table(family, part) for family in FAMILIES for part in _OF_FAMILY[family]),
    )
}
"""All of them by name, in the order they are written and read."""


def tables_of(item: ItemDefinition) -> tuple[Table, ...]:
    """The tables an item of this kind has rows in, the basic one first."""
    return _OF_TYPE[item.task_type]


_OF_TYPE = {
    kind: tuple(
        table
        for table in TABLES.values()
        if table.part is not Part.DIRECTORY and kind in table.types
    )
    for kind in TaskType
}


def table_named(stem: str) -> Table | None:
    """The table whose name stands in the name of a file or a sheet, in either case."""
    found = [name for name in TABLES if name in stem.lower()]
    return TABLES[max(found, key=len)] if found else None


def table_with(columns: Iterable[str]) -> Table | None:
    """The table that has most of these columns, by name or by title; None where they are those of
    another kind of list.
    """
    listed = [*columns]
    by_name = {table: {plain_column(table, each) for each in listed} for table in TABLES.values()}
    best = max(by_name, key=lambda table: len(by_name[table] & set(table.head)))
    given = by_name[best]
    shared = len(given & (set(best.head) - set(SYNC) - {"row_guid"}))
    return best if shared >= _TELLING and shared * 2 >= len(given - set(SYNC)) else None


_KEY_TITLES = {
    "记录标识": "row_guid",
    "所属事项": "task_guid",
    "事项标识": "task_guid",
    "实施编码": "task_code",
    "业务办理项编码": "task_handle_item",
    "操作": "cd_operation",
    "操作类型": "cd_operation",
    "同步时间": "cd_time",
    "批次": "cd_batch",
    "数据来源": "data_source",
}
"""What the columns of every table are called where they are called in words."""


@cache
def titles_of(name: str) -> Mapping[str, str]:
    """Title → column of a table: an office may keep its file under words."""
    return {**_KEY_TITLES, **{each.title: each.name for each in TABLES[name].columns}}


def column_of(place: str, table: Table) -> str:
    """The column that stands for a place of the definition (a pointer); else the place itself."""
    dotted = place.strip("/").replace("/", ".")
    return next((each.name for each in table.columns if each.place == dotted), place)


def plain_column(table: Table, written: str) -> str:
    """The column that is meant, whether its name or its title is written."""
    return titles_of(table.name).get(written, written)


_TELLING = 4
"""Columns a table must share with a file to be told by them."""

__all__ = ["TABLES", "Profile", "table_named", "table_with", "tables_of"]
